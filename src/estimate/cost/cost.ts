import { targets } from '../../../translators/index.ts'
import { objectKey } from '../../account/fates.ts'
import type { Emission } from '../../model/change.ts'
import { hasSidecar } from '../../model/data-plane.ts'
import { replicasOf } from '../../model/replicas.ts'
import { type ResourceRequests, requests, type Sourced } from '../../model/target-platform.ts'
import type { Workload } from '../../model/workload.ts'
import type { Translation } from '../../translation.ts'
import { type Evidence, evidenceAt } from '../evidence.ts'
import type { Range } from '../range.ts'
import type { EstimateSettings } from '../settings/settings.ts'
import { defaultRequests, sidecarRequests } from './sidecar-requests.ts'

/** Proxies of one kind: how many, what one asks for, and what all of them do. */
export interface CostRow {
  readonly what: string
  /** Absent where the input does not say how many nodes there are. */
  readonly count?: Range
  readonly each: Sourced<ResourceRequests>
  readonly total?: ResourceRequests
  readonly evidence: readonly Evidence[]
}

/** What proxies ask the scheduler for, before and after. */
export interface ResourceCost {
  readonly before: readonly CostRow[]
  readonly after: readonly CostRow[]
  /** With so many nodes, the target asks for as much as the sidecars that go: with fewer it asks for less. */
  readonly breakEven?: { readonly cpu: NodeCount; readonly memory: NodeCount }
  /** Proxies that a connection meets between two pods. */
  readonly hops: { readonly before: Sourced<Hops>; readonly after: Sourced<Hops> }
  /** Workloads with sidecars whose pods are not counted: those of DaemonSets without a number of nodes, and of Jobs. */
  readonly uncounted: number
}

/** A number of nodes; without an upper end where a node may ask for nothing. */
export interface NodeCount {
  readonly low: number
  readonly high?: number
}

interface Hops {
  readonly tcp: number
  readonly http: number
}

/** `decided` is the output once sidecars may go and all decisions are taken; `waypoints` is how many there are then. */
export function costOf(translation: Translation, decided: Emission, waypoints: number, settings: EstimateSettings): ResourceCost {
  const { mesh, input, target } = translation
  const { platform } = targets[target]
  const nodes = settings.nodes ?? nodesIn(translation)
  const scaled = replicasOf(input.objects)
  const replicas = (workload: Workload): Range | undefined => scaled(workload) ?? (workload.batch ? undefined : nodes)
  const sidecars = mesh.workloads.filter(({ dataPlane, gateway }) => hasSidecar(dataPlane) && !gateway)
  const leaving = new Set((decided.leaves ?? decided.moves?.objects ?? []).map(objectKey))
  const byDefault = given(settings, 'sidecar', defaultRequests([...input.objects, ...input.values]))
  const ofSidecars = (what: string, workloads: readonly Workload[]): readonly CostRow[] => sidecarRows(what, workloads, byDefault, replicas)
  const staying = sidecars.filter(({ place }) => !leaving.has(objectKey(place.object)))
  const before = ofSidecars('sidecars', sidecars)
  const gone = ofSidecars(
    'sidecars that go',
    sidecars.filter((one) => !staying.includes(one)),
  )
  const nodeRows = platform.onNodes.map(({ name, requests: own }): CostRow => row(name, nodes, given(settings, name, own)))
  const waypoint = given(settings, 'waypoint', waypointRequests)
  const { low, high } = settings.waypointReplicas
  const bound = waypoints === 0 ? [] : [row('waypoints', { low: waypoints * low, high: waypoints * high }, waypoint)]
  const spared = minus(totalOf(gone), totalOf(bound))
  const node = plus(nodeRows.map(({ each }) => each.value))
  return {
    before,
    after: [...ofSidecars('sidecars that stay', staying), ...nodeRows, ...bound],
    ...(gone.length === 0 ? {} : { breakEven: { cpu: nodesFor(spared.cpu, node.cpu), memory: nodesFor(spared.memory, node.memory) } }),
    hops: { before: sidecarHops, after: platform.hops },
    uncounted: sidecars.filter((workload) => replicas(workload) === undefined).length,
  }
}

const waypointRequests: Sourced<ResourceRequests> = {
  value: requests(100, 128),
  source: 'istio:manifests/charts/istio-control/istio-discovery/values.yaml (global.waypoint.resources)',
}

const sidecarHops: Sourced<Hops> = { value: { tcp: 2, http: 2 }, source: 'istio.io, "Architecture": the sidecars of both pods' }

/** What the user says of a component overrules what is known of it. */
function given({ components }: EstimateSettings, name: string, known: Sourced<ResourceRequests>): Sourced<ResourceRequests> {
  const own = components[name]
  return own === undefined ? known : { value: { ...known.value, ...own }, source: 'given by --weights' }
}

/** Sidecars by what they ask for: those of an annotation have its place as the source. */
function sidecarRows(
  what: string,
  workloads: readonly Workload[],
  byDefault: Sourced<ResourceRequests>,
  replicas: (workload: Workload) => Range | undefined,
): readonly CostRow[] {
  const groups = new Map<string, { each: Sourced<ResourceRequests>; members: Workload[] }>()
  for (const workload of workloads.filter((one) => replicas(one) !== undefined)) {
    const { value, own } = sidecarRequests(workload, byDefault.value)
    const each = {
      value,
      source: own ? 'sidecar.istio.io/proxyCPU, proxyMemory and their limits, annotations of the pods' : byDefault.source,
    }
    const key = JSON.stringify(each)
    const group = groups.get(key) ?? { each, members: [] }
    group.members.push(workload)
    groups.set(key, group)
  }
  return [...groups.values()].map(({ each, members }) => {
    const counts = members.map((member) => replicas(member)!)
    const count = { low: counts.reduce((sum, { low }) => sum + low, 0), high: counts.reduce((sum, { high }) => sum + high, 0) }
    return { ...row(what, count, each), evidence: members.map(({ place }) => evidenceAt(place)) }
  })
}

function row(what: string, count: Range | undefined, each: Sourced<ResourceRequests>): CostRow {
  if (count === undefined) return { what, each, evidence: [] }
  const product = (one: Range): Range => ({ low: one.low * count.low, high: one.high * count.high })
  return { what, count, each, total: { cpu: product(each.value.cpu), memory: product(each.value.memory) }, evidence: [] }
}

/** Nodes of a dump of a cluster. */
function nodesIn({ input }: Translation): Range | undefined {
  const count = input.objects.filter(({ ref }) => ref.kind === 'Node' && ref.apiVersion === 'v1').length
  return count === 0 ? undefined : { low: count, high: count }
}

/** What all rows with a number ask for together. */
export function totalOf(rows: readonly CostRow[]): ResourceRequests {
  return plus(rows.flatMap(({ total }) => total ?? []))
}

function plus(all: readonly ResourceRequests[]): ResourceRequests {
  const sum = (part: 'cpu' | 'memory'): Range => ({
    low: all.reduce((total, one) => total + one[part].low, 0),
    high: all.reduce((total, one) => total + one[part].high, 0),
  })
  return { cpu: sum('cpu'), memory: sum('memory') }
}

/** The least that is left is what the least of one leaves of the most of the other. */
function minus(one: ResourceRequests, other: ResourceRequests): ResourceRequests {
  const left = (part: 'cpu' | 'memory'): Range => ({
    low: Math.max(0, one[part].low - other[part].high),
    high: Math.max(0, one[part].high - other[part].low),
  })
  return { cpu: left('cpu'), memory: left('memory') }
}

/** For how many nodes an amount is enough. */
function nodesFor(spared: Range, node: Range): NodeCount {
  const low = node.high === 0 ? 0 : Math.floor(spared.low / node.high)
  return node.low === 0 ? { low } : { low, high: Math.floor(spared.high / node.low) }
}
