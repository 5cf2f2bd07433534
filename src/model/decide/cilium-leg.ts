import type { Mesh } from '../mesh.ts'
import type { Workload } from '../workload.ts'
import { decideAtCiliumEgress, decideAtCiliumEndpoint, type EndpointPeerEnd } from './cilium-endpoint.ts'
import type { Arrival } from './destination.ts'
import { enforcementAt } from './enforcement.ts'
import type { PointDecision } from './verdict.ts'

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
  const wire = wirePort(pod, port, arrival)
  const leaving = from.workload === undefined ? undefined : decideAtCiliumEgress(mesh, from.workload, wire, pod)
  return [leaving, decideAtCiliumEndpoint(mesh, pod, wire, from.end)].filter((point) => point !== undefined)
}

/** ztunnel's tunnel hides the port: the network sees connections to the tunnel's own (istio:architecture/ambient/ztunnel.md). */
export function wirePort(pod: Workload, port: number, arrival: Pick<Arrival, 'identity' | 'tunnelled'>): number {
  const guard = enforcementAt(pod, port)
  const hbone = guard === 'ztunnel' ? arrival.identity !== undefined : guard === 'sidecar' && arrival.tunnelled
  return hbone ? 15_008 : port
}
