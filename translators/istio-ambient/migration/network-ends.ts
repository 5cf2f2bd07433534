import type { EndpointPeer, EndpointPolicy, EndpointRule } from '../../../src/model/endpoint-policy.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { selectorHolds } from '../../../src/resolve/network/endpoint-identity.ts'

/** Whether a CiliumNetworkPolicy selects some pods, or may. */
export function governs(mesh: Mesh, { subject, namespace }: EndpointPolicy, pod: Workload): boolean {
  if (subject.kind === 'nodes' || (namespace !== '' && namespace !== pod.namespace)) return false
  const identity = { kind: 'pod', namespace: pod.namespace, serviceAccount: pod.serviceAccount, labels: pod.labels } as const
  return selectorHolds(mesh, subject.selector, identity) !== false
}

/** Whether pods of a namespace, those that the input does not have among them, may be among the peers of a rule of Cilium. */
export function mayBePeers(mesh: Mesh, { peers }: EndpointRule, namespace: string): boolean {
  return peers === undefined || peers.some((peer) => isPodOf(mesh, peer, namespace))
}

function isPodOf(mesh: Mesh, peer: EndpointPeer, namespace: string): boolean {
  switch (peer.kind) {
    case 'endpoints':
      return selectorHolds(mesh, peer.selector, { kind: 'pod', namespace }) !== false
    case 'entity':
      return peer.entity === 'all' || peer.entity === 'cluster' || peer.entity === 'cluster-mesh'
    case 'service':
      return peer.namespace === namespace
    case 'unknown':
      return peer.outside !== true
    case 'range':
    case 'range-group':
    case 'looked-up':
      // Addresses that belong to no pod.
      return false
  }
}
