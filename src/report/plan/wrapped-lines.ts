import wrapAnsi from 'wrap-ansi'
import { oneLine } from '../../diagnostics/printable.ts'
import { textLines } from '../escape/lines.ts'
import { painted, remarked } from '../paint.ts'

/** Each text on lines of at most so many columns; what goes on stands two columns deeper than its first line. */
export function wrappedLines(texts: readonly string[], indent: string, columns: number): string {
  return textLines(texts.flatMap((text) => wrapped(oneLine(text), indent, columns)))
}

function wrapped(text: string, indent: string, columns: number): string[] {
  const own = `${indent}${text.slice(0, text.length - text.trimStart().length)}`
  const [first = '', ...rest] = wrapAnsi(painted(text.trimStart()), columns - own.length, { trim: true }).split('\n')
  if (rest.length === 0) return [remarked(`${own}${first}`)]
  const more = wrapAnsi(rest.join(' '), columns - own.length - 2, { trim: true }).split('\n')
  return [`${own}${first}`, ...more.map((line) => `${own}  ${line}`)].map(remarked)
}
