import type { Place } from '../../../../src/diagnostics/place.ts'
import { any, not, type Predicate } from '../../../../src/model/predicate.ts'
import type { RuleContext, Unusable } from './rule-context.ts'

/** The conditions that one written value stands for, any of which is enough, or that istiod cannot use it. */
export type ValueReader = (value: string, at: Place, context: RuleContext) => readonly Predicate[] | Unusable

/** Any of the values. Undefined when no value is usable: the field then restricts nothing. */
export function anyOfValues(values: readonly string[], at: Place, context: RuleContext, read: ValueReader): Predicate | undefined {
  const alternatives: Predicate[] = []
  for (const [position, value] of values.entries()) {
    const place = at.index(position)
    const conditions = read(value, place, context)
    if (typeof conditions === 'string') context.unusable.push({ place, by: conditions })
    else alternatives.push(...conditions)
  }
  return alternatives.length === 0 ? undefined : any(alternatives)
}

/** None of the values. */
export function noneOfValues(values: readonly string[], at: Place, context: RuleContext, read: ValueReader): Predicate | undefined {
  const found = anyOfValues(values, at, context, read)
  return found === undefined ? undefined : not(found)
}
