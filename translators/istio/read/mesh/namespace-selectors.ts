import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { ReadContext } from '../../../../src/model/dialect.ts'
import type { LabelSelector } from '../../../../src/model/label-selector.ts'
import { readSelectors } from './injector-selectors.ts'
import { isMap } from './setting-values.ts'

/**
 * Selectors of namespaces, one of which has to be met. An empty one is met by all, so that the others say nothing
 * (kubernetes: "an empty label selector matches all objects").
 */
export function selectorsAt(value: unknown, at: Place, context: ReadContext): readonly LabelSelector[] | undefined {
  const selectors = readSelectors(value)
  if (selectors === undefined) {
    context.diagnostics.push(
      diagnose(catalogue.meshSettingInvalid, at, { value: JSON.stringify(value), wanted: 'a list of label selectors' }),
    )
    return undefined
  }
  return Array.isArray(value) && value.some(isEmpty) ? [{ labels: {}, expressions: [] }] : selectors
}

function isEmpty(value: unknown): boolean {
  if (!isMap(value)) return false
  const { matchLabels, matchExpressions } = value
  const labels = isMap(matchLabels) ? Object.keys(matchLabels) : []
  return labels.length === 0 && !(Array.isArray(matchExpressions) && matchExpressions.length > 0)
}
