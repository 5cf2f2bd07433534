import { hasSidecar, mayHaveSidecars } from '../../../src/model/data-plane.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Namespace, Workload } from '../../../src/model/workload.ts'
import { perMesh } from '../../../src/resolve/host-index.ts'
import type { Topology } from './topology.ts'

/** Pods that the input shows to have a sidecar: by labels of theirs or of their namespace, or by a proxy that is written out in them. */
export function showsSidecar(workload: Workload): boolean {
  return mayHaveSidecar(workload) && hasSidecar(workload.dataPlane)
}

/** Pods that may have a sidecar: also those of which the input does not say it, because their Namespace is not in it. */
export function mayHaveSidecar(workload: Workload): boolean {
  if (workload.gateway || workload.hostNetwork || workload.address !== undefined) return false
  return mayHaveSidecars(workload.dataPlane)
}

/**
 * Namespaces that are never enrolled, whatever their labels say: ztunnel, the control plane and what the cluster needs to start run there
 * (istio.io ambient/migrate, istio:cni/pkg/config ExcludeNamespaces is `kube-system` and the one of istio-cni).
 */
const systemNamespaces: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'istio-system'])

export function isSystemNamespace(name: string, mesh: Mesh): boolean {
  return systemNamespaces.has(name) || name === mesh.settings.rootNamespace
}

/** Whether something of a namespace has sidecars, by its own labels or by its pods. */
export function showsSidecars(namespace: Namespace, topology: Topology): boolean {
  return hasSidecar(namespace.dataPlane) || topology.workloadsIn(namespace.name).some(showsSidecar)
}

/**
 * Namespaces of which the input shows nothing but that something of the mesh stands in them. A ConfigMap alone says nothing about a mesh,
 * and gateways stay what they are.
 */
export function namespacesWithoutEvidence(mesh: Mesh, topology: Topology): Namespace[] {
  return mesh.namespaces.filter((namespace) => {
    if (namespace.dataPlane !== 'unknown' || isSystemNamespace(namespace.name, mesh) || showsSidecars(namespace, topology)) return false
    // A Namespace that is there and cannot be read holds its namespace by itself.
    if (mesh.unread.some(({ reach }) => reach.kinds.includes('Namespace') && reach.name === namespace.name)) return false
    const pods = topology.workloadsIn(namespace.name)
    return pods.length === 0 ? mentioned(mesh).has(namespace.name) : pods.some((pod) => !pod.gateway)
  })
}

const mentioned = perMesh(
  (mesh) =>
    new Set(
      [
        ...mesh.services,
        ...mesh.authorization,
        ...mesh.peerAuthentication,
        ...mesh.requestAuthentication,
        ...mesh.routes,
        ...mesh.backendPolicies,
        ...mesh.egress,
        ...mesh.extensions,
        ...mesh.externalHosts,
        ...mesh.endpointPolicies,
        ...unreadNamespaces(mesh),
      ].map(({ namespace }) => namespace),
    ),
)

function unreadNamespaces({ unread }: Mesh): { namespace: string }[] {
  return unread.flatMap(({ reach: { namespaces } }) => (namespaces === 'any' ? [] : namespaces.map((namespace) => ({ namespace }))))
}
