import { type Automaton, Interned, LimitError } from './automaton.ts'
import { type CharSet, contains } from './re2/char-set.ts'
import type { Syntax } from './re2/syntax.ts'

/** A node of the nondeterministic automaton (Thompson's): one step over a set, or steps over nothing. */
interface Fragment {
  readonly set?: CharSet
  next: number[]
  /** Passed only at the beginning, or only at the end of the text. */
  readonly only?: 'start' | 'end'
}

const largestPattern = 100_000

/** The automaton of a parsed pattern that has to match the whole text, made deterministic state by state. */
export class PatternAutomaton implements Automaton {
  readonly start: number
  readonly cuts: readonly number[]
  readonly #nodes: Fragment[] = []
  readonly #sets: readonly CharSet[]
  readonly #accepting: number
  readonly #states: Interned<readonly number[]>
  readonly #steps = new Map<number, Map<number, number>>()
  readonly #accepts = new Map<number, boolean>()

  constructor(syntax: Syntax, limit: number) {
    this.#accepting = this.#node({ next: [] })
    const first = this.#compile(syntax, this.#accepting)
    this.#states = new Interned(limit)
    this.start = this.#state(this.#closure([first], true))
    this.#sets = [...new Map(this.#nodes.flatMap(({ set }) => (set === undefined ? [] : [[String(set), set] as const]))).values()]
    this.cuts = [...new Set(this.#nodes.flatMap(({ set }) => (set ?? []).flatMap(([low, high]) => [low, high + 1])))].sort((a, b) => a - b)
  }

  kindOf(codePoint: number): string {
    return this.#sets.map((set) => (contains(set, codePoint) ? '1' : '0')).join('')
  }

  step(state: number, codePoint: number): number {
    let steps = this.#steps.get(state)
    if (steps === undefined) {
      steps = new Map()
      this.#steps.set(state, steps)
    }
    const known = steps.get(codePoint)
    if (known !== undefined) return known
    const targets: number[] = []
    for (const index of this.#states.values[state]!) {
      const { set, next } = this.#nodes[index]!
      if (set !== undefined && contains(set, codePoint)) targets.push(...next)
    }
    const result = this.#state(this.#closure(targets, false))
    steps.set(codePoint, result)
    return result
  }

  accepts(state: number): boolean {
    let result = this.#accepts.get(state)
    if (result === undefined) {
      result = this.#closure(this.#states.values[state]!, state === this.start, true).includes(this.#accepting)
      this.#accepts.set(state, result)
    }
    return result
  }

  isDead(state: number): boolean {
    return this.#states.values[state]!.length === 0
  }

  /** Nodes that are reached without reading anything; assertions at the end are passed when it is known to be the end. */
  #closure(from: readonly number[], atStart: boolean, atEnd = false): readonly number[] {
    const seen = new Set<number>()
    const open = [...from]
    while (open.length > 0) {
      const index = open.pop()!
      if (seen.has(index)) continue
      const { set, next, only } = this.#nodes[index]!
      if (only === 'start' && !atStart) continue
      seen.add(index)
      if (set !== undefined || (only === 'end' && !atEnd)) continue
      open.push(...next)
    }
    return [...seen].sort((a, b) => a - b)
  }

  #state(nodes: readonly number[]): number {
    const kept = nodes.filter((index) => {
      const { set, only } = this.#nodes[index]!
      return set !== undefined || only === 'end' || index === this.#accepting
    })
    return this.#states.id(kept.join(','), () => kept)
  }

  #node(fragment: Fragment): number {
    if (this.#nodes.length > largestPattern) throw new LimitError(`a pattern of more than ${largestPattern} parts`)
    return this.#nodes.push(fragment) - 1
  }

  /** The first node of something that goes on at `next`. */
  #compile(syntax: Syntax, next: number): number {
    switch (syntax.kind) {
      case 'set':
        return this.#node({ set: syntax.set, next: [next] })
      case 'start':
      case 'end':
        return this.#node({ only: syntax.kind, next: [next] })
      case 'sequence':
        return syntax.of.reduceRight((following, part) => this.#compile(part, following), next)
      case 'choice':
        return this.#node({ next: syntax.of.map((part) => this.#compile(part, next)) })
      case 'repeat':
        return this.#repeat(syntax, next)
    }
  }

  #repeat({ of, least, most }: Extract<Syntax, { kind: 'repeat' }>, next: number): number {
    let first = next
    if (most === Number.POSITIVE_INFINITY) {
      first = this.#node({ next: [next] })
      this.#nodes[first]!.next.push(this.#compile(of, first))
    } else for (let count = least; count < most; count += 1) first = this.#node({ next: [next, this.#compile(of, first)] })
    for (let count = 0; count < least; count += 1) first = this.#compile(of, first)
    return first
  }
}
