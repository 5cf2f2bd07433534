import type { Mutation } from '../../model/action.ts'
import type { Waypoint } from '../../model/gateway.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Request } from '../../model/request.ts'
import { type Branch, type PointDecision, type ReceivedRequest, standingOf } from '../../model/verdict.ts'
import { selects } from '../../model/workload.ts'
import { enforcementAt } from '../../resolve/attach/enforcement.ts'
import { protocolOf, understandsHttp } from '../../resolve/declared-protocol.ts'
import {
  type ClientTls,
  clientTls,
  entryTarget,
  foreignTls,
  misnamedTls,
  type TlsTarget,
  tlsNeeds,
  untakenTls,
} from '../../resolve/routes/client-tls.ts'
import { type MissingTarget, type RouteTarget, subsetNeeds, unlistedNeeds } from '../../resolve/routes/destination-host.ts'
import { backing, backingEntry, containerPort, type PodPort } from '../../resolve/services.ts'
import { decideLeavingCluster, decideOnCiliumLeg, type LegStart, type NetworkLeg, type Wire } from '../cilium/cilium-leg.ts'
import { type ClientSide, followsDestinationRules, type TlsDoubt, tunnelsToSidecars, waysTo } from '../client.ts'
import type { Arrival } from '../points/arrival.ts'
import { decideAtPod } from '../points/destination.ts'
import { waypointIdentity } from '../points/waypoint.ts'
import { mutatedRequest } from '../routes/mutated.ts'
import { normalised } from '../rules/normal-path.ts'
import { verdictAlong, type Walk } from './walk.ts'

/** How a request came as far as this: the points that it passed, and the waypoint that sends it on, if one does. */
export interface SoFar {
  readonly points: readonly PointDecision[]
  readonly waypoint?: Waypoint
  /** What DestinationRules make of the client's connections: several where its labels are not known. Default: nothing. */
  readonly tls?: readonly ClientTls[]
}

/** Sends a request on to a destination: one branch for the pods of each template behind it. */
export function branchesTo(
  walk: Walk,
  destination: RouteTarget,
  share: number,
  mutations: readonly Mutation[],
  soFar: SoFar,
): readonly Branch[] {
  const { points } = soFar
  if (destination.kind === 'missing' && destination.unseen !== undefined) return [unknownPods(destination.unseen, 0, share, points)]
  if (destination.kind === 'missing' && destination.unlisted !== undefined) return [unlistedHost(destination.unlisted, share, points)]
  if (destination.kind === 'missing' && destination.doubt !== undefined) return [doubtfulSubset(destination.doubt, share, points)]
  if (destination.kind === 'missing') {
    const host = `status ${destination.status}`
    return [{ end: { kind: 'status', status: destination.status }, workload: undefined, host, share, verdict: 'unreachable', points }]
  }
  const request = mutatedRequest(walk.request, mutations)
  if (destination.kind === 'external') {
    const behind = destination.owner === undefined ? [] : backingEntry(walk.mesh, destination.owner, destination.port)
    if (behind.length > 0) {
      const target = entryTarget(destination.host, destination.owner!)
      const tls = soFar.tls ?? tlsOf(walk, target, destination.port, undefined)
      return behind.map((target) => branchTo(walk, target, share, request, { ...soFar, tls }))
    }
    const host = `${destination.host}:${destination.port}`
    const end = { kind: 'host', host: destination.host, port: destination.port } as const
    if (soFar.waypoint !== undefined)
      return [{ end, workload: undefined, host, share, verdict: verdictAlong(points), points, ...received(request) }]
    const leg = decideLeavingCluster(walk.mesh, walk.client, destination, request, wireTo(walk, destination, soFar))
    const met = [...points, ...leg.points]
    return [{ end, workload: undefined, host, share, verdict: verdictAlong(met), points: met, ...received(leg.request) }]
  }
  const { service, port, subset } = destination
  const pods = backing(walk.mesh, service).filter((pod) => selects(subset, pod.labels))
  if (pods.length === 0) return [unknownPods(`${service.namespace}/${service.name}`, port.port, share, points)]
  const tls = soFar.tls ?? tlsOf(walk, service, port.port, destination.subsetName)
  return pods.flatMap((pod): Branch[] => {
    const target = containerPort(port, pod)
    return target === undefined ? [] : [branchTo(walk, { pod, port: target }, share, request, { ...soFar, tls })]
  })
}

/** The last step: what guards the pod. */
export function branchTo(walk: Walk, target: PodPort, share: number, request: Request, soFar: SoFar): Branch {
  const { pod, port } = target
  const last = lastLeg(walk, target, request, soFar)
  const points = [...soFar.points, ...last.points]
  const onward = isSeenByProxy(walk, target, soFar) ? normalised(last.request, walk.mesh.settings.pathNormalization) : last.request
  const end = { kind: 'pods', namespace: pod.namespace, workload: pod.name, port } as const
  return { end, workload: `${pod.namespace}/${pod.name}`, port, share, verdict: verdictAlong(points), points, ...received(onward) }
}

/** Whether the pod's own sidecar reads the port as HTTP, so that the application gets the path that it has normalised. */
function isSeenByProxy({ mesh, client }: Walk, { pod, port }: PodPort, { waypoint }: SoFar): boolean {
  const tunnelled = waypoint !== undefined || tunnelsToSidecars(mesh, client)
  return enforcementAt(mesh, pod, port, { tunnelled }) === 'sidecar' && understandsHttp(protocolOf(mesh, pod, port) ?? 'auto', 'http')
}

/** What the network and the pod's own proxy say, and the request as the network sends it on. */
function lastLeg(
  { mesh, client, externalAllows }: Walk,
  target: PodPort,
  request: Request,
  { waypoint, tls = ['unset'] }: SoFar,
): NetworkLeg {
  const { pod, port } = target
  if (waypoint === undefined) {
    const each = tls.map((one) =>
      waysTo(mesh, client, pod, port, one).map((way) => {
        const network = decideOnCiliumLeg(mesh, client, target, way, request)
        const own = decideAtPod(mesh, pod, { port, request: network.request, arrival: way.arrival, externalAllows })
        return { ...network, points: stopping(...network.points, doubting(own, way.doubt)) }
      }),
    )
    const ways = each.flat()
    const first = ways[0]!
    if (new Set(ways.map(({ points }) => verdictAlong(points))).size === 1) return first
    const { code: _, ...last } = first.points.at(-1)!
    const doubt: PointDecision = {
      ...last,
      verdict: 'undetermined',
      ...(each.length > 1
        ? { reason: 'it depends on the DestinationRule that the client follows', needs: tlsNeeds(mayFollowByLabels(mesh, client)) }
        : {
            reason: 'it depends on whether the client speaks mutual TLS',
            needs: 'which PeerAuthentication is the oldest (creationTimestamp)',
          }),
    }
    return { ...first, points: [doubt] }
  }
  const { namespace, serviceAccount } = waypoint
  const arrival: Arrival = { identity: waypointIdentity(mesh, waypoint), peerAddress: 'unknown', tunnelled: true, behindWaypoint: true }
  const from: LegStart = { end: { kind: 'pod', namespace, serviceAccount }, workload: undefined, waypoint: true }
  const network = decideOnCiliumLeg(mesh, from, target, { arrival }, request)
  return {
    ...network,
    points: stopping(...network.points, decideAtPod(mesh, pod, { port, request: network.request, arrival, externalAllows })),
  }
}

/** Whether the client may follow a rule that is for some labels of its namespace, and its own are not known. */
function mayFollowByLabels({ backendPolicies }: Mesh, { labels, namespace }: ClientSide): boolean {
  return labels === undefined && backendPolicies.some((rule) => rule.clientSelector !== undefined && rule.namespace === namespace)
}

/** What DestinationRules make of a client's connections to a port of a host. */
export function tlsOf({ mesh, client }: Walk, target: TlsTarget, port: number, subset: string | undefined): readonly ClientTls[] {
  if (!followsDestinationRules(client.proxy)) return ['unset']
  const labels = client.labels === undefined ? {} : { labels: client.labels }
  const variants = clientTls(mesh, { namespace: client.namespace ?? '', ...labels }, target, port, subset)
  return variants.map(({ tls }) => tls)
}

/** A sidecar or a gateway may speak TLS of its own to a host outside, where a DestinationRule says so. */
function wireTo(walk: Walk, { host, owner, port }: Extract<RouteTarget, { kind: 'external' }>, soFar: SoFar): Wire {
  const tls = soFar.tls ?? (owner === undefined ? ['unset'] : tlsOf(walk, entryTarget(host, owner), port, undefined))
  return tls.every((one) => one === 'unset' || one === 'none' || one === 'off') ? 'as sent' : 'encrypted'
}

/**
 * Whether TLS gets through at all depends on what the port and the application make of it: an application without a proxy may be what TLS of the
 * client's own is meant for, and has no certificate of the mesh.
 */
function doubting(point: PointDecision, doubt: TlsDoubt | undefined): PointDecision {
  if (doubt === undefined || point.verdict !== 'allowed') return point
  if (doubt === 'foreign' && standingOf(point.point) === 'nowhere') return point
  return { ...point, verdict: 'undetermined', ...tlsDoubts[doubt] }
}

const tlsDoubts: Readonly<Record<TlsDoubt, { readonly reason: string; readonly needs: string }>> = {
  foreign: { reason: 'a DestinationRule has the client speak TLS of its own', needs: foreignTls },
  untaken: { reason: 'a DestinationRule has the client speak mutual TLS, which no proxy takes', needs: untakenTls },
  misnamed: { reason: 'a DestinationRule has the client ask for other names than the pod has', needs: misnamedTls },
}

/** Points up to the first that denies. */
function stopping(...points: readonly PointDecision[]): readonly PointDecision[] {
  const end = points.findIndex(({ verdict }) => verdict === 'denied')
  return end < 0 ? points : points.slice(0, end + 1)
}

/** The client's Sidecar does not list what the destination of a route is another name of. */
function unlistedHost(host: string, share: number, points: readonly PointDecision[]): Branch {
  const branch = unknownPods(host, 0, share, points)
  const reason = `it is not known ${unlistedNeeds(host)}`
  return { ...branch, points: [...points, { ...branch.points.at(-1)!, reason, needs: unlistedNeeds(host) }] }
}

/** The input does not say which pods a route means, or whether it means any. */
function doubtfulSubset(doubt: NonNullable<MissingTarget['doubt']>, share: number, points: readonly PointDecision[]): Branch {
  const branch = unknownPods(doubt.service, 0, share, points)
  const [last, ...before] = [...branch.points].reverse()
  const reason = `it is not known what subset ${doubt.subset} is`
  return { ...branch, points: [...before.reverse(), { ...last!, reason, needs: subsetNeeds }] }
}

function unknownPods(service: string, port: number, share: number, points: readonly PointDecision[]): Branch {
  const needs = `the pods behind Service ${service}`
  const missing: PointDecision = {
    point: 'no enforcement',
    at: service,
    verdict: 'undetermined',
    reason: 'the input has no pods behind the Service',
    saw: { port },
    because: [],
    needs,
  }
  return {
    end: { kind: 'none' },
    workload: undefined,
    share,
    verdict: points.some(({ verdict }) => verdict === 'denied') ? 'denied' : 'undetermined',
    points: [...points, missing],
  }
}

function received({ protocol, http }: Request): { received?: ReceivedRequest } {
  if (protocol !== 'http' || http === undefined) return {}
  return { received: { target: http.target, authority: http.authority, headers: http.headers } }
}
