import type { AuthorizationPolicy } from '../../../src/model/authorization.ts'
import { writeRule } from '../../../translators/istio-ambient/emit/authorization/written-rule.ts'
import { type TermRule, termRules } from '../../../translators/istio-ambient/migration/policy/terms.ts'
import { meshOf, policy } from './translating.ts'

const selector = { matchLabels: { app: 'shelf' } }

/** A policy of namespace `prod` with these rules. */
export function policyWith(rules: readonly object[], more: object = {}): AuthorizationPolicy {
  return meshOf(policy('p', { selector, rules, ...more })).authorization[0]!
}

/** One rule, as the emitters see it. */
export function ruleOf(rule: object): TermRule {
  return termRules(policyWith([rule]))[0]!
}

/** A rule as it would be written. */
export function spelled({ clauses }: Pick<TermRule, 'clauses'> | { readonly clauses: Parameters<typeof writeRule>[0] }): object {
  return writeRule(clauses)
}

export const from = (...sources: readonly object[]): object => ({ from: sources.map((source) => ({ source })) })
export const to = (...operations: readonly object[]): object => ({ to: operations.map((operation) => ({ operation })) })
export const when = (key: string, condition: object): object => ({ when: [{ key, ...condition }] })
