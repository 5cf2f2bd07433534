import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { Backend, RouteTable } from '../../../src/model/route.ts'
import type { Service } from '../../../src/model/service.ts'
import { flattenDelegates } from '../../../src/resolve/delegates.ts'
import { routedServiceOfHost } from '../../../src/resolve/hosts.ts'
import type { Migration } from '../migration/migration.ts'
import type { RouteDecision } from './decide.ts'

/**
 * What changes for routes of ingress gateways, which go on as they are: where access is decided at the waypoint, ingress requests are
 * sent through it, so the choice of a subset is lost and the routes for the mesh are met again.
 */
export function ingressFindings(migration: Migration, decisions: readonly RouteDecision[]): Diagnostic[] {
  const { mesh } = migration
  return mesh.routes.flatMap((table) => {
    const reached = throughWaypoints(table, migration)
    const subsets = lostSubsets(table, migration).map(({ cause }) => cause)
    // Routes that are refused stay where they are, and a waypoint follows them too.
    const again = reached.length > 0 && decisions.some(({ services }) => reached.some(({ service }) => services.includes(service)))
    return again ? [...subsets, diagnose(catalogue.ingressRoutedTwice, table.place, { table: objectText(table.place.object) })] : subsets
  })
}

/** Choices of a subset at a gateway that are lost because ingress requests of the Service are sent through its waypoint. */
export function lostSubsets(table: RouteTable, migration: Migration): { readonly service: Service; readonly cause: Diagnostic }[] {
  return throughWaypoints(table, migration).flatMap(({ backend, service }) => {
    if (backend.subset === undefined) return []
    const params = { subset: backend.subset, service: objectText(service.place.object) }
    return [{ service, cause: diagnose(catalogue.ingressSubsetLost, backend.place, params) }]
  })
}

/** Destinations of a gateway's routes whose access is decided at their waypoint. */
function throughWaypoints(table: RouteTable, migration: Migration): { readonly backend: Backend; readonly service: Service }[] {
  const { mesh } = migration
  if (table.order !== 'first-match' || !table.bindings.some(({ to }) => to === 'gateway')) return []
  return flattenDelegates(table, mesh).table.http.flatMap(({ action }) =>
    action.backends.flatMap((backend) => {
      const service = routedServiceOfHost(mesh, backend.host, table.namespace)
      const passes =
        service !== undefined &&
        migration.waypointOf(service) !== undefined &&
        migration.needsOf(service).some((need) => need.decidesAccess)
      return passes ? [{ backend, service }] : []
    }),
  )
}
