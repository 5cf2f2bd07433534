import type { Mutation } from '../../model/action.ts'
import type { DifferenceVerdict } from '../comparison.ts'
import { isError, isMissing, type Recipient, recipientName } from '../symbolic/recipient.ts'
import { byIdentity } from './identified.ts'
import type { Beside, DecidedArrival, Outcome, PartSettings } from './leaf.ts'
import { asSeen, isStopped } from './stopped.ts'

export const deniedOutcome: Outcome = { kind: 'denied' }
export const unreachableOutcome: Outcome = { kind: 'unreachable' }
export const unsentOutcome: Outcome = { kind: 'nobody' }

/** The same text for the same outcome. */
export function outcomeKey(outcome: Outcome): string {
  return JSON.stringify(withNames(outcome))
}

/** The outcome with the names of recipients, and answers, as texts. */
function withNames(outcome: Outcome): object {
  switch (outcome.kind) {
    case 'answered':
      return { ...outcome, answer: JSON.stringify(outcome.answer) }
    case 'sent':
      return { ...outcome, arrivals: outcome.arrivals.map((arrival) => ({ ...arrival, destination: recipientName(arrival.destination) })) }
    case 'beside':
      return {
        ...outcome,
        outcome: withNames(outcome.outcome),
        ...(outcome.named === undefined ? {} : { named: outcome.named.map(withNames) }),
        ...(outcome.own === undefined ? {} : { own: withNames(outcome.own) }),
      }
    case 'yes':
    case 'no':
    case 'nobody':
    case 'denied':
    case 'unreachable':
    case 'unknown':
      return outcome
  }
}

/** The same text for the same outcome in every comparison: without the numbers of diagrams. */
export function outcomeName(outcome: Outcome): string {
  if (outcome.kind === 'beside') return `${outcomeName(outcome.outcome)} ${JSON.stringify([outcome.admits, outcome.refuses])}`
  return outcome.kind === 'unknown' ? `unknown ${outcome.needs} ${outcome.about ?? ''}` : outcomeKey(outcome)
}

/** A sent outcome in one form: arrivals at one destination are one, sorted; settings that say nothing are left out. */
export function sent(settings: readonly PartSettings[], arrivals: readonly DecidedArrival[]): Outcome {
  return {
    kind: 'sent',
    settings: settings.filter(saysSomething),
    arrivals: arrivals.length > 1 ? merged(arrivals) : arrivals.map(inOneForm),
  }
}

function merged(arrivals: readonly DecidedArrival[]): readonly DecidedArrival[] {
  const byKey = new Map<string, DecidedArrival>()
  for (const arrival of arrivals) {
    const mutations = canonicalMutations(arrival.mutations)
    const key = JSON.stringify([recipientName(arrival.destination), arrival.allowed, mutations, arrival.written])
    const known = byKey.get(key)
    byKey.set(key, { ...arrival, mutations, share: round((known?.share ?? 0) + arrival.share) })
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, arrival]) => arrival)
}

function inOneForm(arrival: DecidedArrival): DecidedArrival {
  return { ...arrival, mutations: canonicalMutations(arrival.mutations), share: round(arrival.share) }
}

/** An outcome whose requests have something more written to them. */
export function withWritten(outcome: Outcome, { name, needs }: { readonly name: string; readonly needs: string }): Outcome {
  if (outcome.kind !== 'sent') return outcome
  const sorted = (written: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(written).sort(([a], [b]) => (a < b ? -1 : 1)))
  return {
    ...outcome,
    arrivals: outcome.arrivals.map((arrival) => ({ ...arrival, written: sorted({ ...arrival.written, [name]: needs }) })),
  }
}

/** What would settle whether two outcomes get the same requests, where proxies write to them differently. */
export function writtenApart(before: Outcome, after: Outcome): readonly string[] {
  const [was, is] = [before, after].map((outcome) => {
    const own = outcome.kind === 'beside' ? outcome.outcome : outcome
    return new Map(arrivalsOf(own).flatMap(({ written = {} }) => Object.entries(written)))
  }) as [Map<string, string>, Map<string, string>]
  const apart = [...was, ...is].filter(([name]) => was.has(name) !== is.has(name)).map(([, needs]) => needs)
  return [...new Set(apart)].sort()
}

function round(share: number): number {
  return Math.round(share * 1e6) / 1e6
}

function saysSomething({ mirrors, responseHeaders, share: _, ...rest }: PartSettings): boolean {
  return mirrors.length > 0 || responseHeaders.length > 0 || Object.keys(rest).length > 0
}

/** Path, authority and each header change independently of each other; only their own order counts. */
function canonicalMutations(mutations: readonly Mutation[]): readonly Mutation[] {
  if (mutations.length < 2) return mutations
  const topic = (mutation: Mutation): string =>
    'name' in mutation ? `header ${mutation.name.toLowerCase()}` : mutation.kind === 'authority' ? 'authority' : 'a path'
  return mutations
    .map((mutation, position) => ({ mutation, position, topic: topic(mutation) }))
    .sort((a, b) => (a.topic === b.topic ? a.position - b.position : a.topic < b.topic ? -1 : 1))
    .map(({ mutation }) => mutation)
}

export type PairVerdict = 'equal' | DifferenceVerdict

/** The outcome with one more pod beside it. */
export function beside(outcome: Outcome, destination: Recipient, admitted: boolean): Outcome {
  const known = asBeside(outcome)
  const pods = recipientName(destination)
  return {
    ...known,
    admits: admitted ? [...known.admits, pods] : known.admits,
    refuses: admitted ? known.refuses : [...known.refuses, pods],
  }
}

/** The outcome with what becomes of the same request at one more address by which a sidecar knows the destination. */
export function withKnownAddress(outcome: Outcome, other: Outcome): Outcome {
  const known = asBeside(outcome)
  return { ...known, named: [...(known.named ?? []), other] }
}

/** The outcome with what becomes of the same request at the pod's own address, with the identity of its client. */
export function withOwn(outcome: Outcome, own: Outcome): Outcome {
  return { ...asBeside(outcome), own }
}

/** What would settle what becomes of the requests of an outcome at an address by which a sidecar knows the destination; undefined where that is known. */
export function nameInDoubt(outcome: Outcome): string | undefined {
  if (outcome.kind !== 'beside' || outcome.outcome.kind !== 'sent') return undefined
  const { named: others = [], own } = outcome
  return [...others, ...(own === undefined ? [] : [own])].flatMap((other) => (other.kind === 'unknown' ? [other.needs] : []))[0]
}

function asBeside(outcome: Outcome): Beside {
  return outcome.kind === 'beside' ? outcome : { kind: 'beside', outcome, admits: [], refuses: [] }
}

/**
 * How the outcome after differs from the one before. What is not let in anywhere counts as denied, whichever point refuses it. A request that goes
 * elsewhere opens something when it is let in where it was, or would have been, refused, or where routes kept it from every destination.
 */
export function verdictOf(before: Outcome, after: Outcome): PairVerdict {
  if (before.kind !== 'beside') return verdictBeside(before, after, [], [])
  const { admits, refuses, named: others = [], own } = before
  const verdict = verdictBeside(before.outcome, after, admits, refuses)
  if (verdict === 'equal' || verdict === 'undetermined' || others.length === 0) return verdict
  if (before.outcome.kind !== 'sent') return verdict
  if (others.some((other) => verdictBeside(other, after, admits, refuses) === 'equal')) return 'identified'
  if (verdict !== 'wider' && verdict !== 'narrower') return verdict
  const places = (outcome: Outcome, admitted: boolean) =>
    new Set(named(arrivalsOf(outcome)).flatMap(({ allowed, name }) => (allowed === admitted ? [name] : [])))
  const reached = new Set(named(arrivalsOf(before.outcome)).map(({ name }) => name))
  return byIdentity(verdict, {
    before: places(before.outcome, true),
    refused: places(before.outcome, false),
    beside: new Set(admits.filter((place) => !reached.has(place))),
    after: places(after, true),
    named: others.map((other) => ({ admits: places(other, true), refuses: places(other, false), open: letIn(other) && !isStopped(other) })),
    ...(own === undefined ? {} : { own: { admits: places(own, true), refuses: places(own, false) } }),
  })
}

function verdictBeside(before: Outcome, after: Outcome, admits: readonly string[], refuses: readonly string[]): PairVerdict {
  if (before.kind === 'nobody' || after.kind === 'nobody') return 'equal'
  if (before.kind === 'unknown' || after.kind === 'unknown') return outcomeKey(before) === outcomeKey(after) ? 'equal' : 'undetermined'
  const [was, is] = [letIn(before), letIn(after)]
  if (!is) return was ? 'narrower' : 'equal'
  if (isStopped(before) && !isStopped(after) && reaches(after)) return 'wider'
  const [old, now] = [named(arrivalsOf(before)), named(arrivalsOf(after))]
  const reached = new Set(old.map(({ name }) => name))
  const besideThem = (pods: readonly string[]): string[] => pods.filter((one) => !reached.has(one))
  const accepted = new Set([...old.filter(({ allowed }) => allowed).map(({ name }) => name), ...besideThem(admits)])
  const refused = new Set([...old.filter(({ allowed }) => !allowed).map(({ name }) => name), ...besideThem(refuses)])
  if (now.some(({ name, allowed }) => allowed && refused.has(name) && !accepted.has(name))) return 'wider'
  if (!was) {
    const known = now.every(({ name, allowed }) => !allowed || accepted.has(name))
    return known || leadsNowhere(before) ? 'rerouted' : 'wider'
  }
  if (now.some(({ name, allowed }) => !allowed && old.some((arrival) => arrival.allowed && arrival.name === name))) return 'narrower'
  return seenKey(before) === seenKey(after) ? 'equal' : 'rerouted'
}

const seenKeys = new WeakMap<Outcome, string>()

/** The same text for outcomes that clients see alike; a leaf is compared with many others. */
function seenKey(outcome: Outcome): string {
  const key = seenKeys.get(outcome) ?? outcomeKey(withoutRefused(asSeen(outcome)))
  seenKeys.set(outcome, key)
  return key
}

/** Where requests are refused makes no difference to where the others go, only that some are. */
function withoutRefused(outcome: Outcome): Outcome {
  if (outcome.kind !== 'sent') return outcome
  const refused = outcome.arrivals.filter(({ allowed }) => !allowed)
  const together: DecidedArrival = { destination: { kind: 'refusal', by: 'anything' }, share: 0, mutations: [], allowed: false }
  return { ...outcome, arrivals: [...outcome.arrivals.filter(({ allowed }) => allowed), ...(refused.length === 0 ? [] : [together])] }
}

/** Arrivals with the names of their destinations, by which they are compared. */
function named(arrivals: readonly DecidedArrival[]): readonly { readonly name: string; readonly allowed: boolean }[] {
  return arrivals.map(({ destination, allowed }) => ({ name: recipientName(destination), allowed }))
}

function arrivalsOf(outcome: Outcome): readonly DecidedArrival[] {
  return outcome.kind === 'sent' ? outcome.arrivals : []
}

/** True where requests are let in somewhere: at pods, or at a host outside the mesh. */
function reaches(outcome: Outcome): boolean {
  return arrivalsOf(outcome).some(({ destination, allowed }) => allowed && !isError(destination))
}

/** Nothing refuses: there was nothing to reach. */
function leadsNowhere(outcome: Outcome): boolean {
  if (outcome.kind === 'unreachable') return true
  return outcome.kind === 'sent' && outcome.arrivals.every(({ destination }) => isMissing(destination))
}

function letIn(outcome: Outcome): boolean {
  return outcome.kind === 'answered' || (outcome.kind === 'sent' && outcome.arrivals.some(({ allowed }) => allowed))
}
