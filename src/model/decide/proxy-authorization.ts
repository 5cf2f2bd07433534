import type { Place } from '../../diagnostics/place.ts'
import { type AuthorizationPolicy, type AuthorizationRule, rulePredicate } from '../authorization.ts'
import { always, atomsOf, needsHttp, never, type Predicate } from '../predicate.ts'
import { holds } from './atom.ts'
import { or, type Truth } from './truth.ts'
import type { View } from './view.ts'

export interface RuleDecision {
  readonly allowed: Truth
  readonly reason: string
  readonly because: readonly Place[]
}

/**
 * AuthorizationPolicies as Envoy enforces them in a sidecar or a waypoint: DENY before ALLOW, default-deny once an enforced ALLOW policy
 * exists (istio:pilot/pkg/security/authz/builder/builder.go). External authorizers are asked first; whether they would deny is the
 * caller's `externalAllows`.
 */
export function proxyAuthorization(policies: readonly AuthorizationPolicy[], view: View, externalAllows: Truth): RuleDecision {
  const enforced = policies.filter((policy) => !policy.dryRun && policy.effect !== 'audit')
  let doubt: RuleDecision | undefined
  for (const policy of enforced.filter((candidate) => candidate.effect === 'external')) {
    const { truth, rule } = matches(policy, view)
    if (truth === false) continue
    if (externalAllows === false && truth === true)
      return { allowed: false, reason: 'the external authorizer denies', because: [rule ?? policy.place] }
    if (externalAllows !== true)
      doubt ??= { allowed: 'unknown', reason: 'an external authorizer is asked', because: [rule ?? policy.place] }
  }
  for (const policy of enforced.filter((candidate) => candidate.effect === 'deny')) {
    const { truth, rule } = matches(policy, view)
    if (truth === true) return { allowed: false, reason: `denied by ${policy.namespace}/${policy.name}`, because: [rule ?? policy.place] }
    if (truth === 'unknown')
      doubt ??= { allowed: 'unknown', reason: `${policy.namespace}/${policy.name} may deny`, because: [rule ?? policy.place] }
  }
  const allows = enforced.filter((candidate) => candidate.effect === 'allow')
  if (allows.length === 0) return doubt ?? { allowed: true, reason: 'no policy denies and none only allows', because: [] }
  let maybe: RuleDecision | undefined
  for (const policy of allows) {
    const { truth, rule } = matches(policy, view)
    if (truth === true)
      return doubt ?? { allowed: true, reason: `allowed by ${policy.namespace}/${policy.name}`, because: [rule ?? policy.place] }
    if (truth === 'unknown')
      maybe ??= { allowed: 'unknown', reason: `${policy.namespace}/${policy.name} may allow`, because: [rule ?? policy.place] }
  }
  return maybe ?? { allowed: false, reason: 'no ALLOW rule matches', because: allows.map((policy) => policy.place) }
}

function matches(policy: AuthorizationPolicy, view: View): { truth: Truth; rule: Place | undefined } {
  let first: Place | undefined
  const truth = or(
    policy.rules.map((rule) => {
      const result = holds(view.http === undefined ? onTcp(rule, policy.effect) : rulePredicate(rule), view)
      if (result !== false) first ??= rule.place
      return result
    }),
  )
  return { truth, rule: first }
}

/**
 * A rule on a TCP filter chain: an ALLOW rule that speaks of HTTP is dropped whole; in other rules the HTTP conditions are skipped, which
 * makes them match more (istio:pilot/pkg/security/authz/model/model.go generatePolicy).
 */
function onTcp(rule: AuthorizationRule, effect: AuthorizationPolicy['effect']): Predicate {
  const predicate = rulePredicate(rule)
  if (effect === 'allow') return [...atomsOf(predicate)].some(needsHttp) ? never : predicate
  return withoutHttp(predicate) ?? always
}

/** The predicate without its HTTP conditions; undefined when nothing is left. */
function withoutHttp(predicate: Predicate): Predicate | undefined {
  switch (predicate.kind) {
    case 'all': {
      const parts = predicate.of.map(withoutHttp).filter((part) => part !== undefined)
      return parts.length === 0 && predicate.of.length > 0 ? undefined : { kind: 'all', of: parts }
    }
    case 'any': {
      if (predicate.of.length === 0) return predicate
      // An alternative that loses all its conditions matches everything.
      const parts = predicate.of.map(withoutHttp)
      return parts.some((part) => part === undefined) ? undefined : { kind: 'any', of: parts.filter((part) => part !== undefined) }
    }
    case 'not': {
      const part = withoutHttp(predicate.of)
      return part === undefined ? undefined : { kind: 'not', of: part }
    }
    default:
      return needsHttp(predicate) ? undefined : predicate
  }
}
