import { compareText } from '../../diagnostics/place.ts'
import type { Style } from '../format.ts'
import { plain } from '../paint.ts'
import { table } from '../table.ts'
import type { ExplainReport } from './report.ts'

/** What a code means, why it is so, and the way out; or one line for each code. */
export function explainText(report: ExplainReport, { paint = plain }: Partial<Style> = {}): string {
  if (report.one === undefined)
    return table([...report.all].sort((a, b) => compareText(a.code, b.code)).map(({ code, severity, title }) => [code, severity, title]))
  const { code, severity, title, why, help, example, fate } = report.one
  const parts = [`${paint.bold(code)} (${severity}): ${title}`, why, `${paint.bold('What to do')}: ${help}`]
  if (fate !== undefined) parts.push(`${paint.bold('Fate')} of the value it points at: ${fate}`)
  if (example !== undefined) parts.push(`${paint.bold('Example')}:\n\n${example.replace(/^/gm, '  ')}`)
  return `${parts.join('\n\n')}\n`
}
