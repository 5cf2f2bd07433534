import { isResolvedScalar } from '../scalars.ts'
import { resolvePlain } from './plain-scalar.ts'

/** A scalar of one line. Offsets count from the start of the document; `end` is behind its last character, `next` behind its line. */
export interface PlainScalar {
  readonly style: 'PLAIN' | 'QUOTE_DOUBLE' | 'QUOTE_SINGLE'
  /** What is written, without quotes. */
  readonly source: string
  readonly value: unknown
  readonly start: number
  readonly end: number
  readonly next: number
}

export interface Extent {
  readonly start: number
  readonly end: number
  readonly next: number
}

export interface PlainEntry<T> {
  readonly key: PlainScalar
  readonly value: T
}

/** What is made of the parts of a document: plain values, or the nodes that the parser would make. */
export interface PlainMaker<T> {
  scalar(scalar: PlainScalar): T
  map(entries: readonly PlainEntry<T>[], extent: Extent, flow: boolean): T
  list(items: readonly T[], extent: Extent, flow: boolean): T
}

/**
 * Reads a document of plain block YAML: maps and lists by indentation, scalars of one line, comments above the first line and behind
 * values, `[a, "b"]`, `{}` and `[]`. Undefined for everything else and for all that is wrong, which is for the parser to read: a large mesh is
 * nearly all plain, and the parser takes ten times as long. Both read the same (test/manifest/yaml/plain).
 */
export function readPlain<T>(text: string, maker: PlainMaker<T>): T | undefined {
  if (unusual.test(text)) return undefined
  return new PlainReader(text, maker).read()
}

/** Tabs, carriage returns, byte order marks, and the comments in which ytt writes its code. */
const unusual = /[\t\r\uFEFF]|#@/
/** Comments and blank lines around `---`. A comment behind it begins after a space: `---# a` is text. */
const lead = /(?: *(?:#[^\n]*)?\n)*(?:---(?: *| +#[^\n]*)\n)?(?: *(?:#[^\n]*)?\n)*/y
const word = /[A-Za-z_][\w./-]*(?=:(?: |\n|$))/y
const doubleQuoted = /"([^"\\\n]*)"/y
const singleQuoted = /'([^'\n]*)'(?!')/y
const lineRest = /(?: *| +#[^\n]*)(?:\n|$)/y
/** Neither an indicator of YAML at its start, nor a letter outside of ASCII, of which some are white space. */
const plainStart = /[\w./$~^+<=(\\]|-[\w./]/y
const flowWord = /[A-Za-z0-9_/.-][\w/.*-]*/y
const separator = / *, */y

/** Deeper than manifests go, CustomResourceDefinitions aside; it spares the call stack. */
const deepest = 50

class PlainReader<T> {
  readonly #text: string
  readonly #maker: PlainMaker<T>
  /** Where the next line with content has its first character, and how far it is indented; -1 behind the last line. */
  #at = 0
  #indent = 0
  #depth = 0

  constructor(text: string, maker: PlainMaker<T>) {
    this.#text = text
    this.#maker = maker
  }

  read(): T | undefined {
    const start = matchEnd(lead, this.#text, 0)!
    if (!this.#toLine(start) || this.#indent !== 0 || this.#text.startsWith('---', this.#at)) return undefined
    const root = this.#block()
    return this.#at === this.#text.length ? root : undefined
  }

  /** Goes to the next line with content; false where a comment has a line of its own, which belongs to what is above or below it. */
  #toLine(from: number): boolean {
    const { length } = this.#text
    for (let line = from; line < length; ) {
      let at = line
      while (at < length && this.#text.charCodeAt(at) === space) at += 1
      if (at === length) break
      const code = this.#text.charCodeAt(at)
      if (code !== newline) {
        this.#at = at
        this.#indent = at - line
        return code !== hash
      }
      line = at + 1
    }
    this.#at = length
    this.#indent = -1
    return true
  }

  #isDash(): boolean {
    return this.#text.charCodeAt(this.#at) === dash && this.#text.charCodeAt(this.#at + 1) === space
  }

  #block(): T | undefined {
    if (this.#depth === deepest) return undefined
    this.#depth += 1
    const made = this.#isDash() ? this.#list() : this.#map()
    this.#depth -= 1
    return made
  }

  #list(): T | undefined {
    const indent = this.#indent
    const start = this.#at
    const items: T[] = []
    let end = start
    while (this.#indent === indent && this.#isDash()) {
      const at = skipSpaces(this.#text, this.#at + 1)
      this.#indent += at - this.#at
      this.#at = at
      const item = this.#keyAt(at) === undefined ? this.#inLine(at, indent) : this.#block()
      if (item === undefined) return undefined
      items.push(item)
      end = this.#end
    }
    return this.#maker.list(items, { start, end, next: end }, false)
  }

  /** The end of the line that was read last. */
  #end = 0

  #map(): T | undefined {
    const indent = this.#indent
    const start = this.#at
    const entries: PlainEntry<T>[] = []
    const names = new Set<string>()
    while (this.#indent === indent) {
      const key = this.#keyAt(this.#at)
      if (key === undefined || names.has(key.source)) return undefined
      names.add(key.source)
      const value = this.#valueOf(key, indent)
      if (value === undefined) return undefined
      entries.push({ key, value })
    }
    return this.#indent > indent ? undefined : this.#maker.map(entries, { start, end: this.#end, next: this.#end }, false)
  }

  #keyAt(start: number): PlainScalar | undefined {
    const key = this.#quotedAt(start) ?? this.#wordAt(start)
    if (key === undefined || this.#text.charCodeAt(key.end) !== colon || key.source === '__proto__') return undefined
    const after = this.#text.charCodeAt(key.end + 1)
    return after === space || after === newline ? key : undefined
  }

  #wordAt(start: number): PlainScalar | undefined {
    const end = matchEnd(word, this.#text, start)
    if (end === undefined) return undefined
    const source = this.#text.slice(start, end)
    return isResolvedScalar(source) ? undefined : { style: 'PLAIN', source, value: source, start, end, next: end }
  }

  #valueOf(key: PlainScalar, indent: number): T | undefined {
    const at = skipSpaces(this.#text, key.end + 1)
    if (this.#text.charCodeAt(at) !== newline) return this.#inLine(at, indent)
    if (!this.#toLine(at + 1)) return undefined
    if (this.#indent > indent || (this.#indent === indent && this.#isDash())) return this.#block()
    return undefined
  }

  /** A value on the line of its key or dash; lines below that are indented deeper than `indent` would go on with it. */
  #inLine(start: number, indent: number): T | undefined {
    const code = this.#text.charCodeAt(start)
    const made = code === openBracket || code === openBrace ? this.#flowAt(start) : this.#scalarAt(start)
    return made !== undefined && this.#toLine(this.#end) && this.#indent <= indent ? made : undefined
  }

  #scalarAt(start: number): T | undefined {
    const scalar = this.#quotedAt(start) ?? this.#plainAt(start)
    const next = scalar && matchEnd(lineRest, this.#text, scalar.end)
    if (scalar === undefined || next === undefined) return undefined
    this.#end = next
    return this.#maker.scalar({ ...scalar, next })
  }

  #quotedAt(start: number): PlainScalar | undefined {
    const code = this.#text.charCodeAt(start)
    if (code !== doubleQuote && code !== singleQuote) return undefined
    const end = matchEnd(code === doubleQuote ? doubleQuoted : singleQuoted, this.#text, start)
    if (end === undefined) return undefined
    const source = this.#text.slice(start + 1, end - 1)
    return { style: code === doubleQuote ? 'QUOTE_DOUBLE' : 'QUOTE_SINGLE', source, value: source, start, end, next: end }
  }

  #plainAt(start: number): PlainScalar | undefined {
    if (matchEnd(plainStart, this.#text, start) === undefined) return undefined
    const line = lineOf(this.#text, start)
    const comment = line.indexOf(' #')
    let { length } = comment === -1 ? line : line.slice(0, comment)
    while (line.charCodeAt(length - 1) === space) length -= 1
    const colonAt = line.indexOf(': ')
    if ((colonAt !== -1 && colonAt < length) || line.charCodeAt(length - 1) === colon) return undefined
    return this.#plain(start, start + length)
  }

  #plain(start: number, end: number): PlainScalar {
    const source = this.#text.slice(start, end)
    return { style: 'PLAIN', source, value: resolvePlain(source), start, end, next: end }
  }

  /** `[a, "b"]`, `[]` or `{}`. */
  #flowAt(start: number): T | undefined {
    const text = this.#text
    const isMap = text.charCodeAt(start) === openBrace
    const close = isMap ? closeBrace : closeBracket
    const items: T[] = []
    let at = skipSpaces(text, start + 1)
    while (text.charCodeAt(at) !== close) {
      const item = isMap ? undefined : (this.#quotedAt(at) ?? this.#flowWordAt(at))
      if (item === undefined) return undefined
      const after = skipSpaces(text, item.end)
      const next = matchEnd(separator, text, item.end)
      items.push(this.#maker.scalar({ ...item, next: next === undefined ? after : item.end + (after - item.end) }))
      if (next === undefined && text.charCodeAt(after) !== close) return undefined
      at = next ?? after
    }
    const end = at + 1
    const next = matchEnd(lineRest, text, end)
    if (next === undefined) return undefined
    this.#end = next
    const extent = { start, end, next }
    return isMap ? this.#maker.map([], extent, true) : this.#maker.list(items, extent, true)
  }

  #flowWordAt(start: number): PlainScalar | undefined {
    const end = matchEnd(flowWord, this.#text, start)
    return end === undefined ? undefined : this.#plain(start, end)
  }
}

const newline = 0x0a
const space = 0x20
const doubleQuote = 0x22
const hash = 0x23
const singleQuote = 0x27
const dash = 0x2d
const colon = 0x3a
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

/** The rest of a line, without its end. */
function lineOf(text: string, start: number): string {
  const end = text.indexOf('\n', start)
  return text.slice(start, end === -1 ? text.length : end)
}

function skipSpaces(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) === space) at += 1
  return at
}

/** The end of what a sticky pattern matches at an offset. */
function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : undefined
}
