import { requestHeading, requestLines } from '../decision/request-text.ts'
import { walkText } from '../decision/walk-text.ts'
import { textLines } from '../escape/lines.ts'
import { fenced, inline } from '../escape/markdown.ts'
import type { TraceReport } from './report.ts'

export function traceMarkdown({ request, externalAllows, sides }: TraceReport): string {
  const asked = textLines([requestHeading(request), ...requestLines(request, externalAllows).map((line) => `  ${line}`)])
  const walks = sides.map(({ title, decision }) => `\n${sides.length === 1 ? '' : `### ${inline(title)}\n\n`}${fenced(walkText(decision))}`)
  return `## unsidecar trace\n\n${fenced(asked)}${walks.join('')}`
}
