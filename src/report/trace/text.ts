import { broken } from '../broken-lines.ts'
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
 * below the other. On a terminal lines are broken between words.
 */
export function traceText({ request, externalAllows, sides }: TraceReport, { paint = plain, width = 0 }: Partial<Style> = {}): string {
  const lines = [paint.bold(requestHeading(request)), ...requestLines(request, externalAllows).map((line) => `  ${line}`)]
  const walks = sides.map(
    ({ title, decision }) => `${sides.length === 1 ? '' : textLines([paint.bold(title)])}${walkText(decision, paint)}`,
  )
  const [before = '', after] = walks
  const heading = textLines(lines)
  if (after !== undefined && width >= roomForTwo) return `${broken(heading, width)}\n${sideBySide(before, after, width)}`
  const text = `${heading}\n${walks.join('\n')}`
  return width > 0 ? broken(text, width) : text
}
