import type { Service, ServicePort } from '../../model/service.ts'
import type { Decision } from '../../model/verdict.ts'
import { gatewayWaypointOf, waypointOf } from '../../resolve/waypoints.ts'
import { byClientSidecar } from './by-client-sidecar.ts'
import { byNodeProxy } from './by-node-proxy.ts'
import { byWaypoint } from './by-waypoint.ts'
import { branchesTo } from './forward.ts'
import type { Addressed } from './routed.ts'
import { fromBranches, type Walk } from './walk.ts'

/** A request to a port of a Service that has pods; `host` is the name by which it was found, where that is not the Service's own. */
export function toPort(walk: Walk, service: Service, port: ServicePort, host = service.host): Decision {
  const addressed: Addressed = { destination: { kind: 'service', service, port, subset: {} }, host, port: port.port }
  const { proxy } = walk.client
  if (proxy === 'sidecar') return byClientSidecar(walk, addressed, service.namespace)
  const waypointFor = { ztunnel: waypointOf, gateway: gatewayWaypointOf, none: () => undefined }[proxy]
  const waypoint = waypointFor(walk.mesh, service)
  if (waypoint !== undefined) return byWaypoint(walk, waypoint, service, port, addressed)
  if (proxy === 'none') return byNodeProxy(walk, service, addressed, [])
  return fromBranches(branchesTo(walk, addressed.destination, 1, [], { points: [] }))
}
