import type { Node } from '../../algebra/diagram.ts'
import type { Condition } from '../symbolic/condition.ts'
import type { DecisionTree, Delivery } from '../symbolic/decision-tree.ts'
import { type Recipient, recipientName } from '../symbolic/recipient.ts'
import type { DecidedArrival, Outcome } from './leaf.ts'
import { beside, deniedOutcome, outcomeKey, sent, unreachableOutcome, withKnownAddress, withOwn, withWritten } from './outcome.ts'
import type { Universe } from './universe.ts'

/** Pods that a tree does not lead to, and the requests that they let in at their own address. */
export interface DirectAccess {
  readonly destination: Recipient
  readonly admitted: Condition
}

/** The diagram of a tree: for each class of requests its outcome. */
export class TreeDiagrams {
  readonly #universe: Universe
  readonly #joined = new Map<string, Node>()
  readonly #scaled = new Map<string, Node>()
  readonly #decided = new Map<string, Node>()
  readonly #ends = new Map<DecisionTree, Node>()
  readonly #arrivals = new Map<Delivery, Node>()

  constructor(universe: Universe) {
    this.#universe = universe
  }

  node(tree: DecisionTree): Node {
    // The list of rules nests on the `no` side: built from its end.
    const chain: Extract<DecisionTree, { kind: 'if' }>[] = []
    let end = tree
    while (end.kind === 'if') {
      chain.push(end)
      end = end.no
    }
    let node = this.#knownEnd(end)
    for (const step of chain.reverse()) node = this.#universe.diagrams.choose(this.#universe.node(step.when), this.node(step.yes), node)
    return node
  }

  /** The same, with what pods beside it would let in. */
  nodeBeside(tree: DecisionTree, pods: readonly DirectAccess[]): Node {
    const { diagrams } = this.#universe
    let node = this.node(tree)
    for (const { destination, admitted } of pods) {
      const join = (outcome: Outcome, answer: Outcome): Node => this.#universe.leaf(beside(outcome, destination, answer.kind === 'yes'))
      node = diagrams.combine(node, this.#universe.node(admitted), join, new Map())
    }
    return node
  }

  /** The same, with what becomes of the requests at addresses by which a sidecar knows the destination. */
  named(node: Node, trees: readonly DecisionTree[], own: DecisionTree | undefined): Node {
    const { diagrams } = this.#universe
    const join = (outcome: Outcome, other: Outcome): Node => this.#universe.leaf(withKnownAddress(outcome, other))
    const all = trees.reduce((joined, tree) => diagrams.combine(joined, this.node(tree), join, new Map()), node)
    if (own === undefined) return all
    return diagrams.combine(all, this.node(own), (outcome, other) => this.#universe.leaf(withOwn(outcome, other)), new Map())
  }

  /** Trees of one destination share what is behind their conditions. */
  #knownEnd(tree: Exclude<DecisionTree, { kind: 'if' }>): Node {
    const node = this.#ends.get(tree) ?? this.#end(tree)
    this.#ends.set(tree, node)
    return node
  }

  #end(tree: Exclude<DecisionTree, { kind: 'if' }>): Node {
    const { diagrams } = this.#universe
    switch (tree.kind) {
      case 'denied':
        return this.#universe.leaf(tree.barred === true ? tree : deniedOutcome)
      case 'unreachable':
        return this.#universe.leaf(unreachableOutcome)
      case 'unknown': {
        const among = tree.among?.map((one) => this.node(one))
        const about = tree.about === undefined ? {} : { about: tree.about }
        return this.#universe.leaf({ kind: 'unknown', needs: tree.needs, ...(among === undefined ? {} : { among }), ...about })
      }
      case 'answered':
        return this.#universe.leaf(tree)
      case 'split': {
        if (tree.alternatives === true) return this.#alternatives(tree)
        let node = this.#universe.leaf(sent(tree.settings, []))
        for (const { tree: part, share } of tree.parts)
          node = diagrams.combine(node, this.#scale(this.node(part), share), (a, b) => this.#join(a, b), this.#joined)
        return node
      }
      case 'sent': {
        const [only, ...others] = tree.arrivals
        if (only !== undefined && others.length === 0 && tree.settings.length === 0) return this.#knownArrival(only)
        let node = this.#universe.leaf(sent(tree.settings, []))
        for (const arrival of tree.arrivals)
          node = diagrams.combine(node, this.#knownArrival(arrival), (a, b) => this.#join(a, b), this.#joined)
        return node
      }
    }
  }

  /** What two alternatives do alike is done once; settings that they do not have alike are those of a share. */
  #alternatives({ settings, parts }: Extract<DecisionTree, { kind: 'split' }>): Node {
    const [first, second] = parts
    const ofShare = (outcome: Outcome, share: number, alike: boolean): Outcome => {
      const part = scaled(outcome, share)
      return part.kind !== 'sent' || alike
        ? part
        : sent(
            part.settings.map((one) => ({ ...one, share })),
            part.arrivals,
          )
    }
    const join = (a: Outcome, b: Outcome): Node => {
      if (outcomeKey(a) === outcomeKey(b))
        return this.#universe.leaf(a.kind === 'sent' ? sent([...settings, ...a.settings], a.arrivals) : a)
      const alike = a.kind === 'sent' && b.kind === 'sent' && JSON.stringify(a.settings) === JSON.stringify(b.settings)
      const [one, other] = [ofShare(a, first!.share, alike), ofShare(b, second!.share, alike)]
      if (one.kind !== 'sent' || other.kind !== 'sent') return this.#join(one, other)
      const own = alike ? one.settings : [...one.settings, ...other.settings]
      return this.#universe.leaf(sent([...settings, ...own], [...one.arrivals, ...other.arrivals]))
    }
    return this.#universe.diagrams.combine(this.node(first!.tree), this.node(second!.tree), join, new Map())
  }

  /** A diagram of which only a share of the requests is meant. What a proxy answers or refuses is a destination of its own then. */
  #scale(node: Node, share: number): Node {
    const { diagrams } = this.#universe
    const whole = this.#universe.leaf(sent([], []))
    const memo = new Map<string, Node>()
    const key = `${node} ${share}`
    const known = this.#scaled.get(key)
    if (known !== undefined) return known
    const result = diagrams.combine(node, whole, (outcome) => this.#universe.leaf(scaled(outcome, share)), memo)
    this.#scaled.set(key, result)
    return result
  }

  /** Most requests arrive as they were sent, at the same few pods, in tree after tree. */
  #knownArrival(arrival: Delivery): Node {
    const node = this.#arrivals.get(arrival) ?? this.#arrival(arrival)
    this.#arrivals.set(arrival, node)
    return node
  }

  #arrival({ allowed, written = [], ...arrival }: Delivery): Node {
    const { diagrams } = this.#universe
    const decided = (value: boolean): Node => this.#decidedArrival({ ...arrival, allowed: value })
    // What both meshes write alike makes no difference.
    let node = decided(true)
    for (const { when, what } of written.filter((one) => !this.#universe.isSettled(one.what))) {
      const add = (outcome: Outcome, answer: Outcome): Node =>
        this.#universe.leaf(answer.kind === 'yes' ? withWritten(outcome, what) : outcome)
      node = diagrams.combine(node, this.#universe.node(when), add, new Map())
    }
    return diagrams.choose(this.#universe.node(allowed), node, decided(false))
  }

  #decidedArrival(arrival: DecidedArrival): Node {
    const make = (): Node => this.#universe.leaf(sent([], [arrival]))
    if (arrival.mutations.length > 0) return make()
    const key = `${arrival.allowed} ${arrival.share} ${recipientName(arrival.destination)}`
    const node = this.#decided.get(key) ?? make()
    this.#decided.set(key, node)
    return node
  }

  #join(a: Outcome, b: Outcome): Node {
    if (a.kind === 'unknown') return this.#universe.leaf(a)
    if (b.kind === 'unknown') return this.#universe.leaf(b)
    if (a.kind !== 'sent' || b.kind !== 'sent')
      throw new TypeError(`outcomes ${outcomeKey(a)} and ${outcomeKey(b)} have no arrivals to join`)
    return this.#universe.leaf(sent([...a.settings, ...b.settings], [...a.arrivals, ...b.arrivals]))
  }
}

function scaled(outcome: Outcome, share: number): Outcome {
  const instead = (destination: Recipient, allowed: boolean): Outcome => sent([], [{ destination, share, mutations: [], allowed }])
  switch (outcome.kind) {
    case 'sent':
      return sent(
        outcome.settings,
        outcome.arrivals.map((arrival) => ({ ...arrival, share: arrival.share * share })),
      )
    case 'answered':
      return instead({ kind: 'answer', answer: outcome.answer }, true)
    case 'unknown':
      return outcome
    case 'yes':
    case 'no':
    case 'nobody':
    case 'denied':
    case 'unreachable':
    case 'beside':
      return instead({ kind: 'refusal', by: outcome.kind }, false)
  }
}
