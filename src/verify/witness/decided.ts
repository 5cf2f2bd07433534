import type { ActionSettings } from '../../model/action.ts'
import type { HttpHeaders } from '../../model/request.ts'
import type { Branch, Decision } from '../../model/verdict.ts'
import { byIdentity } from '../diagrams/identified.ts'
import type { PairVerdict } from '../diagrams/outcome.ts'
import { isStoppedDecision } from '../diagrams/stopped.ts'
import { isError, isMissing, type Recipient, recipientName } from '../symbolic/recipient.ts'

/**
 * Whether a destination could have been reached before, by its own address; undefined where the input does not say, or where that does not count.
 */
export type WouldAdmit = (destination: Recipient) => boolean | undefined

/**
 * How two decisions of the reference evaluator differ, by the same measure as two outcomes of the diagrams: what is not let in anywhere counts
 * as denied, an answer of a proxy as let in; what goes elsewhere opens something where it was, or would have been, refused.
 * `atNames` and `atOwn` are asked only where they make a difference: what the mesh before decides at addresses by which a sidecar knows the destination, and at
 * the pod's own one.
 */
export function verdictOfDecisions(
  before: Decision,
  after: Decision,
  wouldAdmit: WouldAdmit = () => undefined,
  atNames: () => readonly Decision[] = () => [],
  atOwn: () => Decision | undefined = () => undefined,
): PairVerdict {
  const verdict = verdictAlone(before, after, wouldAdmit)
  if (verdict === 'equal' || verdict === 'undetermined' || before.branches.length === 0) return verdict
  const named = atNames()
  if (named.length === 0) return verdict
  if (named.some((one) => verdictAlone(one, after, wouldAdmit) === 'equal')) return 'identified'
  if (verdict !== 'wider' && verdict !== 'narrower') return verdict
  const [was, is, refused] = [destinations(before, true), destinations(after, true), destinations(before, false)]
  const beside = after.branches.flatMap(({ end, verdict: said }) => {
    const place = recipientName(end)
    return said === 'allowed' && !was.has(place) && !refused.has(place) && wouldAdmit(end) === true ? [place] : []
  })
  const own = atOwn()
  return byIdentity(verdict, {
    before: was,
    refused,
    beside: new Set(beside),
    after: is,
    named: named.map((one) => ({ ...placesOf(one), open: letIn(one) && !isStoppedDecision(one) })),
    ...(own === undefined ? {} : { own: placesOf(own) }),
  })
}

function verdictAlone(before: Decision, after: Decision, wouldAdmit: WouldAdmit): PairVerdict {
  if (before.verdict === 'undetermined' && doubtful(before)) return 'undetermined'
  if (after.verdict === 'undetermined' && doubtful(after)) return 'undetermined'
  const [was, is] = [letIn(before), letIn(after)]
  if (!is) return was ? 'narrower' : 'equal'
  if (isStoppedDecision(before) && !isStoppedDecision(after) && reaches(after)) return 'wider'
  const refused = destinations(before, false)
  const accepted = destinations(before, true)
  for (const branch of after.branches) {
    const place = placeOf(branch)
    if (branch.verdict !== 'allowed' || refused.has(place) || accepted.has(place)) continue
    const admitted = wouldAdmit(branch.end)
    if (admitted !== undefined) (admitted ? accepted : refused).add(place)
  }
  const allowed = after.branches.filter(({ verdict }) => verdict === 'allowed').map(placeOf)
  if (allowed.some((place) => refused.has(place) && !accepted.has(place))) return 'wider'
  if (!was) return allowed.every((place) => accepted.has(place)) || leadsNowhere(before) ? 'rerouted' : 'wider'
  const kept = destinations(before, true)
  if (after.branches.some((branch) => branch.verdict !== 'allowed' && kept.has(placeOf(branch)))) return 'narrower'
  return changedBetween(before, after).length === 0 ? 'equal' : 'rerouted'
}

/** What differs in how a request is routed, by name; empty when nothing does. */
export function changedBetween(before: Decision, after: Decision): readonly string[] {
  const changed: string[] = []
  const differs = (name: string, of: (decision: Decision) => unknown): void => {
    if (JSON.stringify(of(before)) !== JSON.stringify(of(after))) changed.push(name)
  }
  differs('answer', ({ answer }) => answer)
  // A proxy that answers in place of a destination changes all the rest with it.
  if (before.answer === undefined && after.answer === undefined) {
    differs('destination', (decision) => sharesOf(decision).map(([place]) => place))
    differs('weights', (decision) => sharesOf(decision))
    // Nothing arrives where a request is refused.
    if ([before, after].every(({ branches }) => branches.some(({ verdict }) => verdict === 'allowed'))) {
      const sameDestinations = !changed.includes('destination')
      differs('path', (decision) => received(decision, sameDestinations, ({ received: request }) => request?.target))
      differs('authority', (decision) => received(decision, sameDestinations, ({ received: request }) => request?.authority))
      differs('headers', (decision) =>
        received(decision, sameDestinations, ({ received: request }) => sortedEntries(request?.headers ?? {})),
      )
    }
  }
  // What both answer themselves is not sent on: nothing is retried, mirrored or waited for.
  const isAnswered = before.answer !== undefined && after.answer !== undefined
  const counting = isAnswered ? (['responseHeaders'] as const) : settingKinds
  for (const name of counting) differs(settingNames[name], ({ settings }) => settingValues(settings, name))
  if (changed.includes('destination')) return changed.filter((name) => name !== 'weights')
  return changed
}

/** A decision of which only what arrives at some pods counts (`ns/name`); all of it without them. */
export function decidedOnlyAt(pods: string | undefined, decision: Decision): Decision {
  return pods === undefined ? decision : { ...decision, branches: decision.branches.filter(({ workload }) => workload === pods) }
}

const settingKinds = ['timeoutMs', 'retries', 'mirrors', 'fault', 'cors', 'responseHeaders'] as const

const settingNames = {
  timeoutMs: 'timeout',
  retries: 'retries',
  mirrors: 'mirrors',
  fault: 'fault',
  cors: 'CORS',
  responseHeaders: 'response headers',
} as const

function settingValues(settings: readonly ActionSettings[], name: keyof typeof settingNames): unknown[] {
  return settings.map((one) => one[name]).filter((value) => value !== undefined && !(Array.isArray(value) && value.length === 0))
}

function leadsNowhere(decision: Decision): boolean {
  if (decision.points.some(({ verdict }) => verdict === 'denied')) return false
  return decision.branches.length === 0 ? decision.verdict === 'unreachable' : decision.branches.every(({ end }) => isMissing(end))
}

function letIn(decision: Decision): boolean {
  return decision.answer !== undefined || decision.branches.some(({ verdict }) => verdict === 'allowed')
}

/** True where requests are let in somewhere: at pods, or at a host outside the mesh. */
function reaches({ branches }: Decision): boolean {
  return branches.some(({ verdict, end }) => verdict === 'allowed' && !isError(end))
}

/** True when some branch itself is undetermined, not only their verdicts different. */
function doubtful(decision: Decision): boolean {
  return decision.branches.length === 0 || decision.branches.some(({ verdict }) => verdict === 'undetermined')
}

function placesOf(decision: Decision): { readonly admits: ReadonlySet<string>; readonly refuses: ReadonlySet<string> } {
  return { admits: destinations(decision, true), refuses: destinations(decision, false) }
}

function destinations(decision: Decision, allowed: boolean): Set<string> {
  return new Set(decision.branches.filter(({ verdict }) => (verdict === 'allowed') === allowed).map(placeOf))
}

function placeOf({ end }: Branch): string {
  return recipientName(end)
}

function sharesOf({ branches }: Decision): [string, number][] {
  const shares = new Map<string, number>()
  for (const branch of branches) {
    // Where requests are refused makes no difference to where the others go, only that some are.
    const place = branch.verdict === 'denied' || branch.verdict === 'unreachable' ? 'refused' : placeOf(branch)
    shares.set(place, place === 'refused' ? 0 : (shares.get(place) ?? 0) + branch.share)
  }
  return [...shares].map(([place, share]): [string, number] => [place, Math.round(share * 1e6) / 1e6]).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** What destinations get: each, or, where they are not the same ones, all together. */
function received(decision: Decision, byPlace: boolean, of: (branch: Branch) => unknown): unknown[] {
  const values = decision.branches
    .filter(({ verdict }) => verdict === 'allowed')
    .map((branch) => JSON.stringify([byPlace ? placeOf(branch) : '', of(branch)]))
  return [...new Set(values)].sort()
}

function sortedEntries(headers: HttpHeaders): [string, HttpHeaders[string]][] {
  return Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1))
}
