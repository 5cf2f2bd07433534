import { type Paint, plain } from './paint.ts'
import { requestHeading, requestLines } from './request-text.ts'
import type { TraceReport } from './trace-report.ts'
import { walkText } from './walk-text.ts'

/** The request, then its walk through each mesh with the verdict last. */
export function traceText({ request, externalAllows, sides }: TraceReport, paint: Paint = plain): string {
  const lines = [paint.bold(requestHeading(request)), ...requestLines(request, externalAllows).map((line) => `  ${line}`)]
  const walks = sides.map(({ title, decision }) => `\n${sides.length === 1 ? '' : `${paint.bold(title)}\n`}${walkText(decision, paint)}`)
  return `${lines.join('\n')}\n${walks.join('')}`
}
