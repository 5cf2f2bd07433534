import type { Node } from '../algebra/diagram.ts'
import { denied, type Outcome, outcomeKey, sent, unreachable } from './outcome.ts'
import type { Arrival, Plan } from './symbolic/plan.ts'
import type { Universe } from './universe.ts'

/** The diagram of a plan: for each class of requests its outcome. */
export class PlanDiagrams {
  readonly #universe: Universe
  readonly #joined = new Map<string, Node>()

  constructor(universe: Universe) {
    this.#universe = universe
  }

  node(plan: Plan): Node {
    // The list of rules nests on the `no` side: built from its end.
    const chain: Extract<Plan, { kind: 'if' }>[] = []
    let end = plan
    while (end.kind === 'if') {
      chain.push(end)
      end = end.no
    }
    let node = this.#end(end)
    for (const step of chain.reverse()) node = this.#universe.diagrams.choose(this.#universe.node(step.when), this.node(step.yes), node)
    return node
  }

  #end(plan: Exclude<Plan, { kind: 'if' }>): Node {
    const { diagrams } = this.#universe
    switch (plan.kind) {
      case 'denied':
        return this.#universe.leaf(denied)
      case 'unreachable':
        return this.#universe.leaf(unreachable)
      case 'unknown':
      case 'answered':
        return this.#universe.leaf(plan)
      case 'sent': {
        let node = this.#universe.leaf(sent(plan.settings, []))
        for (const arrival of plan.arrivals) node = diagrams.combine(node, this.#arrival(arrival), (a, b) => this.#join(a, b), this.#joined)
        return node
      }
    }
  }

  #arrival({ allowed, ...arrival }: Arrival): Node {
    const decided = (value: boolean): Node => this.#universe.leaf(sent([], [{ ...arrival, allowed: value }]))
    return this.#universe.diagrams.choose(this.#universe.node(allowed), decided(true), decided(false))
  }

  #join(a: Outcome, b: Outcome): Node {
    if (a.kind !== 'sent' || b.kind !== 'sent')
      throw new TypeError(`outcomes ${outcomeKey(a)} and ${outcomeKey(b)} have no arrivals to join`)
    return this.#universe.leaf(sent([...a.settings, ...b.settings], [...a.arrivals, ...b.arrivals]))
  }
}
