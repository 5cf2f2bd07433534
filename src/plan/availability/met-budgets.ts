import type { Place } from '../../diagnostics/place.ts'
import { isRecord } from '../../manifest/object/identity.ts'
import { groupOf } from '../../model/api-group.ts'
import { type LabelExpression, meetsSelector } from '../../model/label-selector.ts'
import type { SourceObject } from '../../model/object.ts'
import type { PodCount } from '../../model/replicas.ts'
import type { Labels, Workload } from '../../model/workload.ts'

/**
 * A PodDisruptionBudget about pods that restart. A restart does not ask it, and the pods that are not ready meanwhile count in it
 * (kubernetes.io, "Disruptions"): an eviction, such as that of a drained node, may be refused until the restart is through.
 */
export interface MetBudget {
  readonly place: Place
  /** The number of pods of which it allows no eviction at any time; absent where it allows one, or the input does not say. */
  readonly forbids?: number
}

/** The PodDisruptionBudgets of the input that select pods of `restarted`. */
export function metBudgets(
  all: readonly Workload[],
  restarted: readonly Workload[],
  objects: readonly SourceObject[],
  podsOf: (workload: Workload) => PodCount | undefined,
): readonly MetBudget[] {
  return objects.filter(isBudget).flatMap((object): MetBudget[] => {
    const isMet = (one: Workload) => one.namespace === object.ref.namespace && selectsPods(object, one.labels)
    if (!restarted.some(isMet)) return []
    const counts = all.filter(isMet).map(podsOf)
    const pods = counts.every((count) => count !== undefined) ? counts.reduce((sum, { low }) => sum + low, 0) : undefined
    const place = object.place.field('spec')
    return [forbidsAll(object, pods) ? { place, forbids: pods ?? 0 } : { place }]
  })
}

function isBudget({ ref }: SourceObject): boolean {
  return ref.kind === 'PodDisruptionBudget' && groupOf(ref.apiVersion) === 'policy'
}

/** Whether a PodDisruptionBudget selects pods; without a selector it selects none, and with an empty one all of its namespace. */
export function selectsPods({ value }: SourceObject, labels: Labels): boolean {
  const selector = isRecord(value.spec) ? value.spec.selector : undefined
  if (!isRecord(selector)) return false
  const expressions = (Array.isArray(selector.matchExpressions) ? selector.matchExpressions : []) as LabelExpression[]
  return meetsSelector(
    {
      labels: (isRecord(selector.matchLabels) ? selector.matchLabels : {}) as Labels,
      expressions: expressions.map((one) => ({ ...one, values: one.values ?? [] })),
    },
    labels,
  )
}

/** Shares of pods are rounded up, in both fields (kubernetes:pkg/controller/disruption/disruption.go getExpectedPodCount). */
function forbidsAll({ value }: SourceObject, pods: number | undefined): boolean {
  const { minAvailable, maxUnavailable } = isRecord(value.spec) ? value.spec : {}
  if (maxUnavailable !== undefined) return amountOf(maxUnavailable, pods ?? 1) === 0
  if (minAvailable === '100%') return true
  return minAvailable !== undefined && pods !== undefined && pods > 0 && amountOf(minAvailable, pods) >= pods
}

function amountOf(amount: unknown, pods: number): number {
  const share = /^(\d+)%$/.exec(String(amount))?.[1]
  return share === undefined ? Number(amount) : Math.ceil((Number(share) * pods) / 100)
}
