export type PlainStyle = 'PLAIN' | 'QUOTE_DOUBLE' | 'QUOTE_SINGLE' | 'BLOCK_LITERAL'

const doubleQuoted = /"([^"\\\n]*)"/y
const singleQuoted = /'([^'\n]*)'(?!')/y
/** Neither an indicator of YAML at its start, nor a letter outside of ASCII, of which some are white space. */
const plainStart = /[\w./$~^+<=(\\]|-[\w./]/y

const space = 0x20
const doubleQuote = 0x22
const hash = 0x23
const singleQuote = 0x27
const colon = 0x3a

export function isDigit(name: string): boolean {
  const code = name.charCodeAt(0)
  return code >= 0x30 && code <= 0x39
}

export function quoteAt(text: string, start: number): 'PLAIN' | 'QUOTE_DOUBLE' | 'QUOTE_SINGLE' {
  const code = text.charCodeAt(start)
  return code === doubleQuote ? 'QUOTE_DOUBLE' : code === singleQuote ? 'QUOTE_SINGLE' : 'PLAIN'
}

export function quotedEnd(style: PlainStyle, text: string, start: number): number | undefined {
  return matchEnd(style === 'QUOTE_DOUBLE' ? doubleQuoted : singleQuoted, text, start)
}

/** The end of a plain scalar: before a comment and the spaces above it, or at the end of the line. */
export function plainEnd(text: string, start: number): number | undefined {
  if (matchEnd(plainStart, text, start) === undefined) return undefined
  const stop = lineEnd(text, start)
  let end = start + 1
  for (let at = start + 1; at < stop; at += 1) {
    const code = text.charCodeAt(at)
    if (code === space) continue
    const isBehindSpace = at > end
    if (code === hash && isBehindSpace) break
    // `a: b`, which would be a map.
    if (isBehindSpace && text.charCodeAt(end - 1) === colon) return undefined
    end = at + 1
  }
  return text.charCodeAt(end - 1) === colon ? undefined : end
}

/** Where the line ends, before its end. */
export function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start)
  return end === -1 ? text.length : end
}

export function skipSpaces(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) === space) at += 1
  return at
}

/** The end of what a sticky pattern matches at an offset. */
export function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : undefined
}
