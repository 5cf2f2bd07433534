import { inline } from '../escape/markdown.ts'
import { fitted } from '../review/fitted.ts'
import { countRows, objectRows, type ReviewsReport, type TargetRow } from './report.ts'

/** Bots find their comment by it. It is another one than that of a review, so that neither replaces the other. */
const marker = '<!-- unsidecar: targets -->'

/** What several targets make of one input, side by side, as a comment. */
export function targetsMarkdown(report: ReviewsReport): string {
  const names = report.reviews.map(({ target }) => target)
  const head: TargetRow = ['', ...names]
  const rule = `|${' --- |'.repeat(head.length)}\n`
  const counts = countRows(report).map(rowText).join('')
  return fitted(`${marker}\n## unsidecar: ${names.join(' or ')}\n\n${rowText(head)}${rule}${counts}`, [
    {
      before: `\n<details><summary>What moves</summary>\n\n${rowText(head)}${rule}`,
      blocks: objectRows(report).map(rowText),
      after: '\n</details>\n',
      share: 1,
      left: (count) => `\n_${count} more left out for length; \`-o text -v\` has all of them._\n`,
    },
  ])
}

function rowText(row: TargetRow): string {
  return `| ${row.map(inline).join(' | ')} |\n`
}
