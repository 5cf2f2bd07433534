import { decideRoutes } from '../../../routes/decide.ts'
import { destinationFindings, servicesRoutedBy } from '../../../routes/reach.ts'
import type { HoldBack, Migration } from '../../migration.ts'

/**
 * Routes that are not translated stay where they stand, and the waypoint of a Service that is bound for another reason follows them. Where
 * they lead past the policies of a destination, the namespace stays on its sidecars: its pods would trust the waypoint.
 */
export function routeHoldBacks(migration: Migration): HoldBack[] {
  const { mesh, options } = migration
  const settled = new Set(
    decideRoutes(mesh, options).flatMap(({ table, outcome }) => (outcome === 'converted' || outcome === 'kept' ? [table] : [])),
  )
  return mesh.routes.flatMap((table) => {
    if (settled.has(table)) return []
    return servicesRoutedBy(table, mesh)
      .filter((service) => migration.waypointOf(service) !== undefined)
      .flatMap((service) =>
        destinationFindings(table, service, mesh).flatMap((cause) =>
          cause.severity === 'error' ? [{ subject: { namespace: service.namespace }, cause }] : [],
        ),
      )
  })
}
