import type { PendingDecision } from '../../estimate/decision.ts'
import { namedWayOut } from '../../estimate/since.ts'
import { wayOutText } from '../../estimate/way-out-text.ts'
import { bringsText } from '../estimate/decisions-text.ts'
import { unitText } from '../estimate/unit-text.ts'
import { amountText, findingLine } from '../findings/text.ts'
import type { Style } from '../format.ts'
import { type PlanReport, unitOf } from './report.ts'

/** So many decisions are listed before the rest is only counted. */
const enough = 5

/** What would let more move: a title, then each decision with what it brings when it is taken first. */
export function pendingLines({ pending, target }: Pick<PlanReport, 'pending' | 'target'>, detail: Style['detail']): readonly string[] {
  if (pending === undefined) return []
  const { decisions, together, today, moves, withAll } = pending
  const unit = unitOf(target)
  const shown = detail === 'full' ? decisions : decisions.slice(0, enough)
  const left = decisions.length - shown.length
  const number = (one: PendingDecision) => decisions.indexOf(one) + 1
  return [
    'What would help: a decision that is taken first, and then this plan again',
    ...shown.map((one) => {
      const codes = one.causes.map(({ code }) => code).join(', ')
      const such = one.moves === undefined ? `, such as ${findingLine(one.causes[0]!.example)}` : ''
      return `${number(one)} ${wayOutText(namedWayOut(one.wayOut))} (${codes}): ${bringsText(one, today, unit)}${such}`
    }),
    ...(left === 0 ? [] : [`and ${amountText(left, 'more decision')}: unsidecar estimate`]),
    ...(together.length > 1 && moves > today
      ? [`together ${together.map(number).join(', ')}: then ${unitText(moves, unit)} can move`]
      : []),
    ...(withAll > Math.max(moves, today) ? [`all that were tried: then ${unitText(withAll, unit)} can move`] : []),
    ...(withAll > today ? [] : ['with all that were tried, nothing more can move']),
  ]
}
