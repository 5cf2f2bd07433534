import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'
import { textLines } from '../escape/lines.ts'
import { painted, remarked } from '../paint.ts'

const gap = 2

/** Two texts next to each other, each in half of `width` columns: line by line, what is too long goes on below its own indentation. */
export function sideBySide(left: string, right: string, width: number): string {
  const half = Math.floor((width - gap) / 2)
  const lefts = painted(left).trimEnd().split('\n')
  const rights = painted(right).trimEnd().split('\n')
  const rows = Array.from({ length: Math.max(lefts.length, rights.length) }, (_, index) =>
    row(wrapped(lefts[index], half), wrapped(rights[index], half), half),
  )
  return textLines(rows.flat().map(remarked))
}

function row(left: readonly string[], right: readonly string[], width: number): string[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const [first = '', second = ''] = [left[index], right[index]]
    return second === '' ? first : `${first}${' '.repeat(width + gap - stringWidth(first))}${second}`
  })
}

function wrapped(line = '', width: number): string[] {
  const text = line.trimStart()
  const indent = line.slice(0, line.length - text.length)
  return wrapAnsi(text, width - indent.length, { hard: true })
    .split('\n')
    .map((part) => `${indent}${part}`)
}
