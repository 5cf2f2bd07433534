/** A pattern that is not RE2 syntax, or that has something no automaton here can follow. */
export class PatternError extends Error {
  override readonly name = 'PatternError'
}

/** A pattern and how far it was read. */
export class Scanner {
  readonly #pattern: string
  #at = 0

  constructor(pattern: string) {
    this.#pattern = pattern
  }

  get atEnd(): boolean {
    return this.#at >= this.#pattern.length
  }

  sees(text: string): boolean {
    return this.#pattern.startsWith(text, this.#at)
  }

  /** Reads a text if it is next. */
  take(text: string): boolean {
    if (!this.sees(text)) return false
    this.#at += text.length
    return true
  }

  /** Reads what a sticky expression finds here. */
  match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.#at
    const found = expression.exec(this.#pattern)
    if (found === null) return undefined
    this.#at += found[0].length
    return found
  }

  /** Reads one character. @throws {PatternError} at the end */
  next(): string {
    const codePoint = this.#pattern.codePointAt(this.#at)
    if (codePoint === undefined) throw this.fault('ends too early')
    const character = String.fromCodePoint(codePoint)
    this.#at += character.length
    return character
  }

  fault(what: string): PatternError {
    return new PatternError(`\`${this.#pattern}\` ${what}`)
  }
}
