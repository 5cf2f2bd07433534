import { objectKey } from '../account/fates.ts'
import { compareText, type ObjectRef, objectText } from '../diagnostics/place.ts'
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
    decisions = withBehind(decisions, behind).map((one) =>
      decisions.includes(one) ? one : { ...one, moves: movesIf(translation, suppositionOf([one])) },
    )
  }
}

/**
 * What shows up behind a decision for the same cause is the same decision about more objects: of five policies whose pods the input lacks the
 * translator names the next one only when the one before is gone.
 */
function withBehind(decisions: readonly PendingDecision[], behind: readonly PendingDecision[]): readonly PendingDecision[] {
  const all = [...decisions]
  for (const one of behind) {
    const at = all.findIndex((known) => isSameCause(known, one))
    if (at < 0) all.push(one)
    else all[at] = joined(all[at]!, one)
  }
  return all
}

function isSameCause(a: PendingDecision, b: PendingDecision): boolean {
  const codes = ({ causes }: PendingDecision): string => causes.map(({ code }) => code).join()
  return a.wayOut.kind === 'without' && b.wayOut.kind === 'without' && codes(a) === codes(b)
}

function joined(known: PendingDecision, one: PendingDecision): PendingDecision {
  const objects = [known, one].flatMap(({ wayOut }) => (wayOut.kind === 'without' ? wayOut.objects : []))
  const causes = known.causes.map((cause, index) => ({
    ...cause,
    resources: distinct([...cause.resources, ...one.causes[index]!.resources]),
    objects: distinct([...cause.objects, ...one.causes[index]!.objects]),
  }))
  const { asks } = known.wayOut as Extract<PendingDecision['wayOut'], { kind: 'without' }>
  const wayOut = { kind: 'without' as const, objects: distinct(objects), ...(asks === undefined ? {} : { asks }) }
  return { wayOut, causes, resources: distinct([...known.resources, ...one.resources]) }
}

function distinct(refs: readonly ObjectRef[]): readonly ObjectRef[] {
  const known = new Map(refs.map((ref) => [objectKey(ref), ref]))
  return [...known.values()].sort((a, b) => compareText(objectText(a), objectText(b)))
}
