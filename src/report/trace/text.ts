import { requestHeading, requestLines } from '../decision/request-text.ts'
import { walkText } from '../decision/walk-text.ts'
import { textLines } from '../escape/lines.ts'
import type { Style } from '../format.ts'
import { plain } from '../paint.ts'
import type { TraceReport } from './report.ts'
import { sideBySide } from './side-by-side.ts'

/** Columns that two walks need to be read next to each other. */
const roomForTwo = 120

/**
 * The request, then its walk through each mesh with the verdict last: both next to each other when `width` (in columns) has room, otherwise one
 * below the other.
 */
export function traceText({ request, externalAllows, sides }: TraceReport, { paint = plain, width = 0 }: Partial<Style> = {}): string {
  const lines = [paint.bold(requestHeading(request)), ...requestLines(request, externalAllows).map((line) => `  ${line}`)]
  const walks = sides.map(
    ({ title, decision }) => `${sides.length === 1 ? '' : textLines([paint.bold(title)])}${walkText(decision, paint)}`,
  )
  const [before = '', after] = walks
  const shown = after !== undefined && width >= roomForTwo ? sideBySide(before, after, width) : walks.join('\n')
  return `${textLines(lines)}\n${shown}`
}
