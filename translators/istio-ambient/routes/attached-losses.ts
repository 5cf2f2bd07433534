import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import type { ExternalHost, Service } from '../../../src/model/service.ts'
import { followersOf } from '../migration/hold-back/pods/followers.ts'
import type { Migration } from '../migration/migration.ts'
import { isSettled } from './losses.ts'

/** A route of Gateway API for a Service or ServiceEntry, and why clients that leave their sidecars no longer follow it. */
export interface AttachedLoss {
  readonly cause: Diagnostic
  /** Moving namespaces whose sidecars follow it. */
  readonly followers: readonly string[]
}

/**
 * Routes of Gateway API that are attached to Services and ServiceEntries are followed by the sidecars of clients today. A waypoint follows those of its own
 * namespace; where a Service stays without one, and for a route that clients have in their namespace for a Service of another, nothing does.
 */
export function attachedLosses(migration: Migration): AttachedLoss[] {
  return migration.mesh.routes.flatMap((table) =>
    table.order === 'specificity' && !isSettled(table, migration) ? lossesIn(table, migration) : [],
  )
}

function lossesIn(table: RouteTable, migration: Migration): AttachedLoss[] {
  return table.bindings.flatMap((binding): AttachedLoss[] => {
    if (binding.to !== 'service') return []
    const { services, externalHosts } = migration.mesh
    const owners: readonly (Service | ExternalHost)[] = binding.target.kind === 'Service' ? services : externalHosts
    const service = owners.find(({ name, namespace }) => name === binding.target.name && namespace === binding.namespace)
    if (service === undefined) return []
    const named = { service: objectText(service.place.object) }
    const followers = followersOf(migration, table)
    if (binding.namespace !== table.namespace) {
      const cause = diagnose(catalogue.routeOfClients, binding.place, named)
      return [{ cause, followers: followers.filter((namespace) => namespace === table.namespace) }]
    }
    return migration.waypointOf(service) === undefined
      ? [{ cause: diagnose(catalogue.routesNotApplied, table.place, named), followers }]
      : []
  })
}
