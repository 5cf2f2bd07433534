import { isGivenByController, type LabelExpression, type LabelSelector } from '../../../../src/model/label-selector.ts'
import { isMap } from './setting-values.ts'

const operators: ReadonlySet<unknown> = new Set(['In', 'NotIn', 'Exists', 'DoesNotExist'])

/**
 * `neverInjectSelector`: pods that meet one of its selectors get no sidecar; an empty selector stands for no pod
 * (istio:pkg/kube/inject/inject.go injectRequired). Undefined where it is not known which pods they are.
 */
export function readSelectors(value: unknown): readonly LabelSelector[] | undefined {
  if (!Array.isArray(value)) return undefined
  const selectors = value.map(readSelector)
  if (!selectors.every((selector) => selector !== undefined)) return undefined
  return selectors.filter(({ labels, expressions }) => Object.keys(labels).length > 0 || expressions.length > 0)
}

function readSelector(value: unknown): LabelSelector | undefined {
  if (!isMap(value)) return undefined
  const { matchLabels, matchExpressions, ...others } = value
  const expressions = readExpressions(matchExpressions ?? [])
  const labels = isMap(matchLabels ?? {}) ? (matchLabels ?? {}) : undefined
  if (expressions === undefined || !isTexts(labels) || Object.keys(others).length > 0) return undefined
  const keys = [...Object.keys(labels), ...expressions.map(({ key }) => key)]
  return keys.some((key) => isGivenByController(key)) ? undefined : { labels, expressions }
}

function readExpressions(value: unknown): readonly LabelExpression[] | undefined {
  if (!Array.isArray(value)) return undefined
  const read = value.map((one: unknown): LabelExpression | undefined => {
    if (!isMap(one) || typeof one.key !== 'string' || !operators.has(one.operator)) return undefined
    const values: unknown = one.values ?? []
    const listed = Array.isArray(values) && values.every((item): item is string => typeof item === 'string') ? values : undefined
    const wanted = one.operator === 'In' || one.operator === 'NotIn'
    if (listed === undefined || wanted !== listed.length > 0) return undefined
    return { key: one.key, operator: one.operator as LabelExpression['operator'], values: listed }
  })
  return read.every((one) => one !== undefined) ? read : undefined
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isMap(value) && Object.values(value).every((one) => typeof one === 'string')
}
