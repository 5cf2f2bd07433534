import type { Automaton } from './automaton.ts'

/** All suffixes of one kind of comparison, read together (Aho and Corasick's automaton): a state is the longest end that begins some suffix. */
export class Suffixes implements Automaton {
  readonly start = 0
  readonly cuts: readonly number[]
  readonly #ignoreCase: boolean
  readonly #points = new Set<number>()
  readonly #children: Map<number, number>[] = [new Map()]
  readonly #fallback: number[] = [0]
  readonly #ends = new Map<number, Set<string>>()

  constructor(suffixes: readonly string[], ignoreCase: boolean) {
    this.#ignoreCase = ignoreCase
    const points = this.#points
    for (const value of suffixes) {
      let at = 0
      for (const character of this.#fold(value)) {
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
      this.#ends.set(at, (this.#ends.get(at) ?? new Set()).add(this.#fold(value)))
    }
    this.#link()
    const cuts = new Set<number>()
    for (const point of points)
      for (const one of ignoreCase ? caseVariants(point) : [point]) {
        cuts.add(one)
        cuts.add(one + 1)
      }
    this.cuts = [...cuts].sort((a, b) => a - b)
  }

  kindOf(codePoint: number): string {
    const folded = this.#ignoreCase ? this.#fold(String.fromCodePoint(codePoint)).codePointAt(0)! : codePoint
    return this.#points.has(folded) ? String(folded) : ''
  }

  step(state: number, codePoint: number): number {
    const folded = this.#ignoreCase ? this.#fold(String.fromCodePoint(codePoint)).codePointAt(0)! : codePoint
    let at = state
    for (;;) {
      const next = this.#children[at]!.get(folded)
      if (next !== undefined) return next
      if (at === 0) return 0
      at = this.#fallback[at]!
    }
  }

  accepts(state: number): boolean {
    return this.#ends.has(state)
  }

  /** The suffixes that a text of this state has, as they were given or, without case, in lower case. */
  accepted(state: number): Iterable<string> {
    return this.#ends.get(state) ?? []
  }

  signature(state: number): string {
    return [...(this.#ends.get(state) ?? [])].sort().join('\n')
  }

  isDead(): boolean {
    return false
  }

  /** Breadth first: where to go on when a character does not fit, and what ends there too. */
  #link(): void {
    const queue = [...this.#children[0]!.values()]
    for (const at of queue) {
      for (const [codePoint, child] of this.#children[at]!) {
        this.#fallback[child] = this.step(this.#fallback[at]!, codePoint)
        queue.push(child)
      }
      const inherited = this.#ends.get(this.#fallback[at]!)
      if (inherited !== undefined) this.#ends.set(at, new Set([...(this.#ends.get(at) ?? []), ...inherited]))
    }
  }

  #fold(value: string): string {
    return this.#ignoreCase ? value.toLowerCase() : value
  }
}

function caseVariants(codePoint: number): number[] {
  const text = String.fromCodePoint(codePoint)
  return [...new Set([codePoint, text.toLowerCase().codePointAt(0)!, text.toUpperCase().codePointAt(0)!])]
}
