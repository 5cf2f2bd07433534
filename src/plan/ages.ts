import { identityOf } from '../manifest/edit/objects-to-add.ts'
import { type Mesh, resolveHost } from '../model/mesh.ts'
import type { RouteTable } from '../model/route.ts'

/**
 * What a rollout adds is younger than what was there, which decides between a VirtualService and the HTTPRoute that is to replace it. Manifests have no
 * ages, so those tables of routes that lack one get it by what they are: of the start, or new. Where two tables of the start without an age share a host,
 * which of them is older stays unknown, and so do all ages.
 */
export function withAges(between: Mesh, start: Mesh): Mesh {
  const unaged = start.routes.filter(({ creationTimestamp }) => creationTimestamp === undefined)
  const hosts = unaged.flatMap((table) => [
    ...new Set(table.hosts.map(({ host }) => resolveHost(host, table.namespace, start.settings.clusterDomain))),
  ])
  if (new Set(hosts).size < hosts.length || (unaged.length > 1 && hosts.some((host) => host.includes('*')))) return between
  const known = new Set(start.routes.map(nameOf))
  const aged = (table: RouteTable): RouteTable =>
    table.creationTimestamp === undefined ? { ...table, creationTimestamp: known.has(nameOf(table)) ? oldest : youngest } : table
  return { ...between, routes: between.routes.map(aged) }
}

const oldest = '0001-01-01T00:00:00Z'
const youngest = '9999-12-31T23:59:59Z'

function nameOf({ place }: RouteTable): string {
  return identityOf(place.object)
}
