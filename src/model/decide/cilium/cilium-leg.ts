import type { Waypoint } from '../../gateway.ts'
import type { Mesh } from '../../mesh.ts'
import type { ExternalHost } from '../../service.ts'
import type { Workload } from '../../workload.ts'
import type { Arrival } from '../points/arrival.ts'
import { enforcementAt } from '../points/enforcement.ts'
import type { PointDecision } from '../verdict.ts'
import { decideAtCiliumEgress, decideAtCiliumEndpoint, type EndpointPeerEnd } from './cilium-endpoint.ts'

/** Who opens the connection that reaches the pod: the client, or the waypoint that its request went through. */
export interface LegStart {
  readonly end: EndpointPeerEnd
  /** Where the input has it: what leaves it is decided too. */
  readonly workload: Workload | undefined
}

/**
 * What Cilium decides about a connection to a pod, before the pod's own proxy: what leaves the client, then what enters the pod. Empty
 * where Cilium has no policies.
 */
export function decideOnCiliumLeg(mesh: Mesh, from: LegStart, pod: Workload, port: number, arrival: Arrival): readonly PointDecision[] {
  const wire = wirePort(mesh, pod, port, arrival)
  const leaving = from.workload === undefined ? undefined : decideAtCiliumEgress(mesh, from.workload, wire, pod)
  return [leaving, decideAtCiliumEndpoint(mesh, pod, wire, from.end)].filter((point) => point !== undefined)
}

/** What Cilium lets out of the client towards a host that is no Service; where a ServiceEntry selects pods, they are of its namespace. */
export function decideLeavingCluster(
  mesh: Mesh,
  from: LegStart,
  { port, owner }: { readonly port: number; readonly owner?: ExternalHost },
): readonly PointDecision[] {
  if (from.workload === undefined) return []
  const end: EndpointPeerEnd = owner?.workloadSelector === undefined ? { kind: 'world' } : { kind: 'pod', namespace: owner.namespace }
  const leaving = decideAtCiliumEgress(mesh, from.workload, port, end)
  return leaving === undefined ? [] : [leaving]
}

/** What Cilium lets out of the client towards a waypoint, through the tunnel. What it lets into the waypoint's own pods is not decided: the input does not have their labels. */
export function decideTowardsWaypoint(mesh: Mesh, from: LegStart, { namespace, serviceAccount }: Waypoint): readonly PointDecision[] {
  if (from.workload === undefined) return []
  const leaving = decideAtCiliumEgress(mesh, from.workload, tunnelPort, { kind: 'pod', namespace, serviceAccount })
  return leaving === undefined ? [] : [leaving]
}

const tunnelPort = 15_008

/** ztunnel's tunnel hides the port: the network sees connections to the tunnel's own (istio:architecture/ambient/ztunnel.md). */
export function wirePort(mesh: Mesh, pod: Workload, port: number, arrival: Pick<Arrival, 'identity' | 'tunnelled'>): number {
  const guard = enforcementAt(mesh, pod, port)
  const hbone = guard === 'ztunnel' ? arrival.identity !== undefined : guard === 'sidecar' && arrival.tunnelled
  return hbone ? tunnelPort : port
}
