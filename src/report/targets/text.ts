import { textLines } from '../escape/lines.ts'
import type { Style } from '../format.ts'
import { plain } from '../paint.ts'
import { table } from '../table.ts'
import { countRows, objectRows, type ReviewsReport } from './report.ts'

/** How many objects are listed before the rest is only counted. */
const enough = 40

/** What several targets make of one input, side by side: a summary to choose by. The review of each is another run. */
export function reviewsText(report: ReviewsReport, { detail, paint = plain }: Style): string {
  const names = report.reviews.map(({ target }) => target)
  const objects = objectRows(report)
  const shown = detail === 'full' ? objects : objects.slice(0, enough)
  const more = objects.length - shown.length
  return [
    table([['', ...names], ...countRows(report)]),
    objects.length === 0 ? '' : `\n${paint.bold('What moves')}\n${table([['', ...names], ...shown], '  ')}`,
    more === 0 ? '' : textLines([paint.dim(`  ... and ${more} more (-v shows all)`)]),
    '\n',
    textLines([`each in full: ${names.map((name) => `--to ${name}`).join(', ')}`]),
  ].join('')
}
