import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { AuthorizationPolicy } from '../../../src/model/authorization.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { PolicyObstacle } from '../refusals/obstacles.ts'
import { divisionsOf } from './divided.ts'
import type { Facts } from './facts.ts'
import { attachmentsMayOverlap } from './overlap.ts'
import { type PolicyResult, translatePolicy } from './policy.ts'

/** A policy that may be translated, and what Cilium would have to say for it. */
interface Candidate {
  readonly policy: AuthorizationPolicy
  readonly result: PolicyResult
}

/**
 * AuthorizationPolicies that may still be translated, and what keeps the policies of some pods on sidecars. A policy that is held back becomes
 * an obstacle to the others of its pods, so that a draft only gets smaller.
 */
export interface Draft {
  readonly candidates: readonly Candidate[]
  readonly obstacles: readonly PolicyObstacle[]
  readonly diagnostics: readonly Diagnostic[]
}

/** All policies that decide something today, less those that Cilium cannot say. */
export function draftOf(
  policies: readonly AuthorizationPolicy[],
  facts: Facts,
  obstacles: readonly PolicyObstacle[],
  conditionsOf: (policy: AuthorizationPolicy) => EmitOptions,
): Draft {
  const candidates = policies
    .filter((policy) => withoutEffect(policy) === undefined)
    .map((policy) => ({ policy, result: resultOf(policy, facts, conditionsOf(policy)) }))
  const refused = candidates.filter(({ result }) => result.refused)
  const draft = { candidates, obstacles, diagnostics: policies.flatMap((policy) => withoutEffect(policy) ?? []) }
  return without(
    draft,
    refused.map(({ policy }) => policy),
    refused.flatMap(({ result }) => result.diagnostics),
  )
}

/** Holds back each policy that shares pods with an obstacle, unless it can be divided, and with it those that share pods with the policy. */
export function withoutObstructed(draft: Draft, facts: Facts): Draft {
  let rest = draft
  for (let next = obstructed(rest, facts); next !== undefined; next = obstructed(rest, facts))
    rest = without(rest, [next.policy], [heldBackBecause(next.policy, next.obstacle)])
  return rest
}

function obstructed({ candidates, obstacles }: Draft, facts: Facts): { policy: AuthorizationPolicy; obstacle: PolicyObstacle } | undefined {
  for (const { policy } of candidates) {
    const obstacle = obstacles.find(({ attachment }) => attachmentsMayOverlap(attachment, policy.attachment))
    if (obstacle !== undefined && divisionsOf(policy, obstacles, facts) === undefined) return { policy, obstacle }
  }
  return undefined
}

/** Holds policies back. */
export function without(draft: Draft, policies: readonly AuthorizationPolicy[], because: readonly Diagnostic[]): Draft {
  return {
    candidates: draft.candidates.filter(({ policy }) => !policies.includes(policy)),
    obstacles: [...draft.obstacles, ...policies.map(obstacleOf)],
    diagnostics: [...draft.diagnostics, ...because],
  }
}

/** A policy that stays on sidecars, as an obstacle to others. */
export function obstacleOf({ attachment, place }: AuthorizationPolicy): PolicyObstacle {
  return { attachment, what: objectText(place.object), place }
}

export function heldBackBecause(policy: AuthorizationPolicy, { what, place, through }: PolicyObstacle): Diagnostic {
  const spec = policy.place.field('spec')
  const related = (message: string) => (place === undefined ? {} : { related: [{ place, message }] })
  return through !== undefined
    ? diagnose(catalogue.ciliumThroughNodes, spec, { service: what }, related('it selects some of the same pods'))
    : diagnose(catalogue.ciliumHeldBack, spec, { other: what }, related('it governs some of the same pods'))
}

/** What is said of a policy that decides nothing today: a dry run, or AUDIT. */
export function withoutEffect({ effect, dryRun, place }: AuthorizationPolicy): Diagnostic | undefined {
  const spec = place.field('spec')
  if (dryRun) return diagnose(catalogue.ciliumDryRun, spec, {})
  return effect === 'audit' ? diagnose(catalogue.ciliumAudit, spec, {}) : undefined
}

function resultOf(policy: AuthorizationPolicy, facts: Facts, options: EmitOptions): PolicyResult {
  if (policy.effect !== 'external') return translatePolicy(policy, facts, options)
  return { boxes: [], refused: true, diagnostics: [diagnose(catalogue.ciliumExternal, policy.place.field('spec'), {})] }
}
