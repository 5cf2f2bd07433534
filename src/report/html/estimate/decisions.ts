import { spanOf } from '../../../diagnostics/diagnostic.ts'
import type { Estimate } from '../../../estimate/estimate.ts'
import { namedWayOut } from '../../../estimate/since.ts'
import { wayOutText } from '../../../estimate/way-out-text.ts'
import { bringsText } from '../../estimate/decisions-text.ts'
import { amountText, positionText } from '../../findings/text.ts'
import { type BarRow, barChart, stacked } from '../charts.ts'
import { type Content, element } from '../element.ts'
import { pageTable } from '../page.ts'

/** The decisions: what moves if each is taken alone, drawn, and what waits for it, as a table. */
export function decisionsPart({ decisions, readiness: { all, today }, moves, best }: Estimate): Content {
  if (decisions.length === 0) return element('p', { class: 'good' }, 'Nothing waits for a decision.')
  const tried = decisions.flatMap((decision, index) =>
    decision.moves === undefined ? [] : [{ ...decision, index, moving: decision.moves.length }],
  )
  const bar = (label: string, moving: number, nothing: string): BarRow => ({
    label,
    parts: stacked([
      { width: Math.min(today, moving), class: 'today', title: `${today} today` },
      { width: Math.max(0, moving - today), class: 'after', title: `${Math.max(0, moving - today)} more` },
      { width: Math.max(0, all - Math.max(today, moving)), class: 'rest', title: `${all} in all` },
    ]),
    value: moving > today ? `+${moving - today}` : nothing,
  })
  const numbers = best.decisions.map((one) => decisions.indexOf(one) + 1)
  const chart = barChart(
    [
      ...tried.map(({ wayOut, index, moving }) => bar(`${index + 1}  ${wayOutText(namedWayOut(wayOut))}`, moving, 'alone nothing more')),
      ...(numbers.length > 1 ? [bar(`${numbers.join(', ')} together`, best.moves.length, 'nothing more')] : []),
    ],
    [
      ['today', `${moves} that move today`],
      ['after', 'more, if this is decided'],
    ],
  )
  return [
    chart,
    pageTable(
      ['', 'decision', 'holds up', 'what it brings', 'because of'],
      decisions.map((decision, index) => {
        const { wayOut, resources, causes } = decision
        const span = spanOf(causes[0]!.example)
        return [
          String(index + 1),
          element('b', {}, wayOutText(namedWayOut(wayOut))),
          `${amountText(resources.length, 'resource')} in ${amountText(new Set(resources.map(({ namespace }) => namespace)).size, 'namespace')}`,
          bringsText(decision, today, moves),
          [
            causes.map(({ code, title }) => element('p', {}, element('code', {}, code), ` ${title}`)),
            span === undefined ? [] : element('p', { class: 'dim' }, element('code', {}, positionText(span))),
            element('p', {}, causes[0]!.example.help),
          ],
        ]
      }),
      'labelled',
    ),
  ]
}
