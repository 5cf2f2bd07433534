import { blockLiteral } from './block-literal.ts'
import { isDigit, lineEnd, matchEnd, type PlainStyle, plainEnd, quoteAt, quotedEnd, skipSpaces } from './plain-line.ts'
import { resolvePlain, resolvesPlainKey } from './plain-scalar.ts'

/** Offsets count from the start of the document; `end` is behind the last character, `next` behind its line. */
export interface Extent {
  readonly start: number
  readonly end: number
  readonly next: number
}

/** What is made of the parts of a document: plain values, or the nodes that the parser would make. An extent is good until the maker returns. */
export interface PlainMaker<T, K> {
  /** `source` is what is written, without quotes. */
  scalar(style: PlainStyle, source: string, value: unknown, extent: Extent): T
  /** Absent where names are enough: there are no keys then. */
  readonly key?: (style: PlainStyle, source: string, value: unknown, extent: Extent) => K
  /** As many names as values, all of them different: the keys as text. */
  map(entries: PlainEntries<T, K>, extent: Extent, flow: boolean): T
  list(items: readonly T[], extent: Extent, flow: boolean): T
}

export interface PlainEntries<T, K> {
  readonly names: readonly string[]
  readonly keys: readonly K[]
  readonly values: readonly T[]
}

/**
 * Reads a document of plain block YAML: maps and lists by indentation, scalars of one line, texts of lines after `|`, comments above the first line,
 * behind values and above what is indented as they are, `[a, "b"]`, `{}` and `[]`. Undefined for everything else and for all that is wrong, which
 * is for the parser to read: a large mesh is nearly all plain, and the parser takes ten times as long. Both read the same
 * (test/manifest/yaml/plain).
 */
export function readPlain<T, K>(text: string, maker: PlainMaker<T, K>): T | undefined {
  if (unusual.test(text)) return undefined
  return new PlainReader(text, maker).read()
}

/** Tabs, carriage returns, byte order marks, and the comments in which ytt writes its code. */
const unusual = /[\t\r\uFEFF]|#@/
/** Comments and blank lines around `---`. A comment behind it begins after a space: `---# a` is text. */
const lead = /(?: *(?:#[^\n]*)?\n)*(?:---(?: *| +#[^\n]*)\n)?(?: *(?:#[^\n]*)?\n)*/y
const word = /(?:[A-Za-z_][\w./-]*|0|[1-9]\d{0,14})(?=:(?: |\n|$))/y
const lineRest = /(?: *| +#[^\n]*)(?:\n|$)/y
const flowWord = /[A-Za-z0-9_/.-][\w/.*-]*/y
const separator = / *, */y

/** Deeper than manifests go, CustomResourceDefinitions aside; it spares the call stack. */
const deepest = 50
/** Maps of more keys look for repeated ones in a set. */
const few = 12

class PlainReader<T, K> {
  readonly #text: string
  readonly #maker: PlainMaker<T, K>
  /** Where the next line with content has its first character, and how far it is indented; -1 behind the last line. */
  #at = 0
  #indent = 0
  #depth = 0
  /** The end of the line that was read last. */
  #end = 0
  /** Of the key that was read last: how it is written, and where its colon is. */
  #style: PlainStyle = 'PLAIN'
  #name = ''
  #colon = 0
  /** Whether comments have lines between what was read last and the next line with content. */
  #isCommented = false
  /** One for all: most makers do not look at it. */
  readonly #extent = { start: 0, end: 0, next: 0 }

  constructor(text: string, maker: PlainMaker<T, K>) {
    this.#text = text
    this.#maker = maker
  }

  read(): T | undefined {
    const start = matchEnd(lead, this.#text, 0)!
    if (!this.#toLine(start) || this.#indent !== 0 || this.#text.startsWith('---', this.#at)) return undefined
    const root = this.#block()
    return this.#at === this.#text.length ? root : undefined
  }

  /**
   * Goes to the next line with content. False where a comment has a line of its own that is not indented as that line is: whether it belongs to what is
   * above or below it is for the parser to say.
   */
  #toLine(from: number): boolean {
    const { length } = this.#text
    let comment = -1
    this.#isCommented = false
    for (let line = from; line < length; ) {
      const at = skipSpaces(this.#text, line)
      if (at === length) break
      const code = this.#text.charCodeAt(at)
      if (code === hash) {
        if (comment !== -1 && comment !== at - line) return false
        comment = at - line
        this.#isCommented = true
        line = lineEnd(this.#text, at) + 1
      } else if (code === newline) line = at + 1
      else {
        this.#at = at
        this.#indent = at - line
        return comment === -1 || comment === this.#indent
      }
    }
    this.#at = length
    this.#indent = -1
    return comment === -1
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
    while (this.#indent === indent && this.#isDash()) {
      const at = skipSpaces(this.#text, this.#at + 1)
      this.#indent += at - this.#at
      this.#at = at
      const item = this.#isKey(at) ? this.#block() : this.#inLine(at, indent)
      if (item === undefined) return undefined
      items.push(item)
    }
    // Below a list that is indented as its key, a comment may be about either.
    if (this.#isCommented && this.#indent === indent) return undefined
    return this.#maker.list(items, this.#extentOf(start, this.#end, this.#end), false)
  }

  #extentOf(start: number, end: number, next: number): Extent {
    const extent = this.#extent
    extent.start = start
    extent.end = end
    extent.next = next
    return extent
  }

  #map(): T | undefined {
    const indent = this.#indent
    const start = this.#at
    const names: string[] = []
    const keys: K[] = this.#maker.key === undefined ? noKeys : []
    const values: T[] = []
    let known: Set<string> | undefined
    while (this.#indent === indent) {
      const at = this.#at
      if (!this.#isKey(at)) return undefined
      const name = this.#name
      if (known === undefined ? names.includes(name) : known.has(name)) return undefined
      names.push(name)
      if (names.length > few) known = known?.add(name) ?? new Set(names)
      const end = this.#colon
      if (this.#maker.key !== undefined) {
        const isNumber = this.#style === 'PLAIN' && isDigit(name)
        keys.push(this.#maker.key(this.#style, name, isNumber ? Number(name) : name, this.#extentOf(at, end, end)))
      }
      const value = this.#valueOf(end, indent)
      if (value === undefined) return undefined
      values.push(value)
    }
    if (this.#indent > indent) return undefined
    return this.#maker.map({ names, keys, values }, this.#extentOf(start, this.#end, this.#end), false)
  }

  /** Reads a key with its colon: a word, a number of a port, or a text in quotes. */
  #isKey(start: number): boolean {
    const text = this.#text
    const style = quoteAt(text, start)
    const end = style === 'PLAIN' ? matchEnd(word, text, start) : quotedEnd(style, text, start)
    if (end === undefined) return false
    const name = style === 'PLAIN' ? text.slice(start, end) : text.slice(start + 1, end - 1)
    if (style === 'PLAIN' ? resolvesPlainKey(name) || name === '__proto__' : unusualKeys.has(name)) return false
    const after = text.charCodeAt(end + 1)
    if (text.charCodeAt(end) !== colon || (after !== space && after !== newline)) return false
    this.#style = style
    this.#name = name
    this.#colon = end
    return true
  }

  #valueOf(colonAt: number, indent: number): T | undefined {
    const at = skipSpaces(this.#text, colonAt + 1)
    const code = this.#text.charCodeAt(at)
    if (code === bar) return this.#linesAt(at, indent)
    if (code !== newline) return this.#inLine(at, indent)
    if (!this.#toLine(at + 1)) return undefined
    if (this.#indent > indent || (this.#indent === indent && this.#isDash())) return this.#block()
    return undefined
  }

  /** The text of the lines below `|` that are indented deeper than its key. */
  #linesAt(start: number, indent: number): T | undefined {
    const found = blockLiteral(this.#text, start, indent)
    if (found === undefined || !this.#toLine(found.end) || this.#indent > indent) return undefined
    this.#end = found.end
    return this.#maker.scalar('BLOCK_LITERAL', found.value, found.value, this.#extentOf(start, found.end, found.end))
  }

  /** A value on the line of its key or dash; lines below that are indented deeper than `indent` would go on with it. */
  #inLine(start: number, indent: number): T | undefined {
    const code = this.#text.charCodeAt(start)
    const made = code === openBracket || code === openBrace ? this.#flowAt(start) : this.#scalarAt(start)
    return made !== undefined && this.#toLine(this.#end) && this.#indent <= indent ? made : undefined
  }

  #scalarAt(start: number): T | undefined {
    const text = this.#text
    const style = quoteAt(text, start)
    const end = style === 'PLAIN' ? plainEnd(text, start) : quotedEnd(style, text, start)
    const next = end === undefined ? undefined : matchEnd(lineRest, text, end)
    if (end === undefined || next === undefined) return undefined
    this.#end = next
    return this.#made(style, start, end, next)
  }

  #made(style: PlainStyle, start: number, end: number, next: number): T {
    const source = style === 'PLAIN' ? this.#text.slice(start, end) : this.#text.slice(start + 1, end - 1)
    return this.#maker.scalar(style, source, style === 'PLAIN' ? resolvePlain(source) : source, this.#extentOf(start, end, next))
  }

  /** `[a, "b"]`, `[]` or `{}`. */
  #flowAt(start: number): T | undefined {
    const text = this.#text
    const isMap = text.charCodeAt(start) === openBrace
    const close = isMap ? closeBrace : closeBracket
    const items: T[] = []
    let at = skipSpaces(text, start + 1)
    while (text.charCodeAt(at) !== close) {
      if (isMap) return undefined
      const style = quoteAt(text, at)
      const end = style === 'PLAIN' ? matchEnd(flowWord, text, at) : quotedEnd(style, text, at)
      if (end === undefined) return undefined
      const after = skipSpaces(text, end)
      const next = matchEnd(separator, text, end)
      items.push(this.#made(style, at, end, after))
      if (next === undefined && text.charCodeAt(after) !== close) return undefined
      at = next ?? after
    }
    const end = at + 1
    const next = matchEnd(lineRest, text, end)
    if (next === undefined) return undefined
    this.#end = next
    const extent = this.#extentOf(start, end, next)
    return isMap ? this.#maker.map({ names: [], keys: [], values: [] }, extent, true) : this.#maker.list(items, extent, true)
  }
}

/** Keys that mean more than their text, or set the prototype of a value. Without quotes the word pattern leaves the others out. */
const unusualKeys: ReadonlySet<string> = new Set(['__proto__', '<<', '='])

const noKeys: never[] = []

const newline = 0x0a
const space = 0x20
const hash = 0x23
const dash = 0x2d
const colon = 0x3a
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const bar = 0x7c
const closeBrace = 0x7d
