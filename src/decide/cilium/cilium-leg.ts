import type { Waypoint } from '../../model/gateway.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { ExternalHost } from '../../model/service.ts'
import type { PointDecision } from '../../model/verdict.ts'
import type { Workload } from '../../model/workload.ts'
import { tunnelPort, wirePort } from '../../resolve/network/wire-port.ts'
import type { Arrival } from '../points/arrival.ts'
import { decideAtCiliumEgress, decideAtCiliumEndpoint, type EndpointPeerEnd, type Stranger } from './cilium-endpoint.ts'

/** Who opens the connection that reaches the pod: the client, or the waypoint that its request went through. */
export interface LegStart {
  readonly end: EndpointPeerEnd
  /** Where the input has it. */
  readonly workload: Workload | undefined
  /** Set for a waypoint: what leaves it is not decided, because the input does not have the labels of its pods. */
  readonly waypoint?: true
}

/** Whose policies for what leaves a pod count: also those of a pod that the input does not have, by its namespace and labels. */
function senderOf({ end, workload, waypoint }: LegStart): Workload | Stranger | undefined {
  if (workload !== undefined || waypoint === true) return workload
  return end.kind === 'pod' ? end : undefined
}

/**
 * What Cilium decides about a connection to a pod, before the pod's own proxy: what leaves the client, then what enters the pod. Empty
 * where Cilium has no policies.
 */
export function decideOnCiliumLeg(mesh: Mesh, from: LegStart, pod: Workload, port: number, arrival: Arrival): readonly PointDecision[] {
  const wire = wirePort(mesh, pod, port, arrival)
  const sender = senderOf(from)
  const leaving = sender === undefined ? undefined : decideAtCiliumEgress(mesh, sender, wire, pod)
  return [leaving, decideAtCiliumEndpoint(mesh, pod, wire, from.end)].filter((point) => point !== undefined)
}

/** What Cilium lets out of the client towards a host that is no Service; where a ServiceEntry selects pods, they are of its namespace. */
export function decideLeavingCluster(
  mesh: Mesh,
  from: LegStart,
  { port, owner }: { readonly port: number; readonly owner?: ExternalHost },
): readonly PointDecision[] {
  const sender = senderOf(from)
  if (sender === undefined) return []
  const end: EndpointPeerEnd = owner?.workloadSelector === undefined ? { kind: 'world' } : { kind: 'pod', namespace: owner.namespace }
  const leaving = decideAtCiliumEgress(mesh, sender, port, end)
  return leaving === undefined ? [] : [leaving]
}

/** What Cilium lets out of the client towards a waypoint, through the tunnel. What it lets into the waypoint's own pods is not decided: the input does not have their labels. */
export function decideTowardsWaypoint(mesh: Mesh, from: LegStart, { namespace, serviceAccount }: Waypoint): readonly PointDecision[] {
  const sender = senderOf(from)
  if (sender === undefined) return []
  const leaving = decideAtCiliumEgress(mesh, sender, tunnelPort, { kind: 'pod', namespace, serviceAccount })
  return leaving === undefined ? [] : [leaving]
}
