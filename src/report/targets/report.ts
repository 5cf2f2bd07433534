import { compareText } from '../../diagnostics/place.ts'
import type { Review } from '../review/review.ts'
import { amountsOf } from '../translation/moves.ts'
import { differenceNotes, differenceVerdictOrder } from '../verify/report.ts'

/** The reviews of one input for several targets, in the order in which they were named. */
export interface ReviewsReport {
  readonly reviews: readonly { readonly target: string; readonly review: Review }[]
}

/** A line of the comparison: what is counted, and what it is for each target. */
export type TargetRow = readonly [label: string, ...values: string[]]

/** What each target makes of the whole. */
export function countRows({ reviews }: ReviewsReport): TargetRow[] {
  const row = (label: string, value: (review: Review) => string): TargetRow => [label, ...reviews.map(({ review }) => value(review))]
  return [
    ...differenceVerdictOrder
      .filter((verdict) => verdict !== 'identified')
      .map((verdict) => row(verdict, (one) => verdictCount(one, verdict))),
    row('parts equal', ({ comparison }) => {
      if (comparison === undefined) return 'not verified'
      return `${comparison.parts.equal} of ${Object.values(comparison.parts).reduce((sum, count) => sum + count, 0)}`
    }),
    row('move', ({ moves }) => String(moves === undefined ? 0 : amountsOf(moves).moving)),
    row('stay', ({ moves }) => String(moves === undefined ? 0 : amountsOf(moves).staying)),
    row('resources refused', ({ refusedResources = 0 }) => String(refusedResources)),
    row('kinds of findings to decide', ({ questions }) => String(questions.length)),
    row('objects to delete', ({ deletions }) => String(deletions.length)),
    row('output', ({ refused }) => (refused ? 'refused' : 'can be applied')),
  ]
}

function verdictCount({ comparison }: Review, verdict: string): string {
  if (comparison === undefined) return 'not verified'
  const own = comparison.differences.filter((difference) => difference.verdict === verdict)
  const notes = differenceNotes(own)
  return notes === '' ? String(own.length) : `${own.length} (${notes})`
}

/** What becomes of each workload or policy that any of the targets is about: it moves, or stays because of a finding. */
export function objectRows({ reviews }: ReviewsReport): TargetRow[] {
  const sides = reviews.map(({ review: { moves } }) => {
    const moving = (moves?.objects ?? []).map(({ object }) => [object, 'moves'] as const)
    const staying = (moves?.stays ?? []).map(
      ({ object, cause }) => [object, cause === undefined ? 'stays' : `stays (${cause.code})`] as const,
    )
    return new Map([...moving, ...staying])
  })
  const objects = [...new Set(sides.flatMap((side) => [...side.keys()]))].sort(compareText)
  return objects.map((object) => [object, ...sides.map((side) => side.get(object) ?? '-')])
}
