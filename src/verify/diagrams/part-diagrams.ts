import type { Node } from '../../algebra/diagram.ts'
import type { Mesh } from '../../model/mesh.ts'
import { conditionsOfAll, type Part } from '../parts/part.ts'
import { DiagramPair, type OutcomePair } from './pair.ts'
import type { PartitionCache, TooLarge } from './partition-cache.ts'
import { isStopped } from './stopped.ts'
import { TreeDiagrams } from './tree-diagram.ts'
import { Universe } from './universe.ts'

/** The diagrams of the parts of one destination, over the classes that all of them tell apart. Each is made once, also where the clients of a part change. */
export class PartDiagrams {
  readonly universe: Universe
  readonly #trees: TreeDiagrams
  readonly pair: DiagramPair
  readonly #nodes = new WeakMap<object, Node>()
  readonly #differences = new Map<string, readonly OutcomePair[]>()

  private constructor(universe: Universe) {
    this.universe = universe
    this.#trees = new TreeDiagrams(universe)
    this.pair = new DiagramPair(universe)
  }

  static of([before, after]: readonly [Mesh, Mesh], parts: readonly Part[], cache: PartitionCache): PartDiagrams | TooLarge {
    const universe = Universe.of(conditionsOfAll(parts), before.settings, cache, after.settings.pathNormalization)
    return 'tooLarge' in universe ? universe : new PartDiagrams(universe)
  }

  /** What the mesh before does with requests of any client, and what pods beside would let in. */
  before({ before, beside }: Part): Node {
    return this.#made(beside, () => this.#trees.nodeBeside(before, beside))
  }

  after({ after }: Part): Node {
    return this.#made(after, () => this.#trees.node(after))
  }

  /** The outcomes that differ between two nodes; those of addresses by which a sidecar knows the destination only where any does. */
  differences(was: Node, is: Node, { named, own }: Part): readonly OutcomePair[] {
    const plain = this.#between(was, is)
    return named.length > 0 && plain.length > 0 ? this.#between(this.#trees.named(was, named, own), is) : plain
  }

  /** Whether none of some requests comes to a pod: each is refused, or answered with an error. */
  stops(requests: Node, node: Node): boolean {
    const { diagrams } = this.universe
    const visited = new Set<Node>()
    const isStop = (one: Node): boolean => {
      if (visited.has(one)) return true
      visited.add(one)
      const outcome = diagrams.valueOf(one)
      if (outcome !== undefined) return outcome.kind === 'nobody' || outcome.kind === 'denied' || isStopped(outcome)
      const variable = diagrams.variableOf(one)
      return [0, ...diagrams.classesNamed(variable, [one])].every((index) => isStop(diagrams.child(one, variable, index)))
    }
    return isStop(this.universe.without(requests, node))
  }

  #between(was: Node, is: Node): readonly OutcomePair[] {
    const key = `${was},${is}`
    const known = this.#differences.get(key) ?? this.pair.differences(was, is)
    this.#differences.set(key, known)
    return known
  }

  #made(of: object, make: () => Node): Node {
    const node = this.#nodes.get(of) ?? make()
    this.#nodes.set(of, node)
    return node
  }
}
