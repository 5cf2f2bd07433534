import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'
import { textLines } from './escape/lines.ts'
import { painted, remarked } from './paint.ts'

/** A text on lines of at most so many columns, as far as its words are not longer: what goes on stands two columns deeper than its line. */
export function broken(text: string, columns: number): string {
  const lines = painted(text).trimEnd().split('\n')
  return textLines(lines.flatMap((line) => hanging(line, columns)).map(remarked))
}

function hanging(line: string, columns: number): string[] {
  if (stringWidth(line) <= columns) return [line]
  const text = line.trimStart()
  const indent = line.slice(0, line.length - text.length)
  const [first = '', ...rest] = wrapAnsi(text, columns - indent.length, { trim: true }).split('\n')
  const more = rest.length === 0 ? [] : wrapAnsi(rest.join(' '), columns - indent.length - 2, { trim: true }).split('\n')
  return [`${indent}${first}`, ...more.map((part) => `${indent}  ${part}`)]
}
