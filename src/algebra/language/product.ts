import { LimitError } from './automaton.ts'

/** States below zero begin here. */
const offset = 0x4000000

/** Numbers for states of several automata read together, in the order in which they are met; parts are joined two by two, so that no text is built. */
export class Product {
  readonly states: (readonly number[])[] = []
  readonly #limit: number
  readonly #pairs: Map<number, number>[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  /** The number of a state; the parts are as many every time. @throws {LimitError} when there are too many */
  id(parts: readonly number[]): number {
    let id = parts[0]!
    for (let level = 1; level < parts.length; level += 1) id = this.#join(level, id, parts[level]!)
    // One part alone has to be numbered as well.
    const known = this.#join(0, 0, id)
    if (known === this.states.length) {
      if (known >= this.#limit) throw new LimitError(`more than ${this.#limit} states`)
      this.states.push(parts)
    }
    return known
  }

  #join(level: number, a: number, b: number): number {
    this.#pairs[level] ??= new Map()
    const pairs = this.#pairs[level]
    const key = a * 2 * offset + (b + offset)
    let id = pairs.get(key)
    if (id === undefined) {
      id = pairs.size
      pairs.set(key, id)
    }
    return id
  }
}
