import { type DataPlane, mayHaveSidecars } from '../model/data-plane.ts'
import { type Mesh, resolveHost } from '../model/mesh.ts'
import type { RouteTable } from '../model/route.ts'
import { attachedTo } from '../resolve/attachment.ts'
import { serviceOfHost } from '../resolve/hosts.ts'
import { visibleTo } from '../resolve/routes/table-hosts.ts'

/**
 * The mesh once its sidecars are removed. Gateways stay, and so do the sidecars that still have something to do: those of pods to which an AuthorizationPolicy, a
 * RequestAuthentication or a PeerAuthentication with STRICT is attached, and in its namespaces of pods that the input does not have; and those of all clients that see a
 * VirtualService which stays for the mesh, unless the proxies of nodes have routes for its Services.
 */
export function withoutSidecars(mesh: Mesh): Mesh {
  const strict = mesh.peerAuthentication.filter(({ mode, ports }) => [mode, ...ports.map((port) => port.mode)].includes('strict'))
  const staying = [...mesh.authorization, ...mesh.requestAuthentication, ...strict].map(({ attachment }) => attachment)
  const followed = mesh.routes.filter((table) => isFollowed(mesh, table))
  const plain = <One extends { readonly dataPlane: DataPlane }>(one: One): One =>
    mayHaveSidecars(one.dataPlane) ? { ...one, dataPlane: 'none' } : one
  const isClient = (namespace: string): boolean => followed.some((table) => visibleTo(mesh, table, namespace))
  const isGoverned = (namespace: string): boolean =>
    isClient(namespace) || staying.some((one) => one.scope === 'mesh' || one.namespace === undefined || one.namespace === namespace)
  return {
    ...mesh,
    namespaces: mesh.namespaces.map((one) => (isGoverned(one.name) ? one : plain(one))),
    workloads: mesh.workloads.map((pod) =>
      pod.gateway || isClient(pod.namespace) || staying.some((attachment) => attachedTo(attachment, pod, mesh.settings)) ? pod : plain(pod),
    ),
  }
}

/** Whether sidecars of clients need to follow a VirtualService. */
function isFollowed(mesh: Mesh, table: RouteTable): boolean {
  if (table.order !== 'first-match' || table.delegateOnly || !table.bindings.some(({ to }) => to === 'mesh')) return false
  return !table.hosts.every(({ host }) => isRoutedByNodes(mesh, resolveHost(host, table.namespace, mesh.settings.clusterDomain)))
}

function isRoutedByNodes(mesh: Mesh, host: string): boolean {
  const service = serviceOfHost(mesh, host, '')
  return (
    service !== undefined &&
    mesh.nodeRoutes.some(({ bindings }) =>
      bindings.some(
        (binding) => binding.to === 'service' && binding.target.name === service.name && binding.namespace === service.namespace,
      ),
    )
  )
}
