import { compareText } from '../../diagnostics/place.ts'
import { sortUnread } from '../../model/unread.ts'
import type { Comparison, Difference } from '../comparison.ts'
import { differenceId } from '../lists/accept-list.ts'

const order: readonly Difference['verdict'][] = ['wider', 'narrower', 'rerouted', 'undetermined', 'identified']

/** Several comparisons as one: their parts are counted together, and a difference that several of them found is reported once. */
export function mergedComparison(list: readonly Comparison[]): Comparison {
  const [only] = list
  if (only !== undefined && list.length === 1) return only
  const differences = new Map(list.flatMap((one) => one.differences).map((difference) => [differenceId(difference), difference]))
  const outside = new Map(list.flatMap((one) => one.outside).map((one) => [JSON.stringify([one.what, one.place.object]), one]))
  const sum = (verdict: keyof Comparison['parts']) => list.reduce((count, { parts }) => count + parts[verdict], 0)
  return {
    parts: {
      equal: sum('equal'),
      wider: sum('wider'),
      narrower: sum('narrower'),
      rerouted: sum('rerouted'),
      undetermined: sum('undetermined'),
      identified: sum('identified'),
    },
    differences: [...differences.values()].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict)),
    outside: [...outside.values()],
    unread: sortUnread([
      ...new Map(list.flatMap(({ unread }) => unread).map((one) => [JSON.stringify([one.what, one.span]), one])).values(),
    ]),
    unreadReviewed: list.some(({ unreadReviewed }) => unreadReviewed),
    assumptions: [...new Set(list.flatMap(({ assumptions }) => assumptions))].sort(compareText),
  }
}
