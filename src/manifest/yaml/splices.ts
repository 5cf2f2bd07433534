/** Replacements in a text, collected in any order and made in one go. */
export class Splices {
  readonly #text: string
  readonly #list: { readonly start: number; readonly end: number; readonly text: string; readonly order: number }[] = []

  readonly #newline: string

  /** New text is given with `\n` and takes the line ends of the text around it. */
  constructor(text: string) {
    this.#text = text
    this.#newline = text.includes('\r\n') ? '\r\n' : '\n'
  }

  /** Replaces `[start, end)`. Insertions at one offset keep the order in which they were given. */
  replace(start: number, end: number, text: string): void {
    if (start === end && text === '') return
    this.#list.push({ start, end, text: this.#newline === '\n' ? text : text.replaceAll('\n', this.#newline), order: this.#list.length })
  }

  insert(at: number, text: string): void {
    this.replace(at, at, text)
  }

  /** The text with all replacements made; overlapping ones are a bug of the caller. */
  apply(): string {
    this.#list.sort((a, b) => a.start - b.start || a.end - b.end || a.order - b.order)
    let result = ''
    let at = 0
    for (const { start, end, text } of this.#list) {
      if (start < at) throw new Error(`overlapping replacements at offset ${start}`)
      result += this.#text.slice(at, start) + text
      at = end
    }
    return result + this.#text.slice(at)
  }
}
