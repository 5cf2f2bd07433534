import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import { isCapturedByZtunnel } from '../../../src/model/data-plane.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import type { Migration } from '../migration/migration.ts'
import type { RouteDecision } from './decide.ts'

/** Why clients that leave their sidecars no longer follow a table; empty when a waypoint follows it for them, or no sidecar did. */
export function lossesOf(decision: RouteDecision, migration: Migration): readonly Diagnostic[] {
  const { table, outcome, services } = decision
  if (isSettled(table, migration) || outcome === 'shadowed') return []
  if (outcome === 'refused') return decision.diagnostics.filter(({ fate }) => fate === 'refused')
  const left = services.find((service) => migration.waypointOf(service) === undefined)
  const unbound = left === undefined ? [] : [diagnose(catalogue.routesNotApplied, table.place, { service: objectText(left.place.object) })]
  return [...unbound, ...decision.diagnostics.filter(({ fate }) => fate === 'refused')]
}

/** Every Service of the table is bound, so its waypoint follows the routes. */
export function applies({ services }: RouteDecision, migration: Migration): boolean {
  return services.every((service) => migration.waypointOf(service) !== undefined)
}

/** True in namespaces that run no sidecars: what stands there was decided before. */
export function isSettled(table: RouteTable, migration: Migration): boolean {
  return isCapturedByZtunnel(migration.namespaceNamed(table.namespace)?.dataPlane)
}
