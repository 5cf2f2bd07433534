/** A part of a file that holds one YAML document, with the comments and directives before it. Offsets are UTF-16 units of the file. */
export interface Chunk {
  readonly start: number
  readonly end: number
  /** Where the text after the `---` line begins; `start` when the document has no marker. */
  readonly content: number
  /** True when a `---` opens the document, so that it counts as a document even when nothing follows. */
  readonly marked: boolean
}

/**
 * Cuts a file at its document markers. A line that begins with `---` is a marker in every YAML context, block scalars included
 * (YAML 1.2.2 production 206, c-forbidden), so a broken document never takes its neighbours with it.
 * The chunks cover the file without gaps; what stands before the first marker and holds no content belongs to the first document.
 */
export function splitDocuments(text: string): Chunk[] {
  const chunks: Chunk[] = []
  let start = 0
  let content = 0
  let marked = false
  const close = (end: number) => {
    if (!marked && isBlank(text.slice(content, end))) return
    chunks.push({ start, end, content, marked })
    start = end
    content = end
    marked = false
  }
  const marker = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm
  marker.lastIndex = 0
  for (let match = nextMarker(marker, text); match !== null; match = nextMarker(marker, text)) {
    if (match[0] === '---') {
      close(match.index)
      content = match.index + 3
      marked = true
    } else {
      const lineEnd = text.indexOf('\n', match.index)
      const end = lineEnd === -1 ? text.length : lineEnd + 1
      close(end)
      marker.lastIndex = end
    }
  }
  close(text.length)
  const last = chunks.at(-1)
  // Comments after the last `...`, or a file without any content: no document of its own, unless it is all there is.
  if (last === undefined) return text === '' ? [] : [{ start: 0, end: text.length, content: 0, marked: false }]
  if (last.end < text.length) chunks[chunks.length - 1] = { ...last, end: text.length }
  return chunks
}

function nextMarker(marker: RegExp, text: string): RegExpExecArray | null {
  for (;;) {
    const match = marker.exec(text)
    // `^` in JavaScript also matches after a lone \r, U+2028 and U+2029, which are not line breaks here.
    if (match === null || match.index === 0 || text[match.index - 1] === '\n') return match
    if (match.index === 1 && text.startsWith('\uFEFF')) return match
  }
}

/** Nothing but white space, comments, directives and a byte order mark. */
export function isBlank(text: string): boolean {
  return !/^[ \t]*[^\s#%\uFEFF]/m.test(text.replace(/^\uFEFF/, ''))
}
