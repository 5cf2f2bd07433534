import { compareText, objectText, type Place } from '../diagnostics/place.ts'
import { isCapturedByZtunnel } from '../model/data-plane.ts'
import { inputGaps, missingText } from '../model/input-gaps.ts'
import type { Mesh } from '../model/mesh.ts'
import { sortUnread, type UnreadInput } from '../model/unread.ts'
import { standingOf } from '../model/verdict.ts'
import type { AnnouncedRegion } from './announced/announcements.ts'
import { announcingRegion } from './announced/announcing-region.ts'
import { asCompared, type MeshesTaken } from './as-compared.ts'
import type { Comparison, DifferenceVerdict } from './comparison.ts'
import { replaysPerDoubt } from './diagrams/beside-doubt.ts'
import type { PairVerdict } from './diagrams/outcome.ts'
import { type FindOptions, type FindParts, type FoundParts, foundParts } from './found-parts.ts'
import { besideInputAssumptions } from './outside/beside-input.ts'
import { identityAssumptions } from './outside/identity-assumptions.ts'
import { isNamedByPolicies } from './outside/named-clients.ts'
import { outsideOf } from './outside/outside.ts'
import { pathAssumption } from './outside/path-assumption.ts'
import { standingSidecars } from './outside/standing-sidecars.ts'
import { unboundWaypoints } from './outside/unbound-waypoints.ts'
import { podsWithoutProxy } from './parts/clients.ts'
import type { ComparedDestination } from './parts/compared-destination.ts'
import { comparedDestinations } from './parts/destinations.ts'
import { tokensNeeded } from './parts/identities.ts'
import { causeOf, Differences, type FoundDifference } from './witness/group.ts'

const restarted =
  'pods whose labels of injection are removed, or that the input does not show to have a sidecar, have none once the output is applied (--assume sidecars-removed)'

const untriedRequests = `at most ${replaysPerDoubt} requests of each doubt are replayed: certain differences among the others are not reported`

export interface CompareOptions extends MeshesTaken, FindOptions {
  /** Where the emitter said that the output does less, or something else. */
  readonly announcements?: readonly AnnouncedRegion[]
  /** RequestAuthentications, CUSTOM policies and limits (`RequestAuthentication shop/tokens`) that the proxies of clients' nodes check in place of sidecars (US5100, US5180, US5187). */
  readonly checkedAtNodes?: ReadonlySet<string>
  /** Finds the same as `foundParts` in another way, such as by answers that were kept. */
  readonly find?: FindParts | undefined
}

/**
 * Compares what two meshes decide about every request: each address of each destination, asked by each kind of client. `equal` means equal
 * for every request; any other verdict comes with one that both meshes' reference evaluators decide differently.
 *
 * @throws {DisagreementError} (part-differences.ts) when the two evaluators decide a request differently
 */
export function compareMeshes(written: Mesh, rewritten: Mesh, options: CompareOptions = {}): Comparison {
  const meshes = asCompared(written, rewritten, options)
  const { find = foundParts } = options
  return comparisonOf(meshes, find(meshes, comparedDestinations(...meshes), options), options)
}

/** What becomes of all that was found: differences by their causes, and what was taken for granted. The meshes are as they are compared. */
export function comparisonOf(meshes: readonly [Mesh, Mesh], found: Iterable<FoundParts>, options: CompareOptions): Comparison {
  const [before, after] = meshes
  const counts: Record<PairVerdict, number> = { equal: 0, wider: 0, narrower: 0, rerouted: 0, undetermined: 0, identified: 0 }
  const grouped = new Differences()
  const announcements = byNamespace(options.announcements ?? [])
  const unchecked = withoutChecks(before, options)
  for (const { destination, parts } of found) {
    // Nothing is to be explained at most destinations of a review.
    if (parts.every((differences) => differences.length === 0)) {
      counts.equal += parts.length
      continue
    }
    const regions = announcements(destination.namespaces).filter((region) => region.covers(destination))
    const causes = unboundWaypoints(after, destination)
    const explain = (difference: FoundDifference): FoundDifference =>
      explained({ ...difference, ...(causes.length === 0 ? {} : { causes }) }, after, regions, options)
    let beside: readonly (readonly FoundDifference[])[] | undefined
    for (const [at, differences] of parts.entries()) {
      const known = differences.map(explain)
      // All that is denied before and let in after is one difference, whose request may be one of those with a bad token alone.
      if (unchecked !== undefined && known.some(({ failsOpen }) => failsOpen)) {
        beside ??= foundAt([unchecked, after], destination, options)
        const opened = (beside[at] ?? []).filter(({ verdict }) => verdict === 'wider').map(explain)
        const causes = new Set(known.map(causeOf))
        known.push(...opened.filter((one) => !causes.has(causeOf(one))))
      }
      for (const difference of known) grouped.add(difference)
      counts[gravest(known.filter(({ assumedAway }) => assumedAway === undefined).map(({ verdict }) => verdict))] += 1
    }
  }
  const differences = grouped.list()
  const untried = grouped.untried ? [untriedRequests] : []
  return {
    parts: counts,
    differences,
    outside: outsideOf(before, after),
    assumptions: [
      ...assumptionsOf(meshes, options),
      ...standingSidecars(before, after),
      ...besideInputAssumptions(before, after),
      ...identityAssumptions(differences),
      ...untried,
    ].sort(compareText),
    unread: unreadIn(meshes),
    unreadReviewed: options.assume?.includes('unread-reviewed') === true,
  }
}

const gravity: readonly PairVerdict[] = ['wider', 'narrower', 'rerouted', 'undetermined', 'identified', 'equal']

function gravest(verdicts: readonly DifferenceVerdict[]): PairVerdict {
  return gravity.find((verdict) => verdict === 'equal' || verdicts.includes(verdict))!
}

function explained(
  difference: FoundDifference,
  after: Mesh,
  regions: readonly AnnouncedRegion[],
  { announcements = [], assume = [], byLabels, checkedAtNodes }: CompareOptions,
): FoundDifference {
  const { verdict, witness } = difference
  // Where the user vouches for another guard of egress, it is not an assumption that the sidecars no longer are one.
  const last = witness?.before.points.at(-1)
  const guardedElsewhere =
    verdict === 'wider' && assume.includes('egress-enforced') && last !== undefined && standingOf(last.point) === 'client'
  if (guardedElsewhere) return { ...difference, assumedAway: 'egress-enforced' }
  const isAssumed =
    byLabels === true && difference.client === podsWithoutProxy && (verdict !== 'wider' || isNamedByPolicies(after, witness))
  if (isAssumed) return { ...difference, assumedAway: 'every pod had a sidecar (US5001)' }
  if (verdict === 'wider' && isFailingOpen(witness, checkedAtNodes)) return { ...difference, failsOpen: true }
  if (isUncounted(difference, checkedAtNodes)) return { ...difference, failsOpen: true }
  if (verdict !== 'narrower' && verdict !== 'rerouted') return difference
  const region = announcingRegion(difference, regions, announcements)
  return region === undefined ? difference : { ...difference, announcedBy: region.announcement }
}

/**
 * Whether nothing but a token was wrong, or an authorizer said no, where these are asked at the nodes of clients, and the request bypasses these. Differences of one
 * kind have the same deciding rules.
 */
function isFailingOpen(witness: FoundDifference['witness'], checked: ReadonlySet<string> | undefined): boolean {
  const last = witness?.before.points.at(-1)
  if (checked === undefined || last?.verdict !== 'denied' || last.because.length === 0) return false
  if (witness?.after.points.some(({ point }) => point === 'node proxy') !== false) return false
  return last.because.every(({ object }) => checked.has(objectText(object)))
}

/** Whether no more is in doubt than limits that are kept at the nodes of clients, and not where these are bypassed. */
function isUncounted({ verdict, limits = [] }: FoundDifference, checked: ReadonlySet<string> | undefined): boolean {
  return verdict === 'undetermined' && limits.length > 0 && limits.every((name) => checked?.has(name) === true)
}

/** The mesh whose sidecars leave to nodes what these check: what is wider than it is wider for more than a token. */
function withoutChecks(before: Mesh, { checkedAtNodes: checked }: CompareOptions): Mesh | undefined {
  if (checked === undefined) return undefined
  const isLeft = ({ place }: { readonly place: Place }): boolean => !checked.has(objectText(place.object))
  return {
    ...before,
    authorization: before.authorization.filter(isLeft),
    requestAuthentication: before.requestAuthentication.filter(isLeft),
  }
}

/** What comparing finds at one destination, without what earlier comparisons of other meshes found there. */
function foundAt(
  meshes: readonly [Mesh, Mesh],
  destination: ComparedDestination,
  { assume, byLabels, exhaustive }: CompareOptions,
): readonly (readonly FoundDifference[])[] {
  const options = { ...(assume && { assume }), ...(byLabels && { byLabels }), ...(exhaustive && { exhaustive }) }
  return [...foundParts(meshes, [destination], options)].flatMap(({ parts }) => parts)
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

/** What either mesh's input has that was not read, each once: the second document of a file that does not parse is another one. */
function unreadIn(meshes: readonly Mesh[]): UnreadInput[] {
  const known = new Map<string, UnreadInput>()
  for (const { unread } of meshes) {
    const counts = new Map<string, number>()
    for (const one of unread) {
      if (one.why === 'not-modelled' || one.why === 'unplaced') continue
      // What stands before it in its file may be gone on the other side, so that its line says nothing.
      const name = `${one.why} ${one.span?.file} ${one.what}`
      const count = (counts.get(name) ?? 0) + 1
      counts.set(name, count)
      const key = `${name} ${count}`
      if (!known.has(key)) known.set(key, one)
    }
  }
  return sortUnread([...known.values()])
}

/** Namespaces that are not in the input are compared as they are; what those that move as well would be asked depends on their Namespace. */
function movesToAmbient([before, after]: readonly Mesh[]): boolean {
  const ambient = (mesh: Mesh | undefined) =>
    new Set((mesh?.namespaces ?? []).flatMap(({ name, dataPlane }) => (isCapturedByZtunnel(dataPlane) ? [name] : [])))
  const was = ambient(before)
  return [...ambient(after)].some((name) => !was.has(name))
}

/** What is not in the input is taken to decide about nothing, where something moves that it may decide about. */
function notInTheInput(meshes: readonly Mesh[], byLabels: boolean): string[] {
  const [before] = meshes
  const gaps = before !== undefined && (byLabels || movesToAmbient(meshes)) ? inputGaps(before) : undefined
  return gaps === undefined ? [] : [`nothing decides about requests in what the input lacks: ${missingText(gaps)}`]
}

/** They may be in other namespaces of the input, where they would decide. */
function unplacedObjects(meshes: readonly Mesh[]): string[] {
  const names = new Set(meshes.flatMap(({ unread }) => unread.flatMap(({ why, what }) => (why === 'unplaced' ? [what] : []))))
  const objects = names.size === 1 ? '1 object that names no namespace is' : `${names.size} objects that name no namespace are`
  return names.size === 0 ? [] : [`${objects} in \`default\`; \`-n\` would name another namespace (US0009)`]
}

/** Cilium lets addresses out that a name was looked up to, whichever name the client then uses. */
function tellsNamesApart({ endpointPolicies }: Mesh): boolean {
  return endpointPolicies.some(({ egress }) => egress.allow.some(({ peers = [] }) => peers.some(({ kind }) => kind === 'looked-up')))
}

function assumptionsOf(meshes: readonly Mesh[], { assume = [], byLabels, labelsTell, regexSize }: CompareOptions): string[] {
  const hasNetwork = meshes.some(({ endpointPolicies }) => endpointPolicies.length > 0)
  const tokens = tokensNeeded(...meshes)
  return [
    'no other workload uses the service account of a waypoint',
    'no policies and routes act on these workloads but those in the input',
    'every proxy has all that is applied, and the installed versions are those that were named',
    'balancing, connection limits, default retries and encryption on the way are not compared',
    'traffic to HTTP ports that Envoy does not accept as HTTP, or refuses itself (400, 426, 431), is not compared',
    `clients send the host name of what they address, or one that no proxy knows, and at most ${tokens === 1 ? 'one token' : `${tokens} tokens`}`,
    ...(movesToAmbient(meshes)
      ? ['pods of namespaces that the input does not have stay what they are: none of them moves to ambient mode as well']
      : []),
    ...(movesToAmbient(meshes) || assume.includes('sidecars-removed') ? pathAssumption(meshes) : []),
    ...notInTheInput(meshes, byLabels === true),
    ...unplacedObjects(meshes),
    ...(hasNetwork
      ? [
          'nodes, host-network pods and gateways of Cilium itself send nothing',
          'only TCP is compared: other protocols that Cilium closes are not reported',
        ]
      : []),
    ...(meshes.some(tellsNamesApart)
      ? ['names outside of the cluster that policies of Cilium tell apart (toFQDNs) share no addresses']
      : []),
    ...(meshes.some(({ settings }) => settings.registryByPods === true)
      ? [
          'clients that may reach pods by a Service may reach them by their own addresses, by other Services and with any Host (REGISTRY_ONLY tells these apart)',
        ]
      : []),
    ...(byLabels === true
      ? [
          `every pod that policies name had a sidecar, and there is one cluster (${assume.includes('pods-had-sidecars') ? '--assume pods-had-sidecars' : 'US5001'})`,
        ]
      : []),
    ...(regexSize === undefined ? [] : [`Envoy takes patterns of up to ${regexSize} instructions (--regex-size ${regexSize})`]),
    ...(assume.includes('egress-enforced') ? ['egress is restricted outside Istio (--assume egress-enforced)'] : []),
    ...(assume.includes('extensions-reviewed')
      ? ['what EnvoyFilters, Wasm plugins and changed proxies did is not needed (--assume extensions-reviewed)']
      : []),
    ...(assume.includes('namespaces-injected')
      ? ['namespaces without a Namespace object in the input have sidecars injected (--assume namespaces-injected)']
      : []),
    ...(assume.includes('newest-known') ? ['releases newer than those known decide as the newest known (--assume newest-known)'] : []),
    ...(assume.includes('routes-lost') ? ['routes and DestinationRules that are refused are not needed (--assume routes-lost)'] : []),
    ...(assume.includes('sidecars-removed')
      ? [
          labelsTell === true
            ? restarted
            : 'sidecars are removed together with applying the output, but for those with policies or routes that stay, and those of clients that these policies name (--assume sidecars-removed)',
        ]
      : []),
    ...(assume.includes('slashes-merged') ? ['applications take `//` in a path for `/` (--assume slashes-merged)'] : []),
    ...(assume.includes('unread-reviewed') ? ['what was not read decides about no request (--assume unread-reviewed)'] : []),
  ]
}
