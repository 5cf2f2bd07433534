import { emissionIf, movesIf } from '../supposing.ts'
import type { Translation } from '../translation.ts'
import { causesOfHolding, type HoldingCause } from './causes.ts'
import { type PendingDecision, suppositionOf } from './decision.ts'
import { settling } from './decisions.ts'

/** The decisions that can be tried, those that show up behind others included, and what keeps the rest back once all are taken. */
export interface Layers {
  readonly decisions: readonly PendingDecision[]
  readonly remaining: readonly HoldingCause[]
}

const layersAtMost = 4

/**
 * What holds a workload may hide a second reason to hold it: an unread template, and behind it a ServiceEntry that ambient mode cannot use.
 * So all decisions are taken at once, and what still holds then is a decision of its own, until nothing new shows up. What holds nothing but a
 * Namespace (a policy in one without workloads) is not one: nothing waits for it.
 */
export function withThoseBehind(translation: Translation, first: readonly PendingDecision[], titleOf: (code: string) => string): Layers {
  let decisions = first
  for (let layer = 1; ; layer += 1) {
    const supposed = suppositionOf(decisions)
    const emission = emissionIf(translation, supposed)
    const remaining = causesOfHolding(emission, titleOf)
    const behind = settling(translation, remaining, supposed, emission).filter(
      ({ wayOut, resources }) => wayOut.kind !== 'edit' && resources.length > 0,
    )
    if (behind.length === 0 || layer === layersAtMost) return { decisions, remaining }
    const alone = (one: PendingDecision): PendingDecision => ({ ...one, moves: movesIf(translation, suppositionOf([one])) })
    decisions = [...decisions, ...behind.map(alone)]
  }
}
