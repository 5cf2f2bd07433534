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
  /** Nobody can tell which of some plans it is; `needs` says what would settle it. The same doubt about other plans is another. */
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
      readonly parts: readonly { readonly plan: DecisionTree; readonly share: number }[]
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

/** A change of requests that nobody follows further than that it is another version of the change that the other mesh makes. */
export interface UnfollowedChange {
  readonly when: Condition
  readonly what: Unknown
}

export const denied: DecisionTree = { kind: 'denied' }
export const barred: DecisionTree = { kind: 'denied', barred: true }
export const unreachable: DecisionTree = { kind: 'unreachable' }

/** Lets a plan go on only where a condition holds. */
export function guarded(condition: Condition, plan: DecisionTree, otherwise: DecisionTree = denied): DecisionTree {
  if (condition.kind === 'all' && condition.of.length === 0) return plan
  return { kind: 'if', when: condition, yes: plan, no: otherwise }
}

/** Every condition in a plan. */
export function* conditionsOf(plan: DecisionTree): Generator<Condition> {
  // Long chains of rules nest on the `no` side: walked by a loop, not by the stack.
  let at: DecisionTree = plan
  while (at.kind === 'if') {
    yield at.when
    yield* conditionsOf(at.yes)
    at = at.no
  }
  if (at.kind === 'sent')
    for (const { allowed, written = [] } of at.arrivals) {
      yield allowed
      for (const { when, what } of written) yield* [when, what]
    }
  if (at.kind === 'split') for (const part of at.parts) yield* conditionsOf(part.plan)
  if (at.kind === 'unknown') for (const one of at.among ?? []) yield* conditionsOf(one)
}

/** A plan of which only what arrives at some pods counts (`ns/name`); all of it without them. */
export function onlyAt(pods: string | undefined, plan: DecisionTree): DecisionTree {
  if (pods === undefined) return plan
  if (plan.kind === 'if') return { ...plan, yes: onlyAt(pods, plan.yes), no: onlyAt(pods, plan.no) }
  if (plan.kind === 'split') return { ...plan, parts: plan.parts.map((part) => ({ ...part, plan: onlyAt(pods, part.plan) })) }
  if (plan.kind !== 'sent') return plan
  const isThere = ({ destination: at }: Delivery): boolean => at.kind === 'pods' && `${at.namespace}/${at.workload}` === pods
  return { ...plan, arrivals: plan.arrivals.filter(isThere) }
}

/** A plan whose requests were written to before they go on. */
export function writtenTo(plan: DecisionTree, written: readonly UnfollowedChange[]): DecisionTree {
  if (written.length === 0) return plan
  switch (plan.kind) {
    case 'if':
      return { ...plan, yes: writtenTo(plan.yes, written), no: writtenTo(plan.no, written) }
    case 'split':
      return { ...plan, parts: plan.parts.map((part) => ({ ...part, plan: writtenTo(part.plan, written) })) }
    case 'sent':
      return { ...plan, arrivals: plan.arrivals.map((arrival) => ({ ...arrival, written: [...written, ...(arrival.written ?? [])] })) }
    case 'denied':
    case 'unreachable':
    case 'unknown':
    case 'answered':
      return plan
  }
}

/** The destinations that a plan can lead to, by their names. */
export function destinationsReached(plan: DecisionTree, into: Map<string, Recipient> = new Map()): ReadonlyMap<string, Recipient> {
  if (plan.kind === 'if') {
    destinationsReached(plan.yes, into)
    destinationsReached(plan.no, into)
  }
  if (plan.kind === 'split') for (const part of plan.parts) destinationsReached(part.plan, into)
  if (plan.kind === 'sent') for (const { destination } of plan.arrivals) into.set(recipientName(destination), destination)
  return into
}

/** The requests that a plan lets in somewhere; where the plan depends on what the input does not tell, that is undetermined. */
export function admittedBy(plan: DecisionTree): Condition {
  switch (plan.kind) {
    case 'if':
      return anyOf([allOf([plan.when, admittedBy(plan.yes)]), allOf([notOf(plan.when), admittedBy(plan.no)])])
    case 'sent':
      return anyOf(plan.arrivals.map(({ allowed }) => allowed))
    case 'split':
      return anyOf(plan.parts.map((part) => admittedBy(part.plan)))
    case 'unknown':
      return unknown(`admission ${digest(JSON.stringify(plan))}`, plan.needs)
    case 'denied':
    case 'unreachable':
    case 'answered':
      return neverTrue
  }
}

/** A plan whose routes do more besides. */
export function withSettings(plan: DecisionTree, settings: readonly ActionSettings[]): DecisionTree {
  if (plan.kind === 'if') return { ...plan, yes: withSettings(plan.yes, settings), no: withSettings(plan.no, settings) }
  return plan.kind === 'sent' || plan.kind === 'split' ? { ...plan, settings: [...settings, ...plan.settings] } : plan
}
