import type { AuthorizationPolicySpecRulesWhen } from '../../../../src/crd/generated/types/istio/authorization-policy.ts'
import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { Clause } from '../../../../src/model/authorization.ts'
import { type FieldMap, readFields } from '../../../../src/model/fields.ts'
import { all, type Predicate } from '../../../../src/model/predicate.ts'
import { conditionReader } from './condition-keys.ts'
import { lossText, type RuleContext } from './rule-context.ts'
import { anyOfValues, noneOfValues, type ValueReader } from './value-list.ts'

type When = AuthorizationPolicySpecRulesWhen

interface KeyContext extends RuleContext {
  readonly readValue: ValueReader
}

interface Conditions {
  readonly values: Predicate | undefined
  readonly notValues: Predicate | undefined
}

const fields: FieldMap<When, Conditions, KeyContext> = {
  key: () => ({}),
  values: (list, at, context) => ({ values: anyOfValues(list, at, context, context.readValue) }),
  notValues: (list, at, context) => ({ notValues: noneOfValues(list, at, context, context.readValue) }),
}

/** One `when` entry. A clause without alternatives makes the rule one that never applies. */
export function readCondition(when: When, place: Place, context: RuleContext): Clause {
  const key = when.key ?? ''
  const found = conditionReader(key)
  const keyPlace = place.field('key')
  if (found === 'unknown') {
    context.diagnostics.push(diagnose(catalogue.unknownConditionKey, keyPlace, { key }))
    return { about: 'condition', alternatives: [], place }
  }
  if (found === 'nameless') {
    context.diagnostics.push(diagnose(catalogue.badConditionKey, keyPlace, { key, effect: lossText(context) }))
    context.unusable.push({ place: keyPlace, by: 'everybody' })
    return { about: 'condition', alternatives: [all([])], place }
  }
  const read = readFields(fields, when, place, { ...context, readValue: found })
  return { about: 'condition', alternatives: [all([read.values, read.notValues].filter((part) => part !== undefined))], place }
}
