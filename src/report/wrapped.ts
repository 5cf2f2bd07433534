/** Columns that a page fits where nothing says how wide its terminal is. */
export const pageWidth = 80

interface Wrapping {
  /** What the first line begins with. */
  readonly indent: string
  /** What all others begin with. */
  readonly hanging: string
  readonly width?: number
}

/** Words in lines of at most `width` columns, each line after the first further in. A word that is longer than a line has its own. */
export function wrapped(text: string, { indent, hanging, width = pageWidth }: Wrapping): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const before = line === '' ? (lines.length === 0 ? indent : hanging) : `${line} `
    if (line === '' || before.length + word.length <= width) line = before + word
    else {
      lines.push(line)
      line = hanging + word
    }
  }
  return [...lines, line]
}
