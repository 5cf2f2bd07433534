import { type Mesh, resolveHost } from '../../model/mesh.ts'
import type { RouteTable } from '../../model/route.ts'
import { HostIndex, perMesh } from '../host-index.ts'
import { endOfHost } from '../hosts.ts'
import { scopedHosts } from './table-hosts.ts'

/**
 * The tables that may have routes for some hosts in sidecars and waypoints, in their order: found by name, whichever client sees them. For an
 * ExternalName Service those of what it is another name of, too.
 */
export function tablesFor(mesh: Mesh, hosts: readonly string[]): readonly RouteTable[] {
  const names = hosts.flatMap((host) => [host, ...[endOfHost(mesh, host) ?? []].flat()])
  const [first = [], ...others] = names.map((host) => meshTables(mesh).find(host))
  if (others.length === 0) return first
  const found = new Set([...first, ...others.flat()])
  return mesh.routes.filter((table) => found.has(table))
}

/** The tables that may have routes for a host at a gateway (`namespace/name`), in their order. */
export function tablesAt(mesh: Mesh, gateway: string, host: string): readonly RouteTable[] {
  return gatewayTables(mesh).get(gateway)?.find(host) ?? []
}

const meshTables = perMesh((mesh) => {
  const index = new HostIndex<RouteTable>()
  for (const table of mesh.routes) index.add(scopedHosts(mesh, table), table)
  return index
})

const gatewayTables = perMesh((mesh) => {
  const indexes = new Map<string, HostIndex<RouteTable>>()
  for (const table of mesh.routes) {
    if (table.delegateOnly) continue
    const hosts =
      table.hosts.length === 0 ? ['*'] : table.hosts.map(({ host }) => resolveHost(host, table.namespace, mesh.settings.clusterDomain))
    for (const binding of table.bindings) {
      if (binding.to !== 'gateway') continue
      const gateway = `${binding.namespace}/${binding.name}`
      const index = indexes.get(gateway) ?? new HostIndex<RouteTable>()
      indexes.set(gateway, index)
      index.add(hosts, table)
    }
  }
  return indexes
})
