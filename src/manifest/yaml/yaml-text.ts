import { isAlias, isCollection, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml'
import { UneditableError } from './uneditable.ts'

/** Where things begin and end in the text of one document. All offsets count from the start of the document's text. */
export class YamlText {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1
  }

  /** The offset after the line's newline, or the end of the text. */
  lineEnd(offset: number): number {
    const newline = this.text.indexOf('\n', offset)
    return newline === -1 ? this.text.length : newline + 1
  }

  /** The end of the line without its newline and trailing white space. */
  contentEnd(offset: number): number {
    const end = this.lineEnd(offset)
    return Math.max(offset, offset + this.text.slice(offset, end).trimEnd().length)
  }

  /** The end of the line without its newline. */
  lineStop(offset: number): number {
    return offset + /^[^\r\n]*/.exec(this.text.slice(offset, this.lineEnd(offset)))![0].length
  }

  column(offset: number): number {
    return offset - this.lineStart(offset) - (this.text.startsWith('\uFEFF') && this.lineStart(offset) === 0 ? 1 : 0)
  }

  /** True when only white space stands before the offset on its line. */
  startsLine(offset: number): boolean {
    return /^[ \uFEFF]*$/.test(this.text.slice(this.lineStart(offset), offset))
  }

  keyStart(pair: Pair): number {
    const key = pair.key
    if (!isScalar(key) || !key.range || key.anchor !== undefined || key.tag !== undefined)
      throw new UneditableError('a key that is no plain text')
    return key.range[0]
  }

  /** The offset after the colon that ends a key. */
  afterColon(pair: Pair): number {
    this.keyStart(pair)
    const end = (pair.key as Node).range![1]
    const colon = /^[ \t]*:/.exec(this.text.slice(end, end + 100))
    if (colon === null) throw new UneditableError('a key without a colon behind it')
    return end + colon[0].length
  }

  pairEnd(pair: Pair): number {
    const value = pair.value
    return isNodeWithText(value) ? this.nodeEnd(value) : this.afterColon(pair)
  }

  /** The end of what is visible of a value: no trailing comments, blank lines or newline. */
  nodeEnd(node: Node): number {
    if (isCollection(node) && !node.flow && node.items.length > 0) {
      const last = node.items.at(-1)
      if (isMap(node)) return this.pairEnd(last as Pair)
      if (isNodeWithText(last)) return this.nodeEnd(last)
      const dash = this.text.lastIndexOf('-', (last as Node).range![0] - 1)
      return dash + 1
    }
    const [start, end] = node.range!
    return start + this.text.slice(start, end).trimEnd().length
  }

  /** The offsets of the dashes of a block sequence. */
  dashes(node: Node): number[] {
    if (!isSeq(node) || node.items.length === 0) return []
    const first = node.range![0]
    if (this.text[first] !== '-') throw new UneditableError('a list that does not begin with a dash')
    const column = this.column(first)
    const dashes = [first]
    for (let index = 1; index < node.items.length; index += 1) {
      const before = node.items[index - 1] as Node
      const from = isNodeWithText(before) ? this.nodeEnd(before) : dashes[index - 1]! + 1
      dashes.push(this.#nextDash(from, column))
    }
    return dashes
  }

  #nextDash(from: number, column: number): number {
    for (let start = this.lineEnd(from); start < this.text.length; start = this.lineEnd(start)) {
      const at = start + column
      if (this.text[at] === '-' && this.text.slice(start, at).trim() === '') return at
    }
    throw new UneditableError('a list item whose dash is not at the start of a line')
  }

  /**
   * The end of the lines that belong to an entry at `column` whose visible part ends at `end`: the rest of the line with its comment,
   * and the comments below that are indented deeper.
   */
  regionEnd(end: number, column: number): number {
    let region = this.lineEnd(end)
    for (let start = region; start < this.text.length; ) {
      const next = this.lineEnd(start)
      const line = this.text.slice(start, next)
      const comment = /^( *)#/.exec(line)
      if (comment !== null && comment[1]!.length > column) region = next
      else if (line.trim() !== '') break
      start = next
    }
    return region
  }

  /** The start of an entry's lines, with the comment lines directly above it at its own column; never before `floor`. */
  regionStart(offset: number, floor: number): number {
    const column = this.column(offset)
    let start = this.lineStart(offset)
    while (start > floor) {
      const above = this.lineStart(start - 1)
      const indent = /^( *)#/.exec(this.text.slice(above, start))?.[1]
      if (above < floor || indent?.length !== column) break
      start = above
    }
    return start
  }
}

/** False for values that are not written out, as in `key:`. */
export function isNodeWithText(value: unknown): value is Node {
  if (isScalar(value)) return value.value !== null || (value.source ?? '') !== '' || (value.range?.[1] ?? 0) > (value.range?.[0] ?? 0)
  return isCollection(value) || isAlias(value)
}
