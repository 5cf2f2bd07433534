import { resourceVerdictOrder } from '../../account/verdicts.ts'
import type { Estimate, VerdictCounts } from '../../estimate/estimate.ts'
import { textLines } from '../escape/lines.ts'
import type { Style } from '../format.ts'
import { type Paint, plain } from '../paint.ts'
import { table } from '../table.ts'
import { wrapped } from '../wrapped.ts'
import { accessText } from './access-text.ts'
import { costDetails, costText } from './cost-text.ts'
import { decisionsText } from './decisions-text.ts'
import { effortDetails, effortText, effortTitle } from './effort-text.ts'
import { headlineSentences } from './headline.ts'
import { inventoryDetails, inventoryText } from './inventory-text.ts'
import { ownersText } from './owners-text.ts'
import { readinessTable } from './readiness-text.ts'
import { sinceText } from './since-text.ts'

const meaning = {
  auto: 'nothing to do',
  assisted: 'read a warning, or accept something stricter',
  manual: 'change it first; the finding says how',
  'keep-sidecar': 'stays on its sidecar',
  blocked: 'cannot be read',
} as const

/** The first screen is for the lead: what can move, what has to be decided, who loses access. The inventory follows. */
export function estimateText(estimate: Estimate, { paint = plain, detail = 'brief' }: Partial<Style> = {}): string {
  const { read, translated, kept, removed, unread } = estimate.account
  const [headline, ...more] = headlineSentences(estimate)
  const owners = ownersText(estimate.work)
  const verdicts = resourceVerdictOrder.map((verdict) => [verdict, estimate.verdicts[verdict], meaning[verdict]])
  return [
    firstLines(`Moving to ${estimate.target}`, headline!, paint),
    textLines(more.flatMap((sentence) => wrapped(sentence, { indent: '', hanging: '  ' }))),
    ...(estimate.since === undefined ? [] : [section('Since the last estimate', sinceText(estimate.since), paint)]),
    section('Readiness', readinessTable(estimate), paint),
    ...(estimate.decisions.length === 0 ? [] : [section('Decisions', decisionsText(estimate, { paint, detail }), paint)]),
    section('Access', accessText(estimate), paint),
    section('Inventory', inventoryText(estimate), paint),
    section(effortTitle(estimate.effort), effortText(estimate.effort), paint),
    section('Proxies', costText(estimate.cost), paint),
    ...(owners === '' ? [] : [section('Owners', owners, paint)]),
    section(
      `Resources: ${read} (${translated} translated, ${kept} kept, ${removed} removed, ${unread} unread)`,
      table(verdicts, '  '),
      paint,
    ),
    section('By kind', breakdown(estimate.kinds.map(({ kind, total, verdicts }) => ({ name: kind, total, verdicts }))), paint),
    section(
      'By namespace',
      breakdown(
        estimate.namespaces.map(({ namespace, total, verdicts }) => ({
          name: namespace === '' ? '(cluster)' : namespace,
          total,
          verdicts,
        })),
      ),
      paint,
    ),
    detail === 'full' ? effortDetails(estimate.effort) + costDetails(estimate.cost) + inventoryDetails(estimate) : '',
    paint.dim(`\n${textLines(wrapped(`Not counted: ${estimate.effort.notCounted.join(', ')}.`, { indent: '', hanging: '  ' }))}`),
  ].join('')
}

function firstLines(title: string, headline: string, paint: Paint): string {
  const [first, ...more] = wrapped(`${title}: ${headline}`, { indent: '', hanging: '  ' })
  return textLines([first!.replace(title, paint.bold(title)), ...more])
}

function section(title: string, body: string, paint: Paint): string {
  return `\n${paint.bold(title)}\n${body}`
}

function breakdown(groups: readonly { readonly name: string; readonly total: number; readonly verdicts: VerdictCounts }[]): string {
  return table(
    [
      ['', 'all', ...resourceVerdictOrder],
      ...groups.map(({ name, total, verdicts }) => [name, total, ...resourceVerdictOrder.map((verdict) => verdicts[verdict])]),
    ],
    '  ',
  )
}
