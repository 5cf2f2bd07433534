import type { Reader } from './reader.ts'

interface TrieNode {
  readonly children: Map<number, number>
  /** The longest prefix on the way here, as its node; -1 where there is none. */
  prefix: number
}

/** Values with the numbers by which they are known. */
export type Numbered = ReadonlyMap<string, number>

/**
 * All exact values and prefixes of one kind of comparison, read together. A state is a node of the trie, or one off it that remembers the
 * longest prefix that was passed: -2 less its node.
 */
export class Literals implements Reader {
  readonly start = 0
  /** Characters of literals are read one by one: see `continuations`. */
  readonly alphabet = { cuts: [], kindOf: () => '' }
  readonly #ignoreCase: boolean
  readonly #nodes: TrieNode[] = [{ children: new Map(), prefix: -1 }]
  readonly #exact = new Map<number, number>()
  readonly #prefixes = new Map<number, number>()
  /** For the node of a prefix that of the next shorter one, or -1. */
  readonly #shorter = new Map<number, number>()

  /** Without case, values have to be in lower case. */
  constructor(exact: Numbered, prefixes: Numbered, ignoreCase: boolean) {
    this.#ignoreCase = ignoreCase
    for (const [value, id] of exact) this.#exact.set(this.#insert(value), id)
    for (const [value, id] of prefixes) this.#prefixes.set(this.#insert(value), id)
    // Parents come before their children.
    for (const [index, node] of this.#nodes.entries()) {
      if (this.#prefixes.has(index)) {
        this.#shorter.set(index, node.prefix)
        node.prefix = index
      }
      for (const child of node.children.values()) this.#nodes[child]!.prefix = node.prefix
    }
  }

  step(state: number, codePoint: number): number {
    if (state < 0) return state
    const node = this.#nodes[state]!
    return node.children.get(this.#ignoreCase ? lowerPoint(codePoint) : codePoint) ?? -2 - node.prefix
  }

  continuations(state: number): readonly number[] {
    if (state < 0) return []
    const points = [...this.#nodes[state]!.children.keys()]
    return this.#ignoreCase ? points.flatMap((point) => (isLower(point) ? [point, point - 32] : [point])) : points
  }

  signature(state: number): number {
    return this.#exact.has(state) ? 2 * state : 2 * this.#prefix(state) + 1
  }

  accepted(state: number): readonly number[] {
    const found: number[] = []
    const exact = this.#exact.get(state)
    if (exact !== undefined) found.push(exact)
    for (let at = this.#prefix(state); at >= 0; at = this.#shorter.get(at)!) found.push(this.#prefixes.get(at)!)
    return found
  }

  #prefix(state: number): number {
    return state < 0 ? -2 - state : this.#nodes[state]!.prefix
  }

  #insert(value: string): number {
    let at = 0
    for (const character of value) {
      const codePoint = character.codePointAt(0)!
      let next = this.#nodes[at]!.children.get(codePoint)
      if (next === undefined) {
        next = this.#nodes.push({ children: new Map(), prefix: -1 }) - 1
        this.#nodes[at]!.children.set(codePoint, next)
      }
      at = next
    }
    return at
  }
}

/** An ASCII letter in lower case. */
export function lowerPoint(codePoint: number): number {
  return codePoint >= 65 && codePoint <= 90 ? codePoint + 32 : codePoint
}

export function isLower(codePoint: number): boolean {
  return codePoint >= 97 && codePoint <= 122
}
