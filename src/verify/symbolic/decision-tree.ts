import type { ActionSettings, Mutation } from '../../model/action.ts'
import { digest } from '../lists/digest.ts'
import { allOf, anyOf, type Condition, neverTrue, notOf, type Unknown, unknown } from './condition.ts'
import { type ProxyAnswer, type Recipient, recipientName } from './recipient.ts'

/** What becomes of the requests of one kind of client to one address: conditions, and at the end of each way an outcome. */
export type DecisionTree =
  | { readonly kind: 'if'; readonly when: Condition; readonly yes: DecisionTree; readonly no: DecisionTree }
  /** `barred`: nothing behind it counts, whatever it would admit at its own address. */
  | { readonly kind: 'denied'; readonly barred?: true }
  | { readonly kind: 'unreachable' }
  /** The input does not say which of some trees it is; `needs` says what would settle it. The same doubt about other trees is another. */
  | {
      readonly kind: 'unknown'
      readonly needs: string
      readonly among?: readonly DecisionTree[]
      /** What it depends on, by value. */
      readonly about?: string
    }
  | { readonly kind: 'answered'; readonly answer: ProxyAnswer }
  /** Shares of the requests go different ways: `alternatives` when each is for the same destination, so that what all do alike is done once. */
  | {
      readonly kind: 'split'
      readonly alternatives?: boolean
      readonly settings: readonly ActionSettings[]
      readonly parts: readonly { readonly tree: DecisionTree; readonly share: number }[]
    }
  | { readonly kind: 'sent'; readonly settings: readonly ActionSettings[]; readonly arrivals: readonly Delivery[] }

/** One destination of a request that was sent on, and the condition under which it is let in there. */
export interface Delivery {
  readonly destination: Recipient
  readonly share: number
  readonly mutations: readonly Mutation[]
  readonly allowed: Condition
  /** What proxies on the way make of the request without a word of any route. */
  readonly written?: readonly UnfollowedChange[]
}

/** A change of requests that nothing follows further than that it is another version of the change that the other mesh makes. */
export interface UnfollowedChange {
  readonly when: Condition
  readonly what: Unknown
}

export const denied: DecisionTree = { kind: 'denied' }
export const barred: DecisionTree = { kind: 'denied', barred: true }
export const unreachable: DecisionTree = { kind: 'unreachable' }

/** Lets a tree go on only where a condition holds. */
export function guarded(condition: Condition, tree: DecisionTree, otherwise: DecisionTree = denied): DecisionTree {
  if (condition.kind === 'all' && condition.of.length === 0) return tree
  return { kind: 'if', when: condition, yes: tree, no: otherwise }
}

/** Adds every condition of a tree to some others. Those that several trees share are there once. */
export function addConditionsOf(tree: DecisionTree, to: Set<Condition>): void {
  // Long chains of rules nest on the `no` side: walked by a loop, not by the stack.
  let at: DecisionTree = tree
  while (at.kind === 'if') {
    to.add(at.when)
    addConditionsOf(at.yes, to)
    at = at.no
  }
  if (at.kind === 'sent')
    for (const { allowed, written = [] } of at.arrivals) {
      to.add(allowed)
      for (const { when, what } of written) to.add(when).add(what)
    }
  if (at.kind === 'split') for (const part of at.parts) addConditionsOf(part.tree, to)
  if (at.kind === 'unknown') for (const one of at.among ?? []) addConditionsOf(one, to)
}

/** Every condition in a tree. */
export function conditionsOf(tree: DecisionTree): ReadonlySet<Condition> {
  const found = new Set<Condition>()
  addConditionsOf(tree, found)
  return found
}

/** A tree of which only what arrives at some pods counts (`ns/name`); all of it without them. */
export function onlyAt(pods: string | undefined, tree: DecisionTree): DecisionTree {
  if (pods === undefined) return tree
  if (tree.kind === 'if') return { ...tree, yes: onlyAt(pods, tree.yes), no: onlyAt(pods, tree.no) }
  if (tree.kind === 'split') return { ...tree, parts: tree.parts.map((part) => ({ ...part, tree: onlyAt(pods, part.tree) })) }
  if (tree.kind !== 'sent') return tree
  const isThere = ({ destination: at }: Delivery): boolean => at.kind === 'pods' && `${at.namespace}/${at.workload}` === pods
  return { ...tree, arrivals: tree.arrivals.filter(isThere) }
}

/** A tree whose requests were written to before they go on. */
export function writtenTo(tree: DecisionTree, written: readonly UnfollowedChange[]): DecisionTree {
  if (written.length === 0) return tree
  switch (tree.kind) {
    case 'if':
      return { ...tree, yes: writtenTo(tree.yes, written), no: writtenTo(tree.no, written) }
    case 'split':
      return { ...tree, parts: tree.parts.map((part) => ({ ...part, tree: writtenTo(part.tree, written) })) }
    case 'sent':
      return { ...tree, arrivals: tree.arrivals.map((arrival) => ({ ...arrival, written: [...written, ...(arrival.written ?? [])] })) }
    case 'denied':
    case 'unreachable':
    case 'unknown':
    case 'answered':
      return tree
  }
}

/** The destinations that a tree can lead to, by their names. */
export function destinationsReached(tree: DecisionTree, into: Map<string, Recipient> = new Map()): ReadonlyMap<string, Recipient> {
  if (tree.kind === 'if') {
    destinationsReached(tree.yes, into)
    destinationsReached(tree.no, into)
  }
  if (tree.kind === 'split') for (const part of tree.parts) destinationsReached(part.tree, into)
  if (tree.kind === 'sent') for (const { destination } of tree.arrivals) into.set(recipientName(destination), destination)
  return into
}

/** The requests that a tree lets in somewhere; where the tree depends on what the input does not say, that is undetermined. */
export function admittedBy(tree: DecisionTree): Condition {
  switch (tree.kind) {
    case 'if':
      return anyOf([allOf([tree.when, admittedBy(tree.yes)]), allOf([notOf(tree.when), admittedBy(tree.no)])])
    case 'sent':
      return anyOf(tree.arrivals.map(({ allowed }) => allowed))
    case 'split':
      return anyOf(tree.parts.map((part) => admittedBy(part.tree)))
    case 'unknown':
      return unknown(`admission ${digest(JSON.stringify(tree))}`, tree.needs)
    case 'denied':
    case 'unreachable':
    case 'answered':
      return neverTrue
  }
}

/** A tree whose routes do more besides. */
export function withSettings(tree: DecisionTree, settings: readonly ActionSettings[]): DecisionTree {
  if (tree.kind === 'if') return { ...tree, yes: withSettings(tree.yes, settings), no: withSettings(tree.no, settings) }
  return tree.kind === 'sent' || tree.kind === 'split' ? { ...tree, settings: [...settings, ...tree.settings] } : tree
}
