import { type Mesh, resolveHost } from '../../model/mesh.ts'
import type { RouteTable } from '../../model/route.ts'
import { perMesh } from '../host-index.ts'
import { hostWithin, isRegistryHost } from '../hosts.ts'

/** Host names under which a sidecar of a namespace finds a table for a host. */
export function sidecarHosts(mesh: Mesh, table: RouteTable, namespace: string, host: string, port: number): readonly string[] {
  const names = meshHosts(mesh, table).filter(
    (name) => hostWithin(host, name) && (isRegistryHost(mesh, host) || countsUndeclared(mesh, table, name, port)),
  )
  const attached = attachedHosts(mesh, table, port).filter((name) => name === host && actsFor(mesh, table, namespace, name))
  return [...names, ...attached]
}

/**
 * Whether a name counts for hosts that nothing declares: on the ports of the table's other hosts, or on port 80 if none of them is declared;
 * a wildcard that is met by a declared host stands for such hosts only
 * (istio:pilot/pkg/networking/core/route/route.go buildSidecarVirtualHostsForVirtualService, separateVSHostsAndServices).
 */
function countsUndeclared(mesh: Mesh, table: RouteTable, name: string, port: number): boolean {
  if (name.startsWith('*') && declaredWithin(mesh, name).length > 0) return false
  return undeclaredPorts(mesh, table).includes(port)
}

/** The ports on which a table's names count for hosts that nothing declares. */
export function undeclaredPorts(mesh: Mesh, table: RouteTable): readonly number[] {
  const others = meshHosts(mesh, table).flatMap((name) => declaredWithin(mesh, name))
  return others.length === 0 ? [80] : [...new Set(others.flatMap(({ ports }) => ports.map(({ port }) => port)))]
}

function declaredWithin(mesh: Mesh, name: string): readonly { readonly ports: readonly { readonly port: number }[] }[] {
  return [
    ...mesh.services.filter(({ host }) => hostWithin(host, name)),
    ...mesh.externalHosts.filter(({ hosts }) => hosts.some((host) => hostWithin(host, name))),
  ]
}

/** Names in tables that count for hosts that nothing declares, on one port or another. */
export const undeclaredHosts = perMesh((mesh) => {
  const declared = [...mesh.services.map(({ host }) => host), ...mesh.externalHosts.flatMap(({ hosts }) => hosts)]
  const names = new Set(mesh.routes.flatMap((table) => meshHosts(mesh, table)))
  return [...names].filter((name) =>
    name.startsWith('*') ? !declared.some((host) => hostWithin(host, name)) : !isRegistryHost(mesh, name),
  )
})

/** A Gateway API route acts in all sidecars for Services of its own namespace, for others in its namespace's only (istio:pilot/pkg/networking/core/route/route.go). */
function actsFor(mesh: Mesh, table: RouteTable, namespace: string, host: string): boolean {
  return host.endsWith(`.${table.namespace}.svc.${mesh.settings.clusterDomain}`) || table.namespace === namespace
}

/** Full names of a table's hosts, where sidecars and waypoints look at it. */
export function meshHosts(mesh: Mesh, table: RouteTable): readonly string[] {
  if (table.delegateOnly || !table.bindings.some(({ to }) => to === 'mesh')) return []
  return table.hosts.map((name) => resolveHost(name.host, table.namespace, mesh.settings.clusterDomain))
}

/** Every name that a Sidecar may list a table by. */
export function scopedHosts(mesh: Mesh, table: RouteTable): readonly string[] {
  return [...meshHosts(mesh, table), ...attachedHosts(mesh, table, undefined)]
}

/** Full names of what a Gateway API route is attached to for a port, or for any. */
export function attachedHosts(mesh: Mesh, table: RouteTable, port: number | undefined): readonly string[] {
  return table.bindings.flatMap((binding) => {
    if (binding.to !== 'service' || (port !== undefined && binding.port !== undefined && binding.port !== port)) return []
    const { name, kind } = binding.target
    if (kind === 'Service') return [`${name}.${binding.namespace}.svc.${mesh.settings.clusterDomain}`]
    return mesh.externalHosts
      .filter((entry) => entry.namespace === binding.namespace && entry.name === name)
      .flatMap((entry) => entry.hosts)
  })
}

/** Whether a table is exported to a namespace. */
export function visibleTo(mesh: Mesh, table: RouteTable, namespace: string): boolean {
  return exportsOf(mesh, table).some((entry) => entry === '*' || entry === namespace || (entry === '.' && table.namespace === namespace))
}

export function exportsOf(mesh: Mesh, table: RouteTable): readonly string[] {
  return table.exportTo ?? mesh.settings.defaultExportTo.routes
}
