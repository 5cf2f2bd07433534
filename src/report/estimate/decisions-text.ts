import { spanOf } from '../../diagnostics/diagnostic.ts'
import type { PendingDecision, WayOut } from '../../estimate/decision.ts'
import type { Estimate } from '../../estimate/estimate.ts'
import { namedWayOut } from '../../estimate/since.ts'
import { wayOutText } from '../../estimate/way-out-text.ts'
import { textLines } from '../escape/lines.ts'
import { amountText, findingLine, positionText } from '../findings/text.ts'
import type { Style } from '../format.ts'
import { plain } from '../paint.ts'
import { wrapped } from '../wrapped.ts'
import { unitText } from './unit-text.ts'

/** What a lead has to decide, the decision that most resources wait for first, and what each of them would bring. */
export function decisionsText(
  { decisions, best, moves, readiness, remaining, untried }: Estimate,
  { paint = plain, detail = 'brief' }: Partial<Style> = {},
): string {
  const lines = decisions.flatMap((decision, index) => {
    const [cause, ...others] = decision.causes
    const namespaces = new Set(decision.resources.map(({ namespace }) => namespace)).size
    const held = `${amountText(decision.resources.length, 'resource')} in ${amountText(namespaces, 'namespace')}`
    const number = `  ${index + 1}  `
    const [first, ...more] = wrapped(wayOutText(namedWayOut(decision.wayOut)), { indent: number, hanging: '     ' })
    const line = (text: string): readonly string[] => wrapped(text, { indent: '     ', hanging: '       ' })
    const { example } = cause!
    const span = spanOf(example)
    return [
      `${number}${paint.bold(first!.slice(number.length))}`,
      ...more.map((one) => `     ${paint.bold(one.trimStart())}`),
      ...line(`holds up ${held}; ${bringsText(decision, readiness.today, moves)}`),
      ...[cause!, ...others].flatMap(({ code, title }) => line(`${code}, ${title}`)),
      ...(detail === 'full'
        ? line(`such as ${findingLine(example, paint)}`)
        : span === undefined
          ? []
          : line(`such as ${positionText(span)}`)),
      ...line(example.help),
    ]
  })
  const then = best.moves.length > readiness.today
  const together =
    best.decisions.length > 1 && then
      ? [
          `  together: ${best.decisions.map((one) => decisions.indexOf(one) + 1).join(', ')}; then ${unitText(best.moves.length, moves)} can move`,
        ]
      : readiness.afterDecision > 0 && !then
        ? [
            `  no three of them move anything more; all of them: then ${unitText(readiness.today + readiness.afterDecision, moves)} can move`,
          ]
        : []
  const stays =
    untried === true || readiness.stays === 0 || remaining.length === 0
      ? []
      : wrapped(
          `after all of them ${unitText(readiness.stays, moves)} still ${readiness.stays === 1 ? 'stays' : 'stay'}, because of ${remaining.map(({ code, title }) => `${code} (${title})`).join(', ')}`,
          { indent: '  ', hanging: '    ' },
        )
  return textLines([...lines, ...together, ...stays])
}

/** What a decision brings alone: `then 14 workloads can move (14 more)`. */
export function bringsText({ moves: then, wayOut }: PendingDecision, today: number, unit: Estimate['moves']): string {
  if (then === undefined) return 'what it brings was not tried'
  const more = then.length - today
  const supposed = suppositionText(wayOut)
  return more > 0 ? `${supposed}${unitText(then.length, unit)} can move (${more} more)` : 'alone it moves nothing more'
}

/** What was supposed when the decision was tried. A policy is to be rewritten, never to be removed: what it denies would be allowed. */
function suppositionText(wayOut: WayOut): string {
  switch (wayOut.kind) {
    case 'show':
      return 'with sidecars in them, '
    case 'without':
      return wayOut.objects.length === 1 ? 'if it did not stand in the way, ' : 'if they did not stand in the way, '
    case 'assume':
    case 'edit':
      return 'then '
  }
}
