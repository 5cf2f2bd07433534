import type { Evidence } from '../evidence.ts'
import { type Range, times } from '../range.ts'
import type { WeightName, Weights } from '../settings/weights.ts'

/** Work that is done once, work of each namespace, of each resource, and what it takes to trust and to roll out the result. */
export const ledgers = ['platform', 'namespaces', 'resources', 'verification'] as const

export type Ledger = (typeof ledgers)[number]

/** Work of one kind, before it is weighed. */
export interface Work {
  readonly ledger: Ledger
  readonly weight: WeightName
  readonly what: string
  readonly count: number
  /** Why it may come to less or to more; absent where it does not. */
  readonly spread?: string
  readonly evidence: readonly Evidence[]
}

export interface EffortItem extends Work {
  readonly points: Range
}

/** Work in points; what there is none of is left out. */
export function weighed(work: readonly Work[], weights: Weights): readonly EffortItem[] {
  return work.filter(({ count }) => count > 0).map((one) => ({ ...one, points: times(weights[one.weight], one.count) }))
}
