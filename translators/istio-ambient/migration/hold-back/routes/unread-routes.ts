import { type Mesh, resolveHost } from '../../../../../src/model/mesh.ts'
import type { UnreadRoutes } from '../../../../../src/model/unread.ts'
import { servicesForHost } from '../../../../../src/resolve/hosts.ts'
import { seesTable, sidecarsFor } from '../../../../../src/resolve/routes/sidecar-scope.ts'

/**
 * The namespaces that routes of an unknown definition decide about. Their clients: each namespace whose sidecars may have them. Their hosts and
 * destinations: no route of the definition that was read takes their place at a waypoint, and what a gateway leads to stays as it is. Gateways
 * stay, so routes for them alone have no other clients.
 */
export function reachOfRoutes(routes: UnreadRoutes, mesh: Mesh): readonly string[] {
  const { clusterDomain } = mesh.settings
  const hosts = routes.hosts.map((host) => resolveHost(host, routes.namespace, clusterDomain))
  const owners = [...routes.hosts, ...routes.destinations].flatMap((host) => namespacesOf(host, routes.namespace, mesh))
  const clients = routes.mesh
    ? mesh.namespaces.flatMap(({ name }) =>
        isExportedTo(routes, name, mesh) &&
        sidecarsFor(mesh, { namespace: name, labels: undefined }).some((sidecar) => seesTable(sidecar, name, routes.namespace, hosts))
          ? [name]
          : [],
      )
    : []
  return [...new Set([...owners, ...clients])].sort()
}

function isExportedTo({ exports, namespace }: UnreadRoutes, client: string, mesh: Mesh): boolean {
  return exports.some((own) =>
    (own.length === 0 ? mesh.settings.defaultExportTo.routes : own).some(
      (entry) => entry === '*' || entry === client || (entry === '.' && client === namespace),
    ),
  )
}

/** Where the Services of a host are; for one that is not in the input, where its name says that it is. */
function namespacesOf(host: string, namespace: string, mesh: Mesh): string[] {
  const known = servicesForHost(mesh, host, namespace).map((one) => one.namespace)
  const [, named, kind] = resolveHost(host, namespace, mesh.settings.clusterDomain).split('.')
  return kind === 'svc' && named !== undefined ? [...known, named] : known
}
