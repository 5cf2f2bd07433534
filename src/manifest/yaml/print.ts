import { AsWritten } from './as-written.ts'
import { printScalar } from './print-scalar.ts'

/** How the lines of a file are laid out; new text follows the file's habit. */
export interface Layout {
  /** Columns for each level. */
  readonly step: number
  /** True when list items stand one level deeper than the key above them. */
  readonly indentLists: boolean
}

export const cleanLayout: Layout = { step: 2, indentLists: false }

/**
 * Prints a value as block YAML that ends in a newline. Keys keep their order, `undefined` values are left out, long strings are
 * never folded. This and the scalars of `print-scalar.ts` are the only YAML writing in the project.
 */
export function printYaml(value: unknown, layout: Layout = cleanLayout): string {
  return `${blockLines(value, 0, layout)}\n`
}

/** True when the value is printed on the line of its key: scalars of one line and empty collections. */
export function isInline(value: unknown): boolean {
  if (typeof value === 'string') return !isLiteral(value)
  if (typeof value !== 'object' || value === null || value instanceof AsWritten) return true
  return Array.isArray(value) ? value.length === 0 : Object.values(value).every((entry) => entry === undefined)
}

/** What follows `key:` or nothing but a dash: ` value` on the same line, or a newline and the block below. `indent` is the key's column. */
export function afterKey(value: unknown, indent: number, layout: Layout): string {
  if (isInline(value)) return ` ${inline(value)}`
  if (typeof value === 'string') return ` ${literal(value, indent + layout.step)}`
  const deeper = Array.isArray(value) && !layout.indentLists ? indent : indent + layout.step
  return `\n${blockLines(value, deeper, layout)}`
}

/** What follows the dash of a list item at column `indent`: collections start on the same line. */
export function afterDash(value: unknown, indent: number, layout: Layout): string {
  if (isInline(value)) return ` ${inline(value)}`
  if (typeof value === 'string') return ` ${literal(value, indent + layout.step)}`
  return ` ${blockLines(value, indent + 2, layout).trimStart()}`
}

/** `key: value` at a column, without the leading spaces and the last newline. */
export function printPair(key: string, value: unknown, indent: number, layout: Layout): string {
  return `${printScalar(key, 'block')}:${afterKey(value, indent, layout)}`
}

/** A value on one line, as YAML flow or as JSON. */
export function printFlow(value: unknown, json: boolean): string {
  const style = json ? 'json' : 'flow'
  if (Array.isArray(value)) return `[${value.map((item) => printFlow(item ?? null, json)).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const pairs = entriesOf(value).map(([key, entry]) => `${printScalar(key, style)}: ${printFlow(entry, json)}`)
    return `{${pairs.join(', ')}}`
  }
  return printScalar(value as string | number | boolean | null, style)
}

function blockLines(value: unknown, indent: number, layout: Layout): string {
  const margin = ' '.repeat(indent)
  if (isInline(value)) return `${margin}${inline(value)}`
  if (typeof value === 'string') return `${margin}${literal(value, indent + layout.step)}`
  if (Array.isArray(value)) return value.map((item) => `${margin}-${afterDash(item ?? null, indent, layout)}`).join('\n')
  return entriesOf(value as object)
    .map(([key, entry]) => `${margin}${printPair(key, entry, indent, layout)}`)
    .join('\n')
}

function inline(value: unknown): string {
  if (value instanceof AsWritten) return value.text
  if (Array.isArray(value)) return '[]'
  if (typeof value === 'object' && value !== null) return '{}'
  return printScalar((value ?? null) as string | number | boolean | null, 'block')
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, entry]) => entry !== undefined)
}

/** Text of several lines is printed as a literal block where that is exact: no odd characters, no space at the ends of lines. */
function isLiteral(text: string): boolean {
  return (
    text.includes('\n') &&
    /^[^\s]/.test(text) &&
    !/[ \t]\n|[ \t]$|\n\n$/.test(text) &&
    !/[^\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/.test(text)
  )
}

function literal(text: string, indent: number): string {
  const margin = ' '.repeat(indent)
  const body = text.endsWith('\n') ? text.slice(0, -1) : text
  const lines = body.split('\n').map((line) => (line === '' ? '' : `${margin}${line}`))
  return `${text.endsWith('\n') ? '|' : '|-'}\n${lines.join('\n')}`
}

export { streamOf } from '../stream.ts'
