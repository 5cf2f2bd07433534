import { textLines } from './escape/lines.ts'
import { fenced, inline } from './escape/markdown.ts'
import { requestHeading, requestLines } from './request-text.ts'
import type { TraceReport } from './trace-report.ts'
import { walkText } from './walk-text.ts'

export function traceMarkdown({ request, externalAllows, sides }: TraceReport): string {
  const asked = textLines([requestHeading(request), ...requestLines(request, externalAllows).map((line) => `  ${line}`)])
  const walks = sides.map(({ title, decision }) => `\n${sides.length === 1 ? '' : `### ${inline(title)}\n\n`}${fenced(walkText(decision))}`)
  return `## unsidecar trace\n\n${fenced(asked)}${walks.join('')}`
}
