import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import { type Mesh, resolveHost } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import type { Service } from '../../../src/model/service.ts'
import { HostIndex, perMesh } from '../../../src/resolve/host-index.ts'
import { serviceOfHost } from '../../../src/resolve/hosts.ts'
import { isSeenByAll } from './seen-by-all.ts'

/** The Services whose routes a table has for all clients in the mesh, or why some clients follow other routes. */
export type RoutedServices = { readonly services: readonly Service[] } | { readonly refusals: readonly Diagnostic[] }

/** A VirtualService that sidecars of clients follow. */
export function isFollowedBySidecars(table: RouteTable): boolean {
  return table.order === 'first-match' && !table.delegateOnly && table.bindings.some(({ to }) => to === 'mesh')
}

/** Whether a table has rules of another one in the place of a rule of its own. */
export function delegatesTo(user: RouteTable, { name, namespace, delegateOnly }: RouteTable): boolean {
  return delegateOnly && user.http.some(({ action: { delegate } }) => delegate?.name === name && delegate.namespace === namespace)
}

/** Cilium applies routes to every pod that calls the Service, so a table counts where sidecars of all clients follow it, and it alone. */
export function routedServicesOf(table: RouteTable, mesh: Mesh): RoutedServices {
  const refusals: Diagnostic[] = []
  const services: Service[] = []
  const hosts = table.place.field('spec').field('hosts')
  const forClients = (what: string, place = table.place): void => {
    refusals.push(diagnose(catalogue.ciliumRouteClients, place, { what }))
  }
  for (const { host, place } of table.hosts) {
    const found = routedService(host, table, mesh)
    if (typeof found === 'string') refusals.push(diagnose(catalogue.ciliumRouteHost, place, { host, what: found }))
    else if (!services.includes(found)) services.push(found)
  }
  if (table.hosts.length === 0) refusals.push(diagnose(catalogue.ciliumRouteHost, hosts, { host: '', what: 'it names no Service' }))
  const [owner] = table.owners
  if (owner !== undefined) forClients(`${owner.kind} \`${owner.name}\` writes them, and would write them again`)
  if (!isSeenByAll(table.exportTo ?? mesh.settings.defaultExportTo.routes, table.namespace, mesh))
    forClients('they are exported to some namespaces only', table.place.field('spec').field('exportTo'))
  const hidden = services.find(
    ({ exportTo, namespace }) => !isSeenByAll(exportTo ?? mesh.settings.defaultExportTo.services, namespace, mesh),
  )
  if (hidden !== undefined) forClients(`${objectText(hidden.place.object)} is exported to some namespaces only`)
  const rivals = [...new Set(services.flatMap(({ host }) => tablesByHost(mesh).find(host)))].filter((other) => other !== table)
  const [first] = table.hosts
  if (rivals.length > 0 && first !== undefined) {
    const related = rivals.map((rival) => ({ place: rival.place, message: 'also speaks of this host' }))
    refusals.push(diagnose(catalogue.ciliumRoutesOverlap, first.place, { host: first.host }, { related }))
  }
  return refusals.length > 0 ? { refusals } : { services }
}

/** The Service of a host that has a virtual IP, or why there is none. */
function routedService(host: string, table: RouteTable, mesh: Mesh): Service | string {
  if (host.includes('*')) return 'a wildcard has no virtual IP'
  const service = serviceOfHost(mesh, host, table.namespace)
  if (service === undefined) return 'it is not a Service of the input'
  if (service.headless) return 'a headless Service has no virtual IP'
  return service.externalName === undefined ? service : 'an ExternalName Service has no virtual IP'
}

/** The tables that route a host for clients in the mesh, whichever of them wins. */
export const tablesOfHost = (host: string, mesh: Mesh): readonly RouteTable[] => tablesByHost(mesh).find(host)

/** Tables by the hosts of which they speak to clients in the mesh: their own. */
const tablesByHost = perMesh((mesh) => {
  const index = new HostIndex<RouteTable>()
  for (const table of mesh.routes) {
    const { clusterDomain } = mesh.settings
    if (!isFollowedBySidecars(table)) continue
    index.add(
      table.hosts.map(({ host }) => resolveHost(host, table.namespace, clusterDomain)),
      table,
    )
  }
  return index
})
