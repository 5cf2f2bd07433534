import type { SourceSpan } from '../../diagnostics/place.ts'

/** Turns offsets in a text into lines and columns. The table of line starts is built when it is first asked for. */
export class LineTable {
  readonly #file: string
  readonly #text: string
  #starts: Uint32Array | undefined

  constructor(file: string, text: string) {
    this.#file = file
    this.#text = text
  }

  /** The span from `start` up to (not including) `end`; both are offsets in UTF-16 units. */
  span(start: number, end: number): SourceSpan {
    const from = this.#position(start)
    const to = this.#position(Math.max(start, end))
    return { file: this.#file, line: from.line, col: from.col, endLine: to.line, endCol: to.col }
  }

  #position(offset: number): { line: number; col: number } {
    this.#starts ??= lineStarts(this.#text)
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, col: Math.max(1, offset - this.#starts[low]! + 1) }
  }
}

/** The first line starts after the byte order mark, which no editor shows. */
function lineStarts(text: string): Uint32Array {
  let lines = 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1
  const starts = new Uint32Array(lines)
  starts[0] = text.startsWith('\uFEFF') ? 1 : 0
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    starts[line] = at + 1
    line += 1
  }
  return starts
}
