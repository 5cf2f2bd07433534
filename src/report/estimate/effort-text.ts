import type { Effort } from '../../estimate/effort/effort.ts'
import type { EffortItem } from '../../estimate/effort/item.ts'
import type { Range } from '../../estimate/range.ts'
import { textLines } from '../escape/lines.ts'
import { amountText } from '../findings/text.ts'
import { table } from '../table.ts'
import { wrapped } from '../wrapped.ts'
import { evidenceText } from './tally-text.ts'

/** `3`, or `3 to 8` where it may come to more. */
export function rangeText({ low, high }: Range): string {
  return low === high ? `${low}` : `${low} to ${high}`
}

/** `Effort: 23 to 51 points`, with the days where the user gave a rate. */
export function effortTitle({ points, personDays }: Effort): string {
  return `Effort: ${rangeText(points)} points${personDays === undefined ? '' : ` (${rangeText(personDays)} person-days)`}`
}

/** The ledgers, why the range is as wide as it is, what the tool takes away, and which releases are needed. */
export function effortText(effort: Effort): string {
  const { ledgers, removed } = effort
  if (effort.nothing === true) return '  nothing has to migrate, so nothing is counted\n'
  const widest = widestOf(effort)
  const lines = [
    ...(removed.resources === 0
      ? []
      : [
          `the tool writes, edits or removes ${amountText(removed.resources, 'resource')}, by hand ${rangeText(removed.points)} points more`,
        ]),
    ...(widest === undefined ? [] : [`the range is widest for ${widest.what} (${rangeText(widest.points)}): ${widest.spread}`]),
    versionsText(effort),
  ]
  return (
    table(
      ledgers.map(({ ledger, points }) => [ledger, rangeText(points)]),
      '  ',
    ) + textLines(lines.flatMap((line) => wrapped(line, { indent: '  ', hanging: '    ' })))
  )
}

const projectNames = { istio: 'Istio', gatewayApi: 'Gateway API', cilium: 'Cilium', kernel: 'Linux' } as const

function versionsText({ versions: { minimum, running, upgradeFirst } }: Effort): string {
  const untried = minimum.every(({ project }) => project === 'kernel') ? ['older releases were not tried'] : []
  const least = minimum.map(({ project, version }) => `${projectNames[project]} ${version}`).join(', ')
  const needs = [...(least === '' ? [] : [`needs at least ${least}`]), ...untried].join('; ')
  const [first] = upgradeFirst
  if (running.length === 0) return `${needs}; nothing in the input shows which Istio runs`
  const runs = `${needs}; Istio ${running.map(({ version }) => version).join(', ')} ${running.length === 1 ? 'runs' : 'run'}`
  return first === undefined ? runs : `${runs}, so an upgrade comes first (${first.file}:${first.line})`
}

function widestOf({ ledgers }: Effort): EffortItem | undefined {
  const spread = ({ points }: EffortItem): number => points.high - points.low
  const items = ledgers.flatMap((ledger) => ledger.items).filter((item) => item.spread !== undefined && spread(item) > 0)
  return items.reduce<EffortItem | undefined>((most, item) => (most === undefined || spread(item) > spread(most) ? item : most), undefined)
}

const shownAtMost = 20

/** Each kind of work with its weight, its reason, and the places that it counts. */
export function effortDetails({ ledgers }: Effort): string {
  const lines = ledgers.flatMap(({ ledger, items }) =>
    items.flatMap(({ what, count, points, weight, spread, evidence }) => [
      `  ${ledger}: ${what}: ${count}, ${rangeText(points)} points (${weight})${spread === undefined ? '' : `; ${spread}`}`,
      ...evidence.slice(0, shownAtMost).map((one) => `    ${evidenceText(one)}`),
      ...(evidence.length > shownAtMost ? [`    and ${evidence.length - shownAtMost} more`] : []),
    ]),
  )
  return `\nWhat the points are for\n${textLines(lines)}`
}
