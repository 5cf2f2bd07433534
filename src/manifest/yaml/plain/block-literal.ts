/** The text after `|`, `|-` or `|+` and where its last line ends. */
export interface BlockLiteral {
  readonly value: string
  readonly end: number
}

const header = /\|([-+]?)(?: *| +#[^\n]*)\n/y

/**
 * Reads lines that are indented deeper than `indent`, all of them at least as deep as the first. Undefined for what needs more care: indentation that is
 * given as a number, no lines at all, a first line that is blank, lines of spaces, and blank lines at the end, which are part of the text or not.
 */
export function blockLiteral(text: string, start: number, indent: number): BlockLiteral | undefined {
  header.lastIndex = start
  const chomping = header.exec(text)?.[1]
  if (chomping === undefined) return undefined
  const from = header.lastIndex
  const depth = indentOf(text, from)
  if (depth <= indent || isBlank(text, from + depth)) return undefined
  const lines: string[] = []
  let at = from
  while (at < text.length) {
    const own = indentOf(text, at)
    const blank = isBlank(text, at + own)
    if (blank && own > 0) return undefined
    if (!blank && own < depth) {
      if (own > indent) return undefined
      break
    }
    const newline = text.indexOf('\n', at)
    if (newline === -1) return undefined
    lines.push(blank ? '' : text.slice(at + depth, newline))
    at = newline + 1
  }
  if (lines.at(-1) === '') return undefined
  return { value: chomping === '-' ? lines.join('\n') : `${lines.join('\n')}\n`, end: at }
}

function indentOf(text: string, line: number): number {
  let at = line
  while (text.charCodeAt(at) === 0x20) at += 1
  return at - line
}

function isBlank(text: string, at: number): boolean {
  return at === text.length || text.charCodeAt(at) === 0x0a
}
