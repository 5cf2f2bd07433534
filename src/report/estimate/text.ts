import { resourceVerdictOrder } from '../../account/verdicts.ts'
import { textLines } from '../escape/lines.ts'
import { findingLine } from '../findings/text.ts'
import type { Style } from '../format.ts'
import { type Paint, plain } from '../paint.ts'
import { table } from '../table.ts'
import type { Estimate, VerdictCounts } from './estimate.ts'

const meaning = {
  auto: 'nothing to do',
  assisted: 'read a warning, or accept something stricter',
  manual: 'change it first; the finding says how',
  'keep-sidecar': 'stays on its sidecar',
  blocked: 'cannot be read',
} as const

export function estimateText(estimate: Estimate, { paint = plain }: Partial<Style> = {}): string {
  const { read, translated, kept, removed, unread } = estimate.account
  const parts = [
    `${paint.bold(`Moving to ${estimate.target}`)}: ${read} resources (${translated} translated, ${kept} kept, ${removed} removed, ${unread} unread)\n`,
    section(
      'Verdicts',
      table(
        resourceVerdictOrder.map((verdict) => [verdict, estimate.verdicts[verdict], meaning[verdict]]),
        '  ',
      ),
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
  ]
  if (estimate.blockers.length > 0) {
    const rows = estimate.blockers.map(({ code, title, holdsUp, example }) =>
      textLines([`  ${holdsUp} held up by ${code}, ${title}`, `    such as ${findingLine(example, paint)}`]),
    )
    parts.push(section('Blockers', rows.join(''), paint))
  }
  parts.push(paint.dim('\nNot counted: changes in applications, dashboards and alerts, load tests, training.\n'))
  return parts.join('')
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
