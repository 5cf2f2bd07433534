import type { Place } from '../diagnostics/place.ts'
import type { MeshBuilder } from './builder.ts'
import type { RouteBinding } from './route.ts'

/**
 * Takes routes off waypoints that they name as their parent: a waypoint is not a gateway for requests from outside, and it has the routes of
 * Services only (istio:pilot/pkg/networking/core/listener_waypoint.go). Returns such parents. To be called when all is read.
 */
export function dropWaypointParents(into: MeshBuilder): { readonly name: string; readonly place: Place }[] {
  const waypoints = new Set(into.waypoints.map(({ namespace, name }) => `${namespace}/${name}`))
  const isWaypoint = (binding: RouteBinding) => binding.to === 'gateway' && waypoints.has(`${binding.namespace}/${binding.name}`)
  const dropped: { name: string; place: Place }[] = []
  for (const [index, table] of into.routes.entries()) {
    const gone = table.bindings.filter(isWaypoint)
    if (gone.length === 0) continue
    into.routes[index] = { ...table, bindings: table.bindings.filter((binding) => !isWaypoint(binding)) }
    for (const binding of gone)
      if (binding.to === 'gateway') dropped.push({ name: `${binding.namespace}/${binding.name}`, place: binding.place })
  }
  return dropped
}
