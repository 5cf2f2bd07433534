import type { AuthorizationPolicy, AuthorizationRule } from '../../../model/authorization.ts'
import type { NodeAuthorizer } from '../../../model/node-routes.ts'
import { atomsOf, isAtom, needsHttp, type Predicate } from '../../../model/predicate.ts'
import type { MeshSettings } from '../../../model/settings.ts'
import { authorizerKey, authorizerOf, keyOfAuthorizer } from '../../../resolve/external-authorizer.ts'
import { externalAnswerOf } from '../attribute.ts'
import { allOf, anyOf, type Condition, choice, neverTrue, notOf } from '../condition.ts'
import { conditionOf } from './atom.ts'
import type { SeenRequest } from './view.ts'

/**
 * The requests that Envoy's authorization lets through in a sidecar or a waypoint: what no external authorizer refuses, whose token is not
 * refused, what no DENY rule matches and, where there are ALLOW policies, one of them does
 * (istio:pilot/pkg/networking/core/listener_builder.go, pilot/pkg/security/authz/builder/builder.go).
 */
export function proxyAllows(policies: readonly AuthorizationPolicy[], seen: SeenRequest, settings: MeshSettings): Condition {
  const enforced = policies.filter(({ dryRun, effect }) => !dryRun && effect !== 'audit')
  const of = (effect: AuthorizationPolicy['effect']): AuthorizationPolicy[] => enforced.filter((policy) => policy.effect === effect)
  const allows = of('allow')
  return allOf([
    notOf(externalRefuses(of('external'), seen, settings)),
    notOf(seen.http?.token.refused ?? neverTrue),
    notOf(anyOf(of('deny').map((policy) => matched(policy, seen)))),
    ...(allows.length === 0 ? [] : [anyOf(allows.map((policy) => matched(policy, seen)))]),
  ])
}

/** Without a usable provider, or with several where only one is possible, whatever a CUSTOM policy matches is denied (builder.go getBadCustomDenyRules). */
function externalRefuses(policies: readonly AuthorizationPolicy[], seen: SeenRequest, settings: MeshSettings): Condition {
  const providers = new Set(policies.map(({ provider }) => provider))
  const tooMany = providers.size > 1 && settings.flags.PILOT_ENABLE_MULTIPLE_CUSTOM_AUTHZ_PROVIDERS !== 'true'
  return anyOf(
    policies.map((policy) => {
      const authorizer = authorizerOf(policy, settings)
      if (authorizer === 'none' || tooMany) return matched(policy, seen)
      if (authorizer !== 'unknown' && authorizer.protocol === 'http' && seen.http === undefined) return neverTrue
      return allOf([matched(policy, seen), choice(externalAnswerOf(authorizerKey(policy.provider, settings)), 'deny')])
    }),
  )
}

/** What the authorizers of a listener at a node refuse, of the requests that its rules match. */
export function nodeRefuses(authorizers: readonly NodeAuthorizer[], seen: SeenRequest): Condition {
  return anyOf(
    authorizers.map(({ authorizer, rules }) =>
      allOf([anyOf(rules.map(({ matches }) => conditionOf(matches, seen))), choice(externalAnswerOf(keyOfAuthorizer(authorizer)), 'deny')]),
    ),
  )
}

function matched(policy: AuthorizationPolicy, seen: SeenRequest): Condition {
  return anyOf(policy.rules.map((rule) => ruleCondition(rule, policy.effect, seen)))
}

/** On a TCP filter chain an ALLOW rule with an HTTP condition is lost, and other rules lose those conditions (authz/model/model.go generatePolicy). */
function ruleCondition(rule: AuthorizationRule, effect: AuthorizationPolicy['effect'], seen: SeenRequest): Condition {
  if (seen.http !== undefined)
    return allOf(rule.clauses.map((clause) => anyOf(clause.alternatives.map((alternative) => conditionOf(alternative, seen)))))
  const alternatives = rule.clauses.flatMap((clause) => clause.alternatives)
  if (effect === 'allow' && alternatives.some((alternative) => [...atomsOf(alternative)].some(needsHttp))) return neverTrue
  return allOf(rule.clauses.map((clause) => anyOf(clause.alternatives.map((alternative) => conditionOf(withoutHttp(alternative), seen)))))
}

/** What is left of a condition when the parts that need HTTP are taken for true, wherever they stand. */
function withoutHttp(predicate: Predicate): Predicate {
  if (isAtom(predicate)) return needsHttp(predicate) ? { kind: 'all', of: [] } : predicate
  switch (predicate.kind) {
    case 'all':
      return { kind: 'all', of: predicate.of.map(withoutHttp) }
    case 'any':
      return predicate.of.some((part) => [...atomsOf(part)].some(needsHttp) && isBare(part))
        ? { kind: 'all', of: [] }
        : { kind: 'any', of: predicate.of.map(withoutHttp) }
    case 'not':
      return isBare(predicate.of) ? { kind: 'all', of: [] } : { kind: 'not', of: withoutHttp(predicate.of) }
  }
}

/** Nothing but conditions that need HTTP. */
function isBare(predicate: Predicate): boolean {
  const atoms = [...atomsOf(predicate)]
  return atoms.length > 0 && atoms.every(needsHttp)
}
