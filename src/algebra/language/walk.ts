import { type Automaton, LimitError } from './automaton.ts'
import { familiarity, kindsOf } from './kinds.ts'
import { Product } from './product.ts'
import type { Reader } from './reader.ts'

/** Texts with the same atoms: the first of them that was found. */
export interface FoundText {
  readonly text: string
  readonly atoms: readonly number[]
}

export interface WalkLimits {
  /** How many states of all readers together are looked at. */
  readonly states: number
  /** How many combinations of atoms are found. */
  readonly classes: number
}

/**
 * Reads texts with everything at once, breadth first and familiar characters first: for each combination of atoms that a text of the domain
 * has, the first one.
 *
 * @throws {LimitError} beyond a limit
 */
export function walk(domain: Automaton, readers: readonly Reader[], limits: WalkLimits): readonly FoundText[] {
  const product = new Product(limits.states)
  /** How each state was reached: from which one, by which code point. */
  const ways: { readonly from: number; readonly codePoint: number }[] = [{ from: -1, codePoint: 0 }]
  const signatures = new Product(Number.POSITIVE_INFINITY)
  const firsts: number[] = []
  const choices = new Choices(domain, readers)
  product.id([domain.start, ...readers.map(({ start }) => start)])
  for (let at = 0; at < product.states.length; at += 1) {
    const state = product.states[at]!
    if (
      domain.accepts(state[0]!) &&
      signatures.id([0, ...readers.map((reader, index) => reader.signature(state[index + 1]!))]) === firsts.length
    ) {
      if (firsts.length >= limits.classes) throw new LimitError(`more than ${limits.classes} classes`)
      firsts.push(at)
    }
    for (const codePoint of choices.of(state)) {
      const inDomain = domain.step(state[0]!, codePoint)
      if (domain.isDead(inDomain)) continue
      const next = [inDomain]
      for (let index = 0; index < readers.length; index += 1) next.push(readers[index]!.step(state[index + 1]!, codePoint))
      if (product.id(next) === ways.length) ways.push({ from: at, codePoint })
    }
  }
  return firsts.map((at) => {
    const points: number[] = []
    for (let way = ways[at]!; way.from >= 0; way = ways[way.from]!) points.push(way.codePoint)
    const text = points.reverse().map((codePoint) => String.fromCodePoint(codePoint))
    return { text: text.join(''), atoms: readers.flatMap((reader, index) => reader.accepted(product.states[at]![index + 1]!)) }
  })
}

/** Which code points to read at a state: one of each kind, and those that lead on in some literal. */
class Choices {
  readonly #readers: readonly Reader[]
  readonly #kinds: ReturnType<typeof kindsOf>
  /** Where no literal leads on: made once. */
  readonly #plain: readonly number[]

  constructor(domain: Automaton, readers: readonly Reader[]) {
    this.#readers = readers
    this.#kinds = kindsOf([domain.alphabet, ...readers.map(({ alphabet }) => alphabet)])
    this.#plain = this.#sorted(new Set())
  }

  of(state: readonly number[]): readonly number[] {
    const continuing = new Set<number>()
    for (const [index, reader] of this.#readers.entries())
      for (const codePoint of reader.continuations(state[index + 1]!)) continuing.add(codePoint)
    return continuing.size === 0 ? this.#plain : this.#sorted(continuing)
  }

  #sorted(continuing: ReadonlySet<number>): readonly number[] {
    const others = this.#kinds.flatMap((kind) => kind.pick(continuing) ?? [])
    return [...continuing, ...others].sort((a, b) => familiarity(a) - familiarity(b))
  }
}
