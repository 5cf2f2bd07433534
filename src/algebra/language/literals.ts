import { Interned } from './automaton.ts'

interface TrieNode {
  readonly children: Map<number, number>
  /** The longest prefix on the way here, as its node; -1 where there is none. */
  prefix: number
  isPrefix: boolean
}

/**
 * All exact values and prefixes of one kind of comparison, read together. A state is a node of the trie, or one off it that remembers the
 * longest prefix that was passed.
 */
export class Literals {
  readonly start = 0
  readonly #ignoreCase: boolean
  readonly #nodes: TrieNode[] = [{ children: new Map(), prefix: -1, isPrefix: false }]
  readonly #exact = new Map<number, string>()
  readonly #prefixes = new Map<number, string>()
  readonly #off = new Interned<number>(Number.POSITIVE_INFINITY)

  constructor(exact: readonly string[], prefixes: readonly string[], ignoreCase: boolean) {
    this.#ignoreCase = ignoreCase
    for (const value of exact) this.#exact.set(this.#insert(value), this.#fold(value))
    for (const value of prefixes) {
      const node = this.#insert(value)
      this.#nodes[node]!.isPrefix = true
      this.#prefixes.set(node, this.#fold(value))
    }
    this.#settle()
  }

  step(state: number, codePoint: number): number {
    if (state < 0) return state
    const node = this.#nodes[state]!
    return node.children.get(this.#foldPoint(codePoint)) ?? this.#offState(node.isPrefix ? state : node.prefix)
  }

  /** Code points that lead on from a state; all others lead off the trie, to one place. */
  continuations(state: number): Iterable<number> {
    return state < 0 ? [] : this.#nodes[state]!.children.keys()
  }

  /** What is accepted at a state: a text that differs between states that accept differently. */
  signature(state: number): string {
    const prefix = state < 0 ? this.#off.values[-state - 1]! : this.#nodes[state]!.isPrefix ? state : this.#nodes[state]!.prefix
    const exact = state < 0 ? undefined : this.#exact.get(state)
    return `${prefix}${exact === undefined ? '' : ` ${exact}`}`
  }

  /** The exact value and the prefixes that the text of a state has, as they were given or, without case, in lower case. */
  accepted(state: number): { readonly exact: string | undefined; readonly prefixes: readonly string[] } {
    const prefixes: string[] = []
    let at = state < 0 ? this.#off.values[-state - 1]! : this.#nodes[state]!.isPrefix ? state : this.#nodes[state]!.prefix
    for (; at >= 0; at = this.#nodes[at]!.prefix) prefixes.push(this.#prefixes.get(at)!)
    return { exact: state < 0 ? undefined : this.#exact.get(state), prefixes }
  }

  #offState(prefix: number): number {
    return -this.#off.id(String(prefix), () => prefix) - 1
  }

  #insert(value: string): number {
    let at = 0
    for (const character of this.#fold(value)) {
      const codePoint = character.codePointAt(0)!
      let next = this.#nodes[at]!.children.get(codePoint)
      if (next === undefined) {
        next = this.#nodes.push({ children: new Map(), prefix: -1, isPrefix: false }) - 1
        this.#nodes[at]!.children.set(codePoint, next)
      }
      at = next
    }
    return at
  }

  /** Tells each node the longest prefix above it. Parents come before their children. */
  #settle(): void {
    for (const [index, node] of this.#nodes.entries())
      for (const child of node.children.values()) this.#nodes[child]!.prefix = node.isPrefix ? index : node.prefix
  }

  #fold(value: string): string {
    return this.#ignoreCase ? value.toLowerCase() : value
  }

  #foldPoint(codePoint: number): number {
    if (!this.#ignoreCase) return codePoint
    const lower = String.fromCodePoint(codePoint).toLowerCase()
    return [...lower].length === 1 ? lower.codePointAt(0)! : codePoint
  }
}
