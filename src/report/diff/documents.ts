/** Some lines of a text: from `start` up to, not including, `end`. */
export interface LineRange {
  readonly start: number
  readonly end: number
}

/** One YAML document of a text, up to and including the `---` that ends it. */
export interface DocumentLines extends LineRange {
  /** All of its text: the same key, the same document. */
  readonly text: string
  /**
   * Which object it is, in the lines that say so: `kind: Service`, `  name: cart`, `  namespace: shop`. It only says which documents are shown
   * beside each other: a wrong guess is a patch that is harder to read, never another one.
   */
  readonly object: string
}

/** The documents among some lines, each line with its line break. */
export function documentsIn(lines: readonly string[]): DocumentLines[] {
  const documents: DocumentLines[] = []
  let start = 0
  lines.forEach((line, position) => {
    if (!isSeparator(line) && position < lines.length - 1) return
    const own = lines.slice(start, position + 1)
    documents.push({ start, end: position + 1, text: own.join(''), object: objectOf(own) })
    start = position + 1
  })
  return documents
}

function isSeparator(line: string): boolean {
  return line.startsWith('---') && line.slice(3).trim() === ''
}

const identifying = ['kind:', '  name:', '  namespace:']

function objectOf(lines: readonly string[]): string {
  return identifying.map((start) => lines.find((line) => line.startsWith(start))?.trimEnd() ?? '').join('\n')
}
