import { catalogue } from '../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../src/diagnostics/place.ts'
import { isStrict } from '../../src/model/authentication.ts'
import type { AuthorizationPolicy } from '../../src/model/authorization.ts'
import type { Change, Emission } from '../../src/model/change.ts'
import { atLeast, type EmitOptions } from '../../src/model/dialect.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import { ciliumAssumptions } from './assumptions.ts'
import { plaintextObstacle } from './authentication/plaintext.ts'
import { untranslatedRoutes } from './authentication/routes-of-clients.ts'
import { strictChanges, translateStrict } from './authentication/strict.ts'
import { besideOthers, requestsBesideOthers } from './authorization/beside-others.ts'
import { type Facts, factsOf } from './authorization/facts.ts'
import { groupsThatMeet, policyGroups } from './authorization/groups.ts'
import { admitsEveryClient } from './authorization/open-services.ts'
import { attachmentsMayOverlap } from './authorization/overlap.ts'
import { type PolicyResult, translatePolicy } from './authorization/policy.ts'
import { nameInUse, type Written, writeGroup } from './authorization/written.ts'
import { writeDenials } from './authorization/written-as-denial.ts'
import { translateEgress } from './egress/registry-only.ts'
import { refusedKinds } from './refusals/kinds.ts'
import { neededSidecars } from './refusals/needed-sidecars.ts'
import { policiesAboutRequests, policiesThatLetIn } from './refusals/network-policies.ts'
import { obstaclesOf, type PolicyObstacle } from './refusals/obstacles.ts'
import { keptObjects } from './routes/kept-objects.ts'
import { translateRoutes } from './routes/translate.ts'

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
  const obstacles = [...obstaclesOf(mesh, options), ...policiesAboutRequests(mesh)]
  const others = policiesThatLetIn(mesh)
  // Before Cilium 1.16 a denial closes the pods to everything else.
  if (!atLeast(options.versions.cilium, '1.16')) obstacles.push(...others)
  const routes = translateRoutes(mesh, options)
  const untranslated = untranslatedRoutes(mesh, routes.translated.tables)
  const strict = translateStrict(facts, options, obstacles, untranslated)
  // Clients of such routes keep their sidecars, which encrypt what they send to each other.
  const encrypted = { ...options, assume: options.assume.filter((one) => one !== 'sidecars-removed') }
  const conditionsOf = (policy: AuthorizationPolicy): EmitOptions =>
    untranslated.length === 0 || plaintextObstacle(policy, mesh) === undefined ? options : encrypted
  const holding = [...obstacles.filter(({ through }) => through === undefined || !admitsEveryClient(through, mesh)), ...strict.obstacles]
  const egress = translateEgress(facts, options)
  const replaced = egress.replaced.map(({ place }) => place)
  const diagnostics: Diagnostic[] = [
    ...refusedKinds(mesh, routes.translated.tables, replaced),
    ...routes.diagnostics,
    ...strict.diagnostics,
    ...egress.diagnostics,
  ]
  let attempts: Attempt[] = []
  for (const policy of mesh.authorization) {
    const unenforced = undecided(policy)
    if (unenforced !== undefined) diagnostics.push(unenforced)
    else attempts.push({ policy, result: attempt(policy, facts, conditionsOf(policy)) })
  }
  const hold = (refused: readonly Attempt[]): void => {
    attempts = attempts.filter((candidate) => !refused.includes(candidate))
    for (const { policy } of refused)
      holding.push({ attachment: policy.attachment, what: objectText(policy.place.object), place: policy.place })
  }
  const unread = attempts.filter(({ result }) => result.refused)
  diagnostics.push(...unread.flatMap(({ result }) => result.diagnostics))
  hold(unread)
  for (;;) {
    for (let next = heldBack(attempts, holding); next !== undefined; next = heldBack(attempts, holding)) {
      const { policy, obstacle } = next
      diagnostics.push(heldBackBecause(policy, obstacle))
      hold(attempts.filter((candidate) => candidate.policy === policy))
    }
    const reached = attempts.map(({ policy, result }) => ({ policy, boxes: result.boxes }))
    const asking = requestsBesideOthers(reached, others)
    if (asking !== undefined) {
      diagnostics.push(heldBackBecause(asking.one.policy, asking.obstacle))
      hold(attempts.filter(({ policy }) => policy === asking.one.policy))
      continue
    }
    const beside = besideOthers(reached, others)
    const names = new Set(mesh.endpointPolicies.map(nameInUse))
    const alone = policyGroups(reached.filter((one) => !beside.has(one)))
    const writings = [
      ...alone.map((group) => ({ group, writing: writeGroup(group, facts, options, names) })),
      ...groupsThatMeet([...beside.keys()]).map((group) => ({ group, writing: writeDenials(group, beside, facts, names) })),
    ]
    const failed = writings.find(({ writing }) => writing.refused)
    if (failed === undefined) {
      const written = writings.flatMap(({ writing }) => (writing.refused ? [] : writing.written))
      diagnostics.push(...attempts.flatMap(({ result }) => result.diagnostics), ...writings.flatMap(({ writing }) => writing.diagnostics))
      const translated = attempts.map(({ policy }) => policy)
      const staying = mesh.authorization.filter((policy) => undecided(policy) === undefined && !translated.includes(policy))
      const changed = strictChanges(strict, staying)
      diagnostics.push(...keptObjects(routes, mesh))
      if (written.length + changed.length + egress.changes.length > 0) diagnostics.push(...ciliumAssumptions())
      const kept = mesh.peerAuthentication.filter((policy) => isStrict(policy) && !strict.replaced.includes(policy))
      diagnostics.push(
        ...neededSidecars(
          [...staying, ...kept].map(({ place }) => place),
          options,
        ),
      )
      return {
        changes: [...changed, ...changesFor(translated, written), ...routes.added, ...egress.changes],
        diagnostics,
        moves: {
          namespaces: [],
          objects: [
            ...strict.replaced.filter(({ place }) => changed.some((change) => change.kind === 'remove' && change.target === place.object)),
            ...translated,
            ...egress.replaced,
          ].map(({ place }) => place.object),
        },
      }
    }
    const policies = failed.group.map(({ policy }) => policy)
    diagnostics.push(...failed.writing.diagnostics)
    for (const policy of policies)
      if (!failed.writing.diagnostics.some(({ place }) => place?.object === policy.place.object))
        diagnostics.push(heldBackBecause(policy, obstacleOf(policies.find((one) => one !== policy) ?? policy)))
    hold(attempts.filter(({ policy }) => policies.includes(policy)))
  }
}

function obstacleOf({ attachment, place }: AuthorizationPolicy): PolicyObstacle {
  return { attachment, what: objectText(place.object), place }
}

/** Policies that decide nothing today. */
function undecided({ effect, dryRun, place }: AuthorizationPolicy): Diagnostic | undefined {
  const spec = place.field('spec')
  if (dryRun) return diagnose(catalogue.ciliumDryRun, spec, {})
  return effect === 'audit' ? diagnose(catalogue.ciliumAudit, spec, {}) : undefined
}

function attempt(policy: AuthorizationPolicy, facts: Facts, options: EmitOptions): PolicyResult {
  if (policy.effect !== 'external') return translatePolicy(policy, facts, options)
  return { boxes: [], refused: true, diagnostics: [diagnose(catalogue.ciliumExternal, policy.place.field('spec'), {})] }
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

function heldBackBecause(policy: AuthorizationPolicy, { what, place, through }: PolicyObstacle): Diagnostic {
  const spec = policy.place.field('spec')
  const related = (message: string) => (place === undefined ? {} : { related: [{ place, message }] })
  return through !== undefined
    ? diagnose(catalogue.ciliumThroughNodes, spec, { service: what }, related('it selects some of the same pods'))
    : diagnose(catalogue.ciliumHeldBack, spec, { other: what }, related('it governs some of the same pods'))
}

function changesFor(policies: readonly AuthorizationPolicy[], written: readonly Written[]): Change[] {
  const added = new Set<Written>()
  return policies.flatMap((policy): Change[] => {
    const causes = [policy.place]
    const own = written.filter(({ policies: replaced }) => replaced.includes(policy))
    const names = own.map(({ object }) => `${object.kind} ${object.metadata.name}`).join(', ')
    const nothing = policy.effect === 'deny' ? 'It denies nothing: no request can match it.' : 'It denies nothing: it lets every client in.'
    const why = own.length === 0 ? nothing : `${names} ${own.length === 1 ? 'replaces' : 'replace'} it.`
    const news = own.filter((one) => !added.has(one))
    for (const one of news) added.add(one)
    const adds = news.map(({ object, policies: replaced, effect }): Change => {
      const objects = replaced.map(({ place }) => objectText(place.object)).join(', ')
      return { kind: 'add', object, causes: replaced.map(({ place }) => place), why: `Replaces ${objects}. ${effect}` }
    })
    return [...adds, { kind: 'remove', target: policy.place.object, causes, why }]
  })
}
