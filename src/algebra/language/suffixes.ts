import type { Alphabet } from './automaton.ts'
import { isLower, lowerPoint, type Numbered } from './literals.ts'
import type { Reader } from './reader.ts'

/** All suffixes of one kind of comparison, read together (Aho and Corasick's automaton): a state is the longest end that begins some suffix. */
export class Suffixes implements Reader {
  readonly start = 0
  readonly alphabet: Alphabet
  readonly #ignoreCase: boolean
  readonly #children: Map<number, number>[] = [new Map()]
  /** Where to go on when a character does not fit: the next shorter end that begins some suffix. */
  readonly #fallback: number[] = [0]
  readonly #values = new Map<number, number>()
  /** The longest suffix that a text of a state has, as its state; -1 where there is none. */
  readonly #longest: number[] = []
  /** For the state of a suffix that of the next shorter one, or -1. */
  readonly #shorter = new Map<number, number>()

  /** Without case, values have to be in lower case. */
  constructor(suffixes: Numbered, ignoreCase: boolean) {
    this.#ignoreCase = ignoreCase
    const points = new Set<number>()
    for (const [value, id] of suffixes) {
      let at = 0
      for (const character of value) {
        const codePoint = character.codePointAt(0)!
        points.add(codePoint)
        let next = this.#children[at]!.get(codePoint)
        if (next === undefined) {
          next = this.#children.push(new Map()) - 1
          this.#fallback.push(0)
          this.#children[at]!.set(codePoint, next)
        }
        at = next
      }
      this.#values.set(at, id)
    }
    this.#link()
    const variants = [...points].flatMap((point) => (ignoreCase && isLower(point) ? [point, point - 32] : [point]))
    this.alphabet = {
      cuts: [...new Set(variants.flatMap((point) => [point, point + 1]))].sort((a, b) => a - b),
      kindOf: (codePoint) => (points.has(this.#folded(codePoint)) ? String(this.#folded(codePoint)) : ''),
    }
  }

  step(state: number, codePoint: number): number {
    const point = this.#folded(codePoint)
    for (let at = state; ; at = this.#fallback[at]!) {
      const next = this.#children[at]!.get(point)
      if (next !== undefined) return next
      if (at === 0) return 0
    }
  }

  signature(state: number): number {
    return this.#longest[state]!
  }

  accepted(state: number): readonly number[] {
    const found: number[] = []
    for (let at = this.#longest[state]!; at >= 0; at = this.#shorter.get(at)!) found.push(this.#values.get(at)!)
    return found
  }

  continuations(): readonly number[] {
    return []
  }

  /** Breadth first, so that what is shorter is known. */
  #link(): void {
    const queue = [0]
    for (const at of queue) {
      const inherited = at === 0 ? -1 : this.#longest[this.#fallback[at]!]!
      if (this.#values.has(at)) this.#shorter.set(at, inherited)
      this.#longest[at] = this.#values.has(at) ? at : inherited
      for (const [codePoint, child] of this.#children[at]!) {
        if (at !== 0) this.#fallback[child] = this.step(this.#fallback[at]!, codePoint)
        queue.push(child)
      }
    }
  }

  #folded(codePoint: number): number {
    return this.#ignoreCase ? lowerPoint(codePoint) : codePoint
  }
}
