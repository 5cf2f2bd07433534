import type { AuthorizationPolicy, AuthorizationRule, Clause } from '../../../src/model/authorization.ts'
import type { Predicate } from '../../../src/model/predicate.ts'
import { placeAt } from './seen.ts'

/** A clause: what it is about, and the alternatives of which one has to hold. */
export function clause(about: Clause['about'], ...alternatives: readonly Predicate[]): Clause {
  return { about, alternatives, place: placeAt(about) }
}

export function rule(name: string, ...clauses: readonly Clause[]): AuthorizationRule {
  return { clauses, place: placeAt(name) }
}

/** A policy `shop/NAME` for all pods of its namespace. */
export function policy(
  name: string,
  effect: AuthorizationPolicy['effect'],
  rules: readonly AuthorizationRule[],
  changes: Partial<AuthorizationPolicy> = {},
): AuthorizationPolicy {
  return {
    name,
    namespace: 'shop',
    effect,
    dryRun: false,
    attachment: { scope: 'namespace', namespace: 'shop' },
    rules,
    labels: {},
    annotations: {},
    place: placeAt(name),
    ...changes,
  }
}
