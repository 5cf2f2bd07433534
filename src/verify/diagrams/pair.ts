import type { Node } from '../../algebra/diagram.ts'
import { compareText } from '../../diagnostics/place.ts'
import { classesOfClient, type KnownAttributes } from './client-classes.ts'
import type { Outcome } from './leaf.ts'
import { outcomeKey, outcomeName, type PairVerdict, verdictOf } from './outcome.ts'
import { type Holds, Regions } from './region.ts'
import type { Universe } from './universe.ts'

/** Classes of requests that one pair of outcomes stands for, and the way to one of them. */
export interface OutcomePair {
  readonly verdict: Exclude<PairVerdict, 'equal'>
  /** One outcome each; for an undetermined pair one of those possible. */
  readonly before: Outcome
  readonly after: Outcome
  /** How many ways through the diagrams lead here. */
  readonly classes: number
  /** The class taken of each variable on one such way. */
  readonly path: ReadonlyMap<number, number>
  /** A short name of the outcomes and of the requests that come to them, by value: see `Regions`. */
  readonly region: string
  /** Whether clients of a namespace, and of a service account in it where one is given, send such requests. */
  readonly reaches: (namespace: string, serviceAccount?: string) => boolean
  /** Ways to such requests, one for each pair of decided outcomes that lies among them, of clients that are known so far. */
  readonly ways: (client: KnownAttributes) => Iterable<ReadonlyMap<number, number>>
  /** For an undetermined pair: what would settle it. */
  readonly needs?: string
}

interface Found {
  readonly verdict: Exclude<PairVerdict, 'equal'>
  readonly before: Outcome
  readonly after: Outcome
  readonly needs?: string
  classes: number
}

/**
 * Walks two diagrams side by side and lists the pairs of outcomes that differ. Where what is left depends on unknown things only, all of
 * their values are tried: the same verdict for all of them stands, anything else is undetermined.
 */
export class DiagramPair {
  readonly #universe: Universe
  readonly #found = new Map<string, ReadonlyMap<string, Found>>()
  readonly #regions: Regions

  constructor(universe: Universe) {
    this.#universe = universe
    this.#regions = new Regions(universe)
  }

  differences(before: Node, after: Node): OutcomePair[] {
    return [...this.#walk(before, after)]
      .sort(([a], [b]) => compareText(a, b))
      .map(([key, found]) => {
        const holds = (a: Node, b: Node): boolean => this.#walk(a, b).has(key)
        const outcomes = [outcomeName(found.before), outcomeName(found.after), found.needs ?? '']
        return {
          ...found,
          path: this.#pathTo(before, after, key),
          region: JSON.stringify([...outcomes, this.#regions.name(before, after, holds)]),
          ways: (client) => this.#ways(before, after, holds, client),
          reaches: (namespace, serviceAccount) => this.#reaches(before, after, holds, namespace, serviceAccount),
        }
      })
  }

  /** Who clients are is asked first: below the classes of a client's names anything may follow. */
  #reaches(before: Node, after: Node, holds: Holds, namespace: string, serviceAccount: string | undefined): boolean {
    const { diagrams, variables } = this.#universe
    let [a, b] = [before, after]
    for (;;) {
      const position = Math.min(diagrams.variableOf(a), diagrams.variableOf(b))
      const variable = variables[position]
      const attribute = variable?.kind === 'text' ? variable.attribute : undefined
      const value = attribute?.kind === 'client-namespace' ? namespace : attribute?.kind === 'client-account' ? serviceAccount : undefined
      if (attribute === undefined || value === undefined) return holds(a, b)
      const index = this.#universe.classOf(attribute, value)
      if (index === undefined) return false
      a = diagrams.child(a, position, index)
      b = diagrams.child(b, position, index)
    }
  }

  *#ways(before: Node, after: Node, holds: Holds, client: KnownAttributes): Generator<ReadonlyMap<number, number>> {
    const { diagrams, firstUnknown } = this.#universe
    const path = new Map<number, number>()
    const visited = new Set<string>()
    const go = function* (this: DiagramPair, a: Node, b: Node): Generator<ReadonlyMap<number, number>> {
      const memo = `${a},${b}`
      if (visited.has(memo) || !holds(a, b)) return
      visited.add(memo)
      const variable = Math.min(diagrams.variableOf(a), diagrams.variableOf(b))
      if (variable >= firstUnknown) {
        yield new Map(path)
        return
      }
      for (const index of classesOfClient(this.#universe, variable, client) ?? [0, ...diagrams.classesNamed(variable, [a, b])]) {
        path.set(variable, index)
        yield* go.call(this, diagrams.child(a, variable, index), diagrams.child(b, variable, index))
      }
      path.delete(variable)
    }
    yield* go.call(this, before, after)
  }

  #walk(before: Node, after: Node): ReadonlyMap<string, Found> {
    if (before === after) return new Map()
    const memo = `${before},${after}`
    const known = this.#found.get(memo)
    if (known !== undefined) return known
    const { diagrams, firstUnknown } = this.#universe
    const variable = Math.min(diagrams.variableOf(before), diagrams.variableOf(after))
    const result = new Map<string, Found>()
    if (variable >= firstUnknown) {
      const one = this.#settle(before, after)
      if (one !== undefined) result.set(keyOf(one), one)
    } else
      for (const index of [0, ...diagrams.classesNamed(variable, [before, after])])
        for (const [key, found] of this.#walk(diagrams.child(before, variable, index), diagrams.child(after, variable, index))) {
          const sum = result.get(key)
          if (sum === undefined) result.set(key, { ...found })
          else sum.classes = Math.min(sum.classes + found.classes, Number.MAX_SAFE_INTEGER)
        }
    this.#found.set(memo, result)
    return result
  }

  /** The verdict over all values of what is unknown, or of two leaves. */
  #settle(before: Node, after: Node): Found | undefined {
    const verdicts = new Map<PairVerdict, { before: Outcome; after: Outcome }>()
    const needs = new Set<string>()
    this.#collect(before, after, verdicts, needs, new Set())
    const [only] = verdicts
    if (verdicts.size === 1 && only !== undefined) {
      const [verdict, pair] = only
      if (verdict === 'equal') return undefined
      const missing = verdict === 'undetermined' ? needsOf(pair.before, pair.after) : undefined
      return { verdict, ...pair, classes: 1, ...(missing === undefined ? {} : { needs: missing }) }
    }
    const pair = [...verdicts].find(([verdict]) => verdict !== 'equal')![1]
    const own = needsOf(pair.before, pair.after)
    if (own !== undefined) needs.add(own)
    return { verdict: 'undetermined', ...pair, classes: 1, needs: [...needs].sort(compareText).join('; ') }
  }

  #collect(
    before: Node,
    after: Node,
    verdicts: Map<PairVerdict, { before: Outcome; after: Outcome }>,
    needs: Set<string>,
    visited: Set<string>,
  ): void {
    if (visited.has(`${before},${after}`)) return
    visited.add(`${before},${after}`)
    const { diagrams, variables } = this.#universe
    const [was, is] = [diagrams.valueOf(before), diagrams.valueOf(after)]
    if (was !== undefined && is !== undefined) {
      const verdict = verdictOf(was, is)
      if (!verdicts.has(verdict)) verdicts.set(verdict, { before: was, after: is })
      return
    }
    const position = Math.min(diagrams.variableOf(before), diagrams.variableOf(after))
    const variable = variables[position]!
    if (variable.kind === 'unknown') needs.add(variable.needs)
    for (const index of [0, 1])
      this.#collect(diagrams.child(before, position, index), diagrams.child(after, position, index), verdicts, needs, visited)
  }

  #pathTo(before: Node, after: Node, key: string): Map<number, number> {
    const { diagrams, firstUnknown } = this.#universe
    const path = new Map<number, number>()
    let [a, b] = [before, after]
    for (;;) {
      const variable = Math.min(diagrams.variableOf(a), diagrams.variableOf(b))
      if (variable >= firstUnknown) return path
      const index = [0, ...diagrams.classesNamed(variable, [a, b])].find((candidate) =>
        this.#walk(diagrams.child(a, variable, candidate), diagrams.child(b, variable, candidate)).has(key),
      )!
      path.set(variable, index)
      a = diagrams.child(a, variable, index)
      b = diagrams.child(b, variable, index)
    }
  }
}

function keyOf({ verdict, before, after, needs }: Found): string {
  return `${verdict} ${outcomeKey(before)} ${outcomeKey(after)} ${needs ?? ''}`
}

function needsOf(before: Outcome, after: Outcome): string | undefined {
  const needs = [before, after].flatMap((outcome) => {
    const own = outcome.kind === 'beside' ? outcome.outcome : outcome
    return own.kind === 'unknown' ? [own.needs] : []
  })
  return needs.length === 0 ? undefined : [...new Set(needs)].sort(compareText).join('; ')
}
