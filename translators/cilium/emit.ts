import { catalogue } from '../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../src/diagnostics/place.ts'
import type { AuthorizationPolicy } from '../../src/model/authorization.ts'
import type { Change, Emission } from '../../src/model/change.ts'
import type { EmitOptions } from '../../src/model/dialect.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import { ciliumAssumptions } from './assumptions.ts'
import { type Facts, factsOf } from './authorization/facts.ts'
import { attachmentsMayOverlap } from './authorization/overlap.ts'
import { type PolicyResult, translatePolicy } from './authorization/policy.ts'
import { refusedKinds, strictMtls } from './refusals/kinds.ts'
import { obstaclesOf, type PolicyObstacle } from './refusals/obstacles.ts'

interface Attempt {
  readonly policy: AuthorizationPolicy
  readonly result: PolicyResult
}

/**
 * Replaces AuthorizationPolicies by CiliumNetworkPolicies. Pods get all of their policies translated or none: half of them in Cilium and
 * half in the sidecar would let in only what both allow, or, once the sidecar is gone, what the untranslated half denied.
 */
export function emitCilium(mesh: Mesh, options: EmitOptions): Emission {
  const facts = factsOf(mesh)
  const diagnostics: Diagnostic[] = [...refusedKinds(mesh), ...strictMtls(mesh)]
  const obstacles = obstaclesOf(mesh, options)
  let attempts: Attempt[] = []
  for (const policy of mesh.authorization) {
    const unenforced = undecided(policy)
    if (unenforced !== undefined) diagnostics.push(unenforced)
    else attempts.push({ policy, result: attempt(policy, facts, options) })
  }
  for (const { policy, result } of attempts) {
    if (!result.refused) continue
    diagnostics.push(...result.diagnostics)
    obstacles.push({ attachment: policy.attachment, what: objectText(policy.place.object), place: policy.place })
  }
  attempts = attempts.filter(({ result }) => !result.refused)
  for (let next = heldBack(attempts, obstacles); next !== undefined; next = heldBack(attempts, obstacles)) {
    const { policy, obstacle } = next
    diagnostics.push(heldBackBecause(policy, obstacle))
    obstacles.push({ attachment: policy.attachment, what: objectText(policy.place.object), place: policy.place })
    attempts = attempts.filter((candidate) => candidate.policy !== policy)
  }
  for (const { result } of attempts) diagnostics.push(...result.diagnostics)
  if (attempts.some(({ result }) => result.object !== undefined)) diagnostics.push(...ciliumAssumptions())
  return {
    changes: attempts.flatMap(({ policy, result }) => changesFor(policy, result)),
    diagnostics,
    moves: { namespaces: [], objects: attempts.map(({ policy }) => policy.place.object) },
  }
}

/** Policies that decide nothing today. */
function undecided({ effect, dryRun, place }: AuthorizationPolicy): Diagnostic | undefined {
  const spec = place.field('spec')
  if (dryRun) return diagnose(catalogue.ciliumDryRun, spec, {})
  return effect === 'audit' ? diagnose(catalogue.ciliumAudit, spec, {}) : undefined
}

function attempt(policy: AuthorizationPolicy, facts: Facts, options: EmitOptions): PolicyResult {
  if (policy.effect !== 'external') return translatePolicy(policy, facts, options.versions)
  return { refused: true, diagnostics: [diagnose(catalogue.ciliumExternal, policy.place.field('spec'), {})] }
}

function heldBack(
  attempts: readonly Attempt[],
  obstacles: readonly PolicyObstacle[],
): { policy: AuthorizationPolicy; obstacle: PolicyObstacle } | undefined {
  for (const { policy } of attempts) {
    const obstacle = obstacles.find((candidate) => attachmentsMayOverlap(candidate.attachment, policy.attachment))
    if (obstacle !== undefined) return { policy, obstacle }
  }
  return undefined
}

function heldBackBecause(policy: AuthorizationPolicy, { what, place, throughNodes }: PolicyObstacle): Diagnostic {
  const spec = policy.place.field('spec')
  const related = (message: string) => (place === undefined ? {} : { related: [{ place, message }] })
  return throughNodes === true
    ? diagnose(catalogue.ciliumThroughNodes, spec, { service: what }, related('it selects some of the same pods'))
    : diagnose(catalogue.ciliumHeldBack, spec, { other: what }, related('it governs some of the same pods'))
}

function changesFor(policy: AuthorizationPolicy, { object }: PolicyResult): Change[] {
  const causes = [policy.place]
  const name = objectText(policy.place.object)
  const remove: Change = {
    kind: 'remove',
    target: policy.place.object,
    causes,
    why: object === undefined ? 'It denies nothing: no request can match it.' : `${object.kind} ${object.metadata.name} replaces it.`,
  }
  if (object === undefined) return [remove]
  return [{ kind: 'add', object, causes, why: `Replaces ${name}. ${effectText(policy)}` }, remove]
}

function effectText({ effect, rules }: AuthorizationPolicy): string {
  if (effect === 'deny') return 'It denies TCP connections and nothing else.'
  if (rules.some(({ clauses }) => clauses.length === 0)) return 'It lets every client in.'
  return 'It closes TCP to other clients; UDP, SCTP and ping stay open as sidecars leave them.'
}
