import type { Estimate } from '../../../estimate/estimate.ts'
import { workByOwner } from '../../../estimate/work-items.ts'
import { rangeText } from '../../estimate/effort-text.ts'
import { amountText } from '../../findings/text.ts'
import { barChart, rangeBar } from '../charts.ts'
import { type Content, element } from '../element.ts'
import { fold, pageTable } from '../page.ts'

const rowsAtMost = 500

/** Points by ledger and by owner, and each item with its place. */
export function effortPart({ effort, work }: Estimate): Content {
  const owners = workByOwner(work)
  const named = owners.some(({ owner }) => owner !== undefined)
  const rest = work.length - rowsAtMost
  return [
    barChart(
      effort.ledgers.map(({ ledger, points }) => ({
        label: ledger,
        parts: rangeBar(points, `${ledger}: ${rangeText(points)} points`),
        value: `${rangeText(points)} points`,
      })),
      [
        ['least', 'at least'],
        ['least maybe', 'at most'],
      ],
    ),
    effort.removed.resources === 0
      ? []
      : element(
          'p',
          {},
          `The tool writes, edits or removes ${amountText(effort.removed.resources, 'resource')}, by hand ${rangeText(effort.removed.points)} points more.`,
        ),
    named
      ? [
          element('h3', {}, 'By owner'),
          barChart(
            owners.map(({ owner = '(no owner)', items, points }) => ({
              label: owner,
              parts: rangeBar(points, `${owner}: ${rangeText(points)} points`),
              value: `${rangeText(points)} points, ${amountText(items, 'item')}`,
            })),
          ),
        ]
      : [],
    fold(
      `${amountText(work.length, 'item')} of work`,
      pageTable(
        ['owner', 'object', 'what', 'points', 'decisions', 'at'],
        work
          .slice(0, rowsAtMost)
          .map(({ owner = '', object, what, points, decisions, file, line }) => [
            owner,
            object === undefined ? '' : `${object.kind} ${object.namespace === '' ? '' : `${object.namespace}/`}${object.name}`,
            what,
            rangeText(points),
            decisions.join(', '),
            element('code', {}, file === undefined ? '' : `${file}:${line}`),
          ]),
      ),
      rest > 0 ? element('p', {}, `${rest} more are in -o csv.`) : [],
    ),
  ]
}
