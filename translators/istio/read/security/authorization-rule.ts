import type {
  AuthorizationPolicySpecRules,
  AuthorizationPolicySpecRulesFrom,
  AuthorizationPolicySpecRulesTo,
} from '../../../../src/crd/generated/types/istio/authorization-policy.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { AuthorizationRule, Clause } from '../../../../src/model/authorization.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import { always, type Predicate } from '../../../../src/model/predicate.ts'
import { readCondition } from './authorization-condition.ts'
import { readOperation } from './authorization-operation.ts'
import { readSource } from './authorization-source.ts'
import type { RuleContext } from './rule-context.ts'

interface RuleParts {
  readonly from: readonly Clause[]
  readonly to: readonly Clause[]
  readonly when: readonly Clause[]
}

interface Alternative {
  readonly predicate: Predicate
}

const fromFields: FieldMap<AuthorizationPolicySpecRulesFrom, Alternative, RuleContext> = {
  source: (source, at, context) => ({ predicate: readSource(source, at, context) }),
}

const toFields: FieldMap<AuthorizationPolicySpecRulesTo, Alternative, RuleContext> = {
  operation: (operation, at, context) => ({ predicate: readOperation(operation, at, context) }),
}

const ruleFields: FieldMap<AuthorizationPolicySpecRules, RuleParts, RuleContext> = {
  from: (list, place, context) => ({
    from: clause(
      'source',
      place,
      list.map((item, position) => readFields(fromFields, item, place.index(position), context).predicate),
    ),
  }),
  to: (list, place, context) => ({
    to: clause(
      'operation',
      place,
      list.map((item, position) => readFields(toFields, item, place.index(position), context).predicate),
    ),
  }),
  when: (list, place, context) => ({ when: list.map((item, position) => readCondition(item, place.index(position), context)) }),
}

/** An entry without a source or operation restricts nothing, and neither does an empty list. */
function clause(about: Clause['about'], place: Place, alternatives: readonly (Predicate | undefined)[]): readonly Clause[] {
  return alternatives.length === 0 ? [] : [{ about, alternatives: alternatives.map((alternative) => alternative ?? always), place }]
}

/** One rule. In an allow policy, a value that istiod cannot use makes the rule one that never applies: a clause without alternatives says so. */
export function readAuthorizationRule(
  rule: AuthorizationPolicySpecRules,
  place: Place,
  outer: Omit<RuleContext, 'unusable'>,
): AuthorizationRule {
  const context: RuleContext = { ...outer, unusable: [] }
  const parts = readFields(ruleFields, rule, place, context)
  const clauses = [...(parts.from ?? []), ...(parts.to ?? []), ...(parts.when ?? [])]
  const [first] = context.unusable
  if (first === undefined) return { clauses, place }
  const unusable = context.unusable.map((value) => value.place)
  if (context.effect !== 'allow') return { clauses, place, unusable }
  const atZtunnel = context.unusable.every(({ by }) => by === 'proxies') ? { atZtunnel: clauses } : {}
  return { clauses: [...clauses, { about: 'condition', alternatives: [], place: first.place }], place, unusable, ...atZtunnel }
}
