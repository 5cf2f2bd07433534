import { type Alphabet, type Automaton, Interned } from './automaton.ts'
import { type NfaNode, nfaOf } from './nfa.ts'
import { type CharSet, contains } from './re2/char-set.ts'
import { word } from './re2/named-class.ts'
import type { Assertion, Syntax } from './re2/syntax.ts'

/** What stands on one side of a place in the text. */
type Neighbour = 'edge' | 'newline' | 'word' | 'other'

interface State {
  /** Nodes that read, assert or accept, ascending. */
  readonly nodes: readonly number[]
  /** What was read last; only distinguished where an assertion is still to be decided. */
  readonly before: Neighbour
}

const newline: CharSet = [[10, 10]]

/** The automaton of parsed patterns that have to match the whole text, read together and made deterministic state by state. */
export class PatternAutomaton implements Automaton {
  readonly start: number
  readonly alphabet: Alphabet
  readonly #nodes: readonly NfaNode[]
  readonly #states: Interned<State>
  /** Which set a node reads, by its position in the list of all sets. */
  readonly #setOf = new Map<number, number>()
  readonly #sets: readonly CharSet[]
  readonly #memberships = new Map<number, Uint8Array>()
  readonly #steps: Map<number, number>[] = []
  readonly #accepted: (readonly number[])[] = []
  readonly #signatures = new Map<string, number>()

  /** `limit`: on the sum of the nodes of all states. @throws {LimitError} when one pattern alone is too large */
  constructor(patterns: readonly Syntax[], limit: number) {
    const { nodes, starts } = nfaOf(patterns)
    this.#nodes = nodes
    const sets = new Map<string, { readonly set: CharSet; readonly id: number }>()
    const setId = (set: CharSet): number => {
      const key = String(set)
      const known = sets.get(key) ?? { set, id: sets.size }
      sets.set(key, known)
      return known.id
    }
    for (const [index, node] of nodes.entries()) if (node.kind === 'set') this.#setOf.set(index, setId(node.set))
    if (nodes.some(({ kind }) => kind === 'assert')) for (const set of [newline, word]) setId(set)
    this.#sets = [...sets.values()].map(({ set }) => set)
    this.#states = new Interned(limit)
    this.start = this.#state(starts, 'edge')
    this.alphabet = {
      cuts: [...new Set(this.#sets.flatMap((set) => set.flatMap(([low, high]) => [low, high + 1])))].sort((a, b) => a - b),
      kindOf: (codePoint) => this.#membership(codePoint).join(''),
    }
  }

  step(state: number, codePoint: number): number {
    this.#steps[state] ??= new Map()
    const steps = this.#steps[state]
    const known = steps.get(codePoint)
    if (known !== undefined) return known
    const next = neighbour(codePoint)
    const membership = this.#membership(codePoint)
    const targets: number[] = []
    for (const index of this.#resolved(this.#states.values[state]!, next)) {
      const node = this.#nodes[index]!
      if (node.kind === 'set' && membership[this.#setOf.get(index)!] === 1) targets.push(node.next)
    }
    const result = this.#state(targets, next)
    steps.set(codePoint, result)
    return result
  }

  /** The patterns that match a text of this state, ascending. */
  accepted(state: number): readonly number[] {
    this.#accepted[state] ??= this.#resolved(this.#states.values[state]!, 'edge')
      .flatMap((index) => {
        const node = this.#nodes[index]!
        return node.kind === 'accept' ? [node.pattern] : []
      })
      .sort((a, b) => a - b)
    return this.#accepted[state]
  }

  /** A number that differs between states at which different patterns match. */
  signature(state: number): number {
    const key = this.accepted(state).join()
    const known = this.#signatures.get(key) ?? this.#signatures.size
    this.#signatures.set(key, known)
    return known
  }

  accepts(state: number): boolean {
    return this.accepted(state).length > 0
  }

  isDead(state: number): boolean {
    return this.#states.values[state]!.nodes.length === 0
  }

  #membership(codePoint: number): Uint8Array {
    let bits = this.#memberships.get(codePoint)
    if (bits === undefined) {
      bits = Uint8Array.from(this.#sets, (set) => (contains(set, codePoint) ? 1 : 0))
      this.#memberships.set(codePoint, bits)
    }
    return bits
  }

  #state(from: readonly number[], before: Neighbour): number {
    const nodes = this.#reached(from, () => false)
    const asks = nodes.some((index) => this.#nodes[index]!.kind === 'assert')
    const state: State = { nodes, before: asks ? before : 'other' }
    return this.#states.id(`${state.before} ${nodes.join()}`, () => state, Math.max(1, nodes.length))
  }

  /** A state's nodes once it is known what follows. */
  #resolved({ nodes, before }: State, next: Neighbour): readonly number[] {
    if (!nodes.some((index) => this.#nodes[index]!.kind === 'assert')) return nodes
    return this.#reached(nodes, (what) => holds(what, before, next))
  }

  /** What is reached without reading; assertions that do not hold yet stay. */
  #reached(from: readonly number[], passes: (what: Assertion) => boolean): readonly number[] {
    const seen = new Set<number>()
    const open = [...from]
    const reached: number[] = []
    while (open.length > 0) {
      const index = open.pop()!
      if (seen.has(index)) continue
      seen.add(index)
      const node = this.#nodes[index]!
      if (node.kind === 'split') open.push(...node.next)
      else if (node.kind === 'assert' && passes(node.what)) open.push(node.next)
      else reached.push(index)
    }
    return reached.sort((a, b) => a - b)
  }
}

function neighbour(codePoint: number): Neighbour {
  if (codePoint === 10) return 'newline'
  return contains(word, codePoint) ? 'word' : 'other'
}

function holds(what: Assertion, before: Neighbour, next: Neighbour): boolean {
  switch (what) {
    case 'start':
      return before === 'edge'
    case 'end':
      return next === 'edge'
    case 'line-start':
      return before === 'edge' || before === 'newline'
    case 'line-end':
      return next === 'edge' || next === 'newline'
    case 'boundary':
      return (before === 'word') !== (next === 'word')
    case 'no-boundary':
      return (before === 'word') === (next === 'word')
  }
}
