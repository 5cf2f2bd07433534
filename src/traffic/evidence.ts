import { decide } from '../decide/decide.ts'
import { compareText } from '../diagnostics/place.ts'
import type { Mesh } from '../model/mesh.ts'
import type { Address } from '../model/request.ts'
import type { Comparison, Difference, TrafficEvidence } from '../verify/comparison.ts'
import { type ClientKind, clientKinds } from '../verify/parts/clients.ts'
import type { ComparedDestination } from '../verify/parts/compared-destination.ts'
import { comparedDestinations } from '../verify/parts/destinations.ts'
import { verdictOfDecisions } from '../verify/witness/decided.ts'
import { compareDifferences } from '../verify/witness/group.ts'
import { type Asking, byClient } from './by-client.ts'
import { type Flow, flowsOf } from './flows.ts'
import { anyRelation, both, type Relation } from './relation.ts'
import type { SeenTraffic } from './seen-traffic.ts'
import { toDestination } from './to-destination.ts'

/** Traffic that was seen, with the files that it was read of. */
export interface TrafficSeen {
  readonly files: readonly string[]
  readonly traffic: readonly SeenTraffic[]
}

/**
 * The comparison with what traffic says of each difference. Those that hit traffic come first among those of their verdict, those that no traffic
 * was seen of last; nothing is left out and no verdict changes. `before` and `after` are the meshes as they were compared.
 */
export function withTraffic(comparison: Comparison, before: Mesh, after: Mesh, { files, traffic }: TrafficSeen): Comparison {
  const subject: Subject = {
    before,
    after,
    flows: flowsOf(traffic),
    kinds: new Map(clientKinds(before, after).map((kind) => [kind.name, kind])),
    destinations: new Map(comparedDestinations(before, after).map((one) => [one.name, one])),
  }
  const differences = comparison.differences.map(
    (difference): Difference =>
      difference.verdict === 'identified' ? difference : { ...difference, traffic: evidenceFor(difference, subject) },
  )
  return { ...comparison, differences: differences.sort(seenFirst), traffic: { files, series: traffic.length } }
}

const ranks = { yes: 0, unknown: 1, no: 2 } as const

function seenFirst(a: Difference, b: Difference): number {
  if (a.verdict !== b.verdict) return compareDifferences(a, b)
  const rank = ({ traffic }: Difference): number => (traffic === undefined ? 0 : ranks[traffic.seen])
  return rank(a) - rank(b) || compareDifferences(a, b)
}

/** What differences and traffic are held against each other by. */
interface Subject {
  readonly before: Mesh
  readonly after: Mesh
  readonly flows: readonly Flow[]
  readonly kinds: ReadonlyMap<string, ClientKind>
  readonly destinations: ReadonlyMap<string, ComparedDestination>
}

function evidenceFor(difference: Difference, subject: Subject): TrafficEvidence {
  const kinds = difference.clients.flatMap((name) => subject.kinds.get(name) ?? [])
  const found = subject.flows.flatMap((flow) => {
    const relation = relationOf(difference, kinds, flow, subject)
    return relation === 'no' ? [] : [{ relation, seen: flow.seen }]
  })
  const certain = found.filter(({ relation }) => relation === 'yes')
  const shown = certain.length > 0 ? certain : found
  const because = shown.flatMap(({ relation }) => (typeof relation === 'object' ? [relation.perhaps] : []))
  return {
    seen: certain.length > 0 ? 'yes' : found.length > 0 ? 'unknown' : 'no',
    between: shown.map(({ seen }) => seen).sort((a, b) => sum(b) - sum(a) || compareText(a.from, b.from) || compareText(a.to, b.to)),
    because: [...new Set(because)].sort(compareText),
  }
}

function sum({ amounts }: TrafficEvidence['between'][number]): number {
  return amounts.reduce((all, { amount }) => all + amount, 0)
}

function relationOf(difference: Difference, kinds: readonly ClientKind[], flow: Flow, subject: Subject): Relation {
  const reached = difference.destinations.map((name): { relation: Relation; compared?: ComparedDestination } => {
    const compared = subject.destinations.get(name)
    const relation =
      compared === undefined
        ? { perhaps: `${name} is not in the input as it was read` }
        : toDestination(compared, flow, [subject.before, subject.after])
    return { relation, ...(compared === undefined ? {} : { compared }) }
  })
  const arriving = anyRelation(reached.map(({ relation }) => relation))
  if (arriving === 'no') return 'no'
  const asking = byClient(kinds, flow.client, subject.before)
  const alike = both(arriving, asking.relation)
  if (alike !== 'yes') return alike
  return anyRelation(
    reached.flatMap(({ relation, compared }) => (relation === 'yes' && compared ? [asTried(difference, compared, asking, subject)] : [])),
  )
}

const opposite: Readonly<Partial<Record<Difference['verdict'], string>>> = { wider: 'narrower', narrower: 'wider' }

/** The witness, sent by a client that was seen: where it does not come out so, the difference may be about others of its requests alone. */
function asTried(
  { verdict, witness }: Difference,
  { address, gateway }: ComparedDestination,
  { clients }: Asking,
  { before, after }: Subject,
): Relation {
  if (witness === undefined || witness.requestBefore !== undefined || verdict === 'undetermined' || clients.length === 0) return 'yes'
  const { request, externalAllows } = witness
  // At another Service the request would have another host and other routes.
  if (gateway === undefined && !isBesidePort(address, request.address)) return 'yes'
  const differs = clients.some(({ as }) => {
    const asked = { ...request, client: as(request), ...(gateway === undefined ? { address } : {}) }
    const options = externalAllows === undefined ? {} : { externalAllows }
    const found = verdictOfDecisions(decide(before, asked, options), decide(after, asked, options))
    return found !== 'equal' && found !== opposite[verdict]
  })
  return differs
    ? 'yes'
    : {
        perhaps: `the request above is not ${verdict} when ${clients.map(({ name }) => name).join(' or ')} sends it; others may be`,
      }
}

/** Whether two addresses are the same but for their ports. */
function isBesidePort(a: Address, b: Address): boolean {
  return JSON.stringify({ ...a, port: 0 }) === JSON.stringify({ ...b, port: 0 })
}
