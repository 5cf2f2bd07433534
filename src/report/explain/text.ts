import { compareText } from '../../diagnostics/place.ts'
import { broken } from '../broken-lines.ts'
import type { Style } from '../format.ts'
import { plain } from '../paint.ts'
import { table } from '../table.ts'
import type { ExplainReport } from './report.ts'

/** What a code means, why it is so, and the way out; or one line for each code. */
export function explainText(report: ExplainReport, { paint = plain, width = 0 }: Partial<Style> = {}): string {
  if (report.one === undefined)
    return table([...report.all].sort((a, b) => compareText(a.code, b.code)).map(({ code, severity, title }) => [code, severity, title]))
  const { code, severity, title, why, help, example, fate } = report.one
  const parts = [`${paint.bold(code)} (${severity}): ${title}`, why, `${paint.bold('What to do')}: ${help}`]
  if (fate !== undefined) parts.push(`${paint.bold('Fate')} of the value it points at: ${fate}`)
  const text = `${parts.join('\n\n')}\n`
  const shown = width > 0 ? broken(text, width) : text
  // A manifest stays as it is, to be copied.
  return example === undefined ? shown : `${shown}\n${paint.bold('Example')}:\n\n${example.replace(/^/gm, '  ')}\n`
}
