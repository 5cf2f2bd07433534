/**
 * A deterministic automaton whose states are made when they are asked for: numbers that only it can read. A text is in its language when the
 * state after its last code point accepts.
 */
export interface Automaton {
  readonly start: number
  step(state: number, codePoint: number): number
  accepts(state: number): boolean
  /** True only where nothing that follows can be accepted. */
  isDead(state: number): boolean
  readonly alphabet: Alphabet
}

/** What an automaton tells apart among code points. */
export interface Alphabet {
  /** Code points at which steps can begin to differ: between two neighbours all code points lead the same way, from every state. */
  readonly cuts: readonly number[]
  /** Code points with the same text lead the same way, from every state. */
  kindOf(codePoint: number): string
}

/** The state after a text. */
export function after(automaton: Automaton, state: number, text: string): number {
  let at = state
  for (const character of text) at = automaton.step(at, character.codePointAt(0)!)
  return at
}

/** Numbers for values, in the order in which they are first seen. */
export class Interned<T> {
  readonly values: T[] = []
  readonly #ids = new Map<string, number>()
  readonly #limit: number
  #weight = 0

  /** `limit`: the largest sum of weights. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** @throws {LimitError} when there are too many */
  id(key: string, value: () => T, weight = 1): number {
    const known = this.#ids.get(key)
    if (known !== undefined) return known
    this.#weight += weight
    if (this.#weight > this.#limit) throw new LimitError(`more than ${this.#limit} states`)
    this.#ids.set(key, this.values.length)
    return this.values.push(value()) - 1
  }
}

export class LimitError extends Error {
  override readonly name = 'LimitError'
}
