import { compareText } from '../diagnostics/place.ts'
import type { ClientProxy } from '../model/decide/client.ts'
import { decide } from '../model/decide/decide.ts'
import { aroundNeeds, aroundSidecar, interceptionText } from '../model/decide/points/around-sidecar.ts'
import type { Address, Request } from '../model/decide/request.ts'
import { findWorkload } from '../model/decide/topology.ts'
import type { Decision } from '../model/decide/verdict.ts'
import type { Assumption } from '../model/dialect.ts'
import { servicesForHost } from '../model/hosts.ts'
import { inputGaps, missingText } from '../model/input-gaps.ts'
import type { Mesh } from '../model/mesh.ts'
import { sortUnread, type UnreadInput } from '../model/unread.ts'
import type { Workload } from '../model/workload.ts'
import type { AnnouncedRegion } from './announcements.ts'
import { Assignment } from './assignment.ts'
import { type ClientKind, clientKinds, podsWithoutProxy } from './clients.ts'
import type { Comparison, DifferenceVerdict, Witness } from './comparison.ts'
import { changedBetween, decidedOnlyAt, verdictOfDecisions, type WouldAdmit } from './decided.ts'
import { type Destination, destinationsOf, protocolsOf, undeclaredHost } from './destinations.ts'
import { digest } from './digest.ts'
import { Differences, type FoundDifference } from './group.ts'
import { type ClientLimits, clientLimits, clientsReached, membersOf } from './identities.ts'
import { identityAssumptions } from './identity-assumptions.ts'
import { type PairVerdict, writtenApart } from './outcome.ts'
import { outsideOf } from './outside.ts'
import { ownAddressesOf } from './own-addresses.ts'
import { DiagramPair, type OutcomePair } from './pair.ts'
import { type Beside, PlanDiagrams } from './plan-diagram.ts'
import { routingNamespaces } from './routing-namespaces.ts'
import { attributes } from './symbolic/attribute.ts'
import { always, type Condition, leavesOf, text, unknown } from './symbolic/condition.ts'
import { asClient, asGateway } from './symbolic/known-client.ts'
import { admittedBy, conditionsOf, onlyAt, type Plan, reached } from './symbolic/plan.ts'
import { planOf } from './symbolic/walk.ts'
import { unboundWaypoints } from './unbound-waypoints.ts'
import { type PartitionCache, Universe } from './universe.ts'
import { witnessRequest } from './witness.ts'

export interface CompareOptions {
  /** Where the emitter said that the output does less, or something else. */
  readonly announcements?: readonly AnnouncedRegion[]
  readonly assume?: readonly Assumption[]
  /** Cilium knows pods by labels: it is taken for granted that all pods which policies name had sidecars, and that there is one cluster. */
  readonly byLabels?: boolean
}

/** The two evaluators disagree about a request: a fault of ours. */
export class DisagreementError extends Error {
  override readonly name = 'DisagreementError'
}

interface Part {
  readonly destination: Destination
  readonly kind: ClientKind
  readonly protocol: 'http' | 'tcp'
  readonly before: Plan
  readonly after: Plan
  /** Pods that only the mesh after leads to, and what they let in before at their own address. */
  readonly beside: readonly Beside[]
  /** What the mesh before does with the same requests at addresses by which a sidecar knows the destination; none where it always does. */
  readonly named: readonly Plan[]
}

/**
 * Compares what two meshes decide about every request: each address of each destination, asked by each kind of client. `equal` means equal
 * for every request; any other verdict comes with one that both meshes' reference evaluators decide differently.
 *
 * @throws {DisagreementError} when the two evaluators decide a request differently
 */
export function compareMeshes(before: Mesh, after: Mesh, options: CompareOptions = {}): Comparison {
  const kinds = clientKinds(before, after)
  const limits = clientLimits(before, after, options.byLabels === true)
  const cache: PartitionCache = new Map()
  const counts: Record<PairVerdict, number> = { equal: 0, wider: 0, narrower: 0, rerouted: 0, undetermined: 0, identified: 0 }
  const found = new Differences()
  const announcements = byNamespace(options.announcements ?? [])
  for (const destination of destinationsOf(before, after)) {
    const regions = announcements(destination.namespaces).filter((region) => region.covers(destination))
    const parts = partsOf(before, after, destination, kinds)
    const causes = unboundWaypoints(after, destination)
    for (const differences of compareParts(before, after, parts, limits, cache)) {
      const known = differences.map((difference) => judged({ ...difference, ...(causes.length === 0 ? {} : { causes }) }, regions, options))
      for (const difference of known) found.add(difference)
      counts[gravest(known.filter(({ assumedAway }) => assumedAway === undefined).map(({ verdict }) => verdict))] += 1
    }
  }
  const differences = found.list()
  return {
    parts: counts,
    differences,
    outside: outsideOf(before, after),
    assumptions: [...assumptionsOf([before, after], options), ...identityAssumptions(differences)].sort(compareText),
    unread: unreadIn([before, after]),
    unreadReviewed: options.assume?.includes('unread-reviewed') === true,
  }
}

const gravity: readonly PairVerdict[] = ['wider', 'narrower', 'rerouted', 'undetermined', 'identified', 'equal']

function gravest(verdicts: readonly DifferenceVerdict[]): PairVerdict {
  return gravity.find((verdict) => verdict === 'equal' || verdicts.includes(verdict))!
}

function partsOf(before: Mesh, after: Mesh, destination: Destination, kinds: readonly ClientKind[]): Part[] {
  const clientNamespaces = routingNamespaces(before, after, destination)
  const { gateway, called, serverName } = destination
  const coming = {
    ...(gateway === undefined ? {} : { gateway }),
    ...(called === undefined ? {} : { called }),
    ...(serverName === undefined ? {} : { serverName }),
  }
  const asking = kinds.filter(
    (kind) =>
      (gateway === undefined || (kind.before === 'gateway' && kind.after === 'gateway')) &&
      (called === undefined || kind.before === 'sidecar' || kind.after === 'sidecar'),
  )
  return asking.flatMap((kind) =>
    protocolsOf(before, after, destination).map((protocol): Part => {
      const ask = (side: 'before' | 'after', address: Destination['address'], identified = false): Plan => {
        const mesh = side === 'before' ? before : after
        const by = (proxy: ClientProxy): Plan =>
          planOf({ mesh, proxy, endpoint: kind.endpoint, address, protocol, clientNamespaces, ...coming, identified })
        if (kind.known !== undefined) return asClient(mesh, kind.known[side], throughOrAround(kind.known[side], address, kind[side], by))
        const plan = by(kind[side])
        return kind[side] === 'gateway' ? asGateway(mesh, plan) : plan
      }
      const [was, is] = [
        destination.instead === undefined ? ask('before', destination.address) : ask('before', destination.instead.address, true),
        onlyAt(destination.instead?.pods, ask('after', destination.address)),
      ]
      // What one way through a plan reaches, another may not.
      const known = was.kind === 'sent' ? reached(was) : new Set<string>()
      const beside = [...reached(is)].flatMap((place): Beside[] => {
        const address = known.has(place) ? undefined : ownAddress(before, place)
        return address === undefined ? [] : [{ destination: place, admitted: admittedBy(ask('before', address, true)) }]
      })
      const anonymous =
        kind.before === 'sidecar' && gateway === undefined && destination.instead === undefined && !mayBypass(kind, destination.address)
      const named = anonymous ? ownAddressesOf(before, destination.address).map((own) => ask('before', own, true)) : []
      return { destination, kind, protocol, before: was, after: is, beside, named }
    }),
  )
}

/** Connections that bypass their sidecar do so because somebody says so. */
function mayBypass({ known }: ClientKind, address: Address): boolean {
  return known !== undefined && aroundSidecar(known.before, address) !== false
}

/** The plan for pods of whose connections their sidecar may not carry all. */
function throughOrAround(pods: Workload, address: Destination['address'], proxy: ClientProxy, by: (proxy: ClientProxy) => Plan): Plan {
  const around = aroundSidecar(pods, address)
  if (around !== 'unknown') return by(around ? 'none' : proxy)
  const when = unknown(`${pods.namespace}/${pods.name} goes round its sidecar (${interceptionText(pods)})`, aroundNeeds(pods))
  return { kind: 'if', when, yes: by('none'), no: by(proxy) }
}

/**
 * The address by which a destination can be reached without any routes: `pods ns/name:port` by the pods' own. A host that nobody declares is
 * guarded like all such hosts, by what a client may reach at all; declared ones may be guarded by where their routes lead.
 */
function ownAddress(mesh: Mesh, destination: string): Address | undefined {
  const [, namespace, workload, podPort] = /^pods ([^/]*)\/(.*):(\d+)$/.exec(destination) ?? []
  if (namespace !== undefined && workload !== undefined)
    return findWorkload(mesh, namespace, workload) === undefined ? undefined : { kind: 'pod', namespace, workload, port: Number(podPort) }
  const [, host, port] = /^host (\S+):(\d+)$/.exec(destination) ?? []
  if (host === undefined || servicesForHost(mesh, host, '').length > 0) return undefined
  return { kind: 'host', host: undeclaredHost, port: Number(port) }
}

function* compareParts(
  before: Mesh,
  after: Mesh,
  parts: readonly Part[],
  limits: ClientLimits,
  cache: PartitionCache,
): Generator<FoundDifference[]> {
  const universe = Universe.of(conditionsOfAll(parts), before.settings, cache)
  if ('tooLarge' in universe) {
    for (const part of parts) yield [undetermined(part, universe.tooLarge)]
    return
  }
  const diagrams = new PlanDiagrams(universe)
  const pair = new DiagramPair(universe)
  const [normal, normalAfter] = [before.settings.pathNormalization, after.settings.pathNormalization]
  for (const part of parts) {
    // A path is compared as proxies see it; where they see different ones there is no one path.
    if (normal !== normalAfter && asksPath(part)) {
      yield [undetermined(part, `which paths the ways of normalising them have in common: ${normal} before, ${normalAfter} after`)]
      continue
    }
    const clients = universe.diagrams.and(membersOf(part.kind, universe, limits), universe.node(isCalled(part.destination)))
    const was = universe.without(clients, diagrams.nodeBeside(part.before, part.beside))
    const is = universe.without(clients, diagrams.node(part.after))
    const plain = pair.differences(was, is)
    const anonymous = part.named.length > 0 && plain.length > 0
    const differences = anonymous ? pair.differences(diagrams.named(was, part.named), is) : plain
    yield differences
      .filter(({ verdict }) => part.destination.instead === undefined || verdict === 'wider' || verdict === 'undetermined')
      .flatMap((difference) => replayed(before, after, part, universe, difference))
  }
}

function* conditionsOfAll(parts: readonly Part[]): Generator<Condition> {
  for (const part of parts) {
    yield* conditionsOf(part.before)
    yield* conditionsOf(part.after)
    for (const { admitted } of part.beside) yield admitted
    for (const plan of part.named) yield* conditionsOf(plan)
    yield isCalled(part.destination)
  }
}

function asksPath(part: Part): boolean {
  return [...conditionsOfAll([part])].some((condition) =>
    [...leavesOf(condition)].some((leaf) => leaf.kind === 'text' && leaf.attribute === attributes.path),
  )
}

/** That requests give the name by which a destination is called. */
function isCalled({ called }: Destination): Condition {
  return called === undefined ? always : text(attributes.authority, { kind: 'exact', value: called })
}

/** Lets the reference evaluator decide the witness on both sides: what it does not confirm is not printed. */
function replayed(before: Mesh, after: Mesh, part: Part, universe: Universe, pair: OutcomePair): FoundDifference[] {
  if (pair.verdict === 'undetermined') return [undetermined(part, pair.needs ?? 'more than the input tells', pair)]
  const asked = witnessRequest(new Assignment(universe, pair.path), part.kind, part.destination, part.protocol, [before, after])
  if (asked === undefined) return []
  if ('needs' in asked) return [undetermined(part, asked.needs, pair)]
  const { request, externalAllows } = asked
  const { instead } = part.destination
  const requestBefore: Request = instead === undefined ? request : { ...request, address: instead.address }
  const witness: Witness = {
    request,
    ...(asksExternally(before) || asksExternally(after) ? { externalAllows } : {}),
    before: decide(before, requestBefore, { externalAllows, identified: instead !== undefined }),
    after: decidedOnlyAt(instead?.pods, decide(after, request, { externalAllows })),
    ...(instead === undefined ? {} : { requestBefore }),
  }
  const wouldAdmit: WouldAdmit = (place) => {
    const address = ownAddress(before, place)
    if (address === undefined) return undefined
    const http = address.kind === 'host' && request.http !== undefined ? { http: { ...request.http, authority: address.host } } : {}
    const { verdict: said } = decide(before, { ...request, ...http, address }, { externalAllows, identified: true })
    return said === 'undetermined' ? undefined : said === 'allowed'
  }
  const named = part.named.length === 0 ? [] : namedDecisions(before, requestBefore, externalAllows)
  const verdict = verdictOfDecisions(witness.before, witness.after, wouldAdmit, named)
  if (verdict === 'undetermined')
    return [undetermined(part, witness.before.needs ?? witness.after.needs ?? 'more than the input tells', pair)]
  // Two ways of writing one change of a request look different to the diagrams only.
  if ((verdict === 'equal' || verdict === 'identified') && pair.verdict === 'rerouted')
    return [
      undetermined(part, writtenApart(pair.before, pair.after).join('; ') || 'whether two ways of rewriting requests are the same', pair),
    ]
  if (verdict !== pair.verdict) throw new DisagreementError(disagreement(part, pair, verdict, witness))
  return [{ ...base(part, pair), verdict, witness, changed: verdict === 'rerouted' ? changedBetween(witness.before, witness.after) : [] }]
}

/** What the mesh before decides about a request at the addresses by which a sidecar knows the destination. */
function namedDecisions(before: Mesh, request: Request, externalAllows: boolean): readonly Decision[] {
  return ownAddressesOf(before, request.address).map((address) =>
    decide(before, { ...request, address }, { externalAllows, identified: true }),
  )
}

function asksExternally(mesh: Mesh): boolean {
  return mesh.authorization.some(({ effect, dryRun }) => effect === 'external' && !dryRun)
}

function base(part: Part, pair: OutcomePair | undefined) {
  return {
    destination: part.destination.name,
    client: part.kind.name,
    classes: pair?.classes ?? 1,
    covers: coverOf(part, pair),
    changed: [],
  }
}

/** What exactly differs, by value: where there are no diagrams, all that both sides ask. */
function coverOf({ destination, kind, protocol, before, after }: Part, pair: OutcomePair | undefined): string {
  const place = [destination.name, kind.name, protocol]
  if (pair === undefined) return digest(JSON.stringify([...place, before, after]))
  return digest(JSON.stringify([...place, pair.region, clientsReached(kind, pair.reaches)]))
}

function undetermined(part: Part, needs: string, pair?: OutcomePair): FoundDifference {
  return { ...base(part, pair), verdict: 'undetermined', needs }
}

function judged(
  difference: FoundDifference,
  regions: readonly AnnouncedRegion[],
  { assume = [], byLabels }: CompareOptions,
): FoundDifference {
  const { verdict, witness } = difference
  // Who vouches for another guard of egress is not told that the sidecars no longer are one.
  const guardedElsewhere =
    verdict === 'wider' && assume.includes('egress-enforced') && witness?.before.points.at(-1)?.point === 'client sidecar'
  if (guardedElsewhere) return { ...difference, assumedAway: 'egress-enforced' }
  if (byLabels === true && difference.client === podsWithoutProxy) return { ...difference, assumedAway: 'every pod had a sidecar (US5001)' }
  if (verdict !== 'narrower' && verdict !== 'rerouted') return difference
  const region = regions.find(
    ({ verdicts, only }) => verdicts.includes(verdict) && (only === undefined || difference.changed.every((topic) => only.includes(topic))),
  )
  return region === undefined ? difference : { ...difference, announcedBy: region.announcement }
}

/** The regions that may cover destinations of some namespaces, in their order. */
function byNamespace(regions: readonly AnnouncedRegion[]): (names: readonly string[]) => readonly AnnouncedRegion[] {
  const known = new Map<string, readonly AnnouncedRegion[]>()
  return (names) => {
    const key = names.join(' ')
    let own = known.get(key)
    if (own === undefined) {
      own = regions.filter(({ namespaces }) => namespaces === 'every' || names.some((name) => namespaces.has(name)))
      known.set(key, own)
    }
    return own
  }
}

function disagreement(part: Part, pair: OutcomePair, verdict: PairVerdict, witness: Witness): string {
  const { request, before, after } = witness
  return [
    `${part.destination.name} from ${part.kind.name} (${part.protocol}): the diagrams say ${pair.verdict}, the reference evaluator ${verdict}`,
    `request ${JSON.stringify(request)}`,
    `diagrams ${JSON.stringify(pair.before)} / ${JSON.stringify(pair.after)}`,
    `decided ${JSON.stringify(shown(before))} / ${JSON.stringify(shown(after))}`,
  ].join('\n')
}

function shown({ verdict, answer, branches, settings, points }: Witness['before']): object {
  const said = (list: Witness['before']['points']): string[] =>
    list.map((point) => `${point.point} ${point.at}: ${point.verdict}, ${point.reason}`)
  return {
    verdict,
    answer,
    settings,
    points: said(points),
    branches: branches.map((branch) => ({ ...branch, points: said(branch.points) })),
  }
}

/** What either mesh's input has that was not read, each once. */
function unreadIn(meshes: readonly Mesh[]): UnreadInput[] {
  const all = meshes.flatMap(({ unread }) => unread.filter(({ why }) => why !== 'not-modelled'))
  return sortUnread([...new Map(all.map((one) => [`${one.span?.file} ${one.span?.line} ${one.span?.col} ${one.what}`, one])).values()])
}

/** Namespaces that are not in the input are compared as they are; what those that move as well would be asked depends on their Namespace. */
function movesToAmbient([before, after]: readonly Mesh[]): boolean {
  const isAmbient = (mesh: Mesh | undefined, name: string) =>
    mesh?.namespaces.some((namespace) => namespace.name === name && namespace.dataPlane === 'ambient') === true
  return after?.namespaces.some(({ name }) => isAmbient(after, name) && !isAmbient(before, name)) === true
}

/** What is not in the input is taken to decide about nothing, where something moves that it may decide about. */
function notInTheInput(meshes: readonly Mesh[], byLabels: boolean): string[] {
  const [before] = meshes
  const gaps = before !== undefined && (byLabels || movesToAmbient(meshes)) ? inputGaps(before) : undefined
  return gaps === undefined ? [] : [`nothing decides about requests in what the input lacks: ${missingText(gaps)}`]
}

function assumptionsOf(meshes: readonly Mesh[], { assume = [], byLabels }: CompareOptions): string[] {
  const hasNetwork = meshes.some(({ endpointPolicies }) => endpointPolicies.length > 0)
  return [
    'nobody but a waypoint runs under its service account',
    'no policies and routes act on these workloads but those in the input',
    'every proxy has all that is applied, and the installed versions are those that were named',
    'balancing, connection limits, default retries and encryption on the way are not compared',
    'bytes that are no HTTP are not sent to ports that speak HTTP',
    'clients send the host name of what they address, or one that no proxy knows, and at most one token',
    ...(movesToAmbient(meshes)
      ? ['pods of namespaces that the input does not have stay what they are: none of them moves to ambient mode as well']
      : []),
    ...notInTheInput(meshes, byLabels === true),
    ...(hasNetwork
      ? [
          'nodes, host-network pods and gateways of Cilium itself send nothing',
          'only TCP is sent: what Cilium closes beside it is not told',
        ]
      : []),
    ...(byLabels === true ? ['every pod that policies name had a sidecar, and there is one cluster (US5001)'] : []),
    ...(assume.includes('egress-enforced') ? ['egress is restricted outside Istio (--assume egress-enforced)'] : []),
    ...(assume.includes('extensions-reviewed')
      ? ['what EnvoyFilters and Wasm plugins did is not needed (--assume extensions-reviewed)']
      : []),
    ...(assume.includes('routes-lost') ? ['routes and DestinationRules that are refused are not needed (--assume routes-lost)'] : []),
    ...(assume.includes('unread-reviewed') ? ['what was not read decides about no request (--assume unread-reviewed)'] : []),
  ]
}
