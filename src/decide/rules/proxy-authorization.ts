import type { Place } from '../../diagnostics/place.ts'
import { type AuthorizationPolicy, type AuthorizationRule, rulePredicate } from '../../model/authorization.ts'
import type { NodeAuthorizer } from '../../model/node-routes.ts'
import { always, atomsOf, isAtom, needsHttp, never, type Predicate } from '../../model/predicate.ts'
import type { MeshSettings } from '../../model/settings.ts'
import { authorizerOf } from '../../resolve/external-authorizer.ts'
import type { Truth } from '../../resolve/truth.ts'
import { holds, needsFor } from './atom.ts'
import type { View } from './view.ts'

export interface RuleDecision {
  readonly allowed: Truth
  readonly reason: string
  readonly because: readonly Place[]
  /** What the input would have to tell; only where `allowed` is unknown. */
  readonly needs?: string
}

/**
 * CUSTOM policies as Envoy enforces them: the external authorizer is asked about requests that a rule matches, and `externalAllows` is its
 * answer. Without a usable provider, and with several on one proxy unless the control plane's flag allows that, those requests are denied;
 * an authorizer that speaks HTTP is not asked on a TCP filter chain (istio:pilot/pkg/security/authz/builder/builder.go).
 */
export function externalAuthorization(
  policies: readonly AuthorizationPolicy[],
  view: View,
  settings: MeshSettings,
  externalAllows: Truth,
): RuleDecision {
  const external = policies.filter((policy) => policy.effect === 'external' && !policy.dryRun)
  const severalRefused =
    new Set(external.map((policy) => policy.provider)).size > 1 && settings.flags.PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS !== 'true'
  let doubt: RuleDecision | undefined
  for (const policy of external) {
    const authorizer = authorizerOf(policy, settings)
    if (!severalRefused && authorizer !== 'none' && authorizer !== 'unknown' && authorizer.protocol === 'http' && view.http === undefined)
      continue
    const { truth, rule } = matches(policy, view)
    if (truth === false) continue
    const because = [rule ?? policy.place]
    const unusable = severalRefused || authorizer === 'none'
    const allows = unusable ? false : externalAllows
    if (allows === true) continue
    if (allows === false && truth === true)
      return { allowed: false, reason: unusable ? 'the external authorizer cannot be used' : 'the external authorizer denies', because }
    doubt ??= { allowed: 'unknown', reason: 'an external authorizer is asked', because, needs: 'what the external authorizer answers' }
  }
  return doubt ?? { allowed: true, reason: 'no external authorizer denies', because: [] }
}

/** The same at the proxy of a node, which asks about the requests that a rule of its listener matches. */
export function nodeAuthorization(authorizers: readonly NodeAuthorizer[], view: View, externalAllows: Truth): RuleDecision {
  const doubts: RuleDecision[] = []
  for (const { rules } of authorizers) {
    const matched = rules.map(({ matches: predicate, place }) => ({ truth: holds(predicate, view), place }))
    const because = matched.flatMap(({ truth, place }) => (truth === false ? [] : [place])).slice(0, 1)
    if (because.length === 0 || externalAllows === true) continue
    if (externalAllows === false && matched.some(({ truth }) => truth === true))
      return { allowed: false, reason: 'the external authorizer denies', because }
    doubts.push({ allowed: 'unknown', reason: 'an external authorizer is asked', because, needs: 'what the external authorizer answers' })
  }
  return doubts[0] ?? { allowed: true, reason: 'no external authorizer denies', because: [] }
}

/**
 * ALLOW and DENY policies as Envoy enforces them in a sidecar or a waypoint: DENY before ALLOW, default-deny once an enforced ALLOW policy
 * exists (istio:pilot/pkg/security/authz/builder/builder.go).
 */
export function proxyAuthorization(policies: readonly AuthorizationPolicy[], view: View): RuleDecision {
  const enforced = policies.filter((policy) => !policy.dryRun)
  let doubt: RuleDecision | undefined
  for (const policy of enforced.filter((candidate) => candidate.effect === 'deny')) {
    const { truth, rule, needs } = matches(policy, view)
    if (truth === true) return { allowed: false, reason: `denied by ${policy.namespace}/${policy.name}`, because: [rule ?? policy.place] }
    if (truth === 'unknown')
      doubt ??= { allowed: 'unknown', reason: `${policy.namespace}/${policy.name} may deny`, because: [rule ?? policy.place], ...needs }
  }
  const allows = enforced.filter((candidate) => candidate.effect === 'allow')
  if (allows.length === 0) return doubt ?? { allowed: true, reason: 'no policy denies and none only allows', because: [] }
  let maybe: RuleDecision | undefined
  for (const policy of allows) {
    const { truth, rule, needs } = matches(policy, view)
    if (truth === true)
      return doubt ?? { allowed: true, reason: `allowed by ${policy.namespace}/${policy.name}`, because: [rule ?? policy.place] }
    if (truth === 'unknown')
      maybe ??= { allowed: 'unknown', reason: `${policy.namespace}/${policy.name} may allow`, because: [rule ?? policy.place], ...needs }
  }
  return maybe ?? { allowed: false, reason: 'no ALLOW rule matches', because: allows.map((policy) => policy.place) }
}

interface Match {
  readonly truth: Truth
  /** The rule that matches, or that may. */
  readonly rule: Place | undefined
  readonly needs: { readonly needs?: string }
}

function matches(policy: AuthorizationPolicy, view: View): Match {
  let maybe: Match = { truth: false, rule: undefined, needs: {} }
  for (const rule of policy.rules) {
    const predicate = view.http === undefined ? onTcp(rule, policy.effect) : rulePredicate(rule)
    const truth = holds(predicate, view)
    if (truth === true) return { truth, rule: rule.place, needs: {} }
    if (truth === 'unknown' && maybe.truth === false) maybe = { truth, rule: rule.place, needs: needsFor(predicate, view) }
  }
  return maybe
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
  if (isAtom(predicate)) return needsHttp(predicate) ? undefined : predicate
  switch (predicate.kind) {
    case 'all': {
      const parts = predicate.of.map(withoutHttp).filter((part) => part !== undefined)
      return parts.length === 0 && predicate.of.length > 0 ? undefined : { kind: 'all', of: parts }
    }
    case 'any': {
      // An alternative that loses all its conditions matches everything.
      const parts = predicate.of.map(withoutHttp)
      return parts.some((part) => part === undefined) ? undefined : { kind: 'any', of: parts.filter((part) => part !== undefined) }
    }
    case 'not': {
      const part = withoutHttp(predicate.of)
      return part === undefined ? undefined : { kind: 'not', of: part }
    }
  }
}
