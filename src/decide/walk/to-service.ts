import type { Request } from '../../model/request.ts'
import type { Service, ServicePort } from '../../model/service.ts'
import type { Decision } from '../../model/verdict.ts'
import { findService } from '../../resolve/services.ts'
import { gatewayWaypointOf, waypointOf } from '../../resolve/waypoints.ts'
import { byClientSidecar } from './by-client-sidecar.ts'
import { byNodeProxy } from './by-node-proxy.ts'
import { byWaypoint } from './by-waypoint.ts'
import { branchesTo } from './forward.ts'
import type { Addressed } from './routed.ts'
import { ended, fromBranches, type Walk } from './walk.ts'

/** A request to a Service's name: its virtual IP, or pod addresses where it has none. */
export function toService(walk: Walk, address: Extract<Request['address'], { kind: 'service' }>): Decision {
  const service = findService(walk.mesh, address.namespace, address.name)
  if (service === undefined) return ended('undetermined', [], `the Service ${address.namespace}/${address.name}`)
  const port = service.ports.find((candidate) => candidate.port === address.port)
  return port === undefined ? ended('unreachable') : toPort(walk, service, port)
}

/** The same, once the Service and its port are known. */
export function toPort(walk: Walk, service: Service, port: ServicePort): Decision {
  const addressed: Addressed = {
    destination:
      service.externalName === undefined
        ? { kind: 'service', service, port, subset: {} }
        : { kind: 'external', host: service.externalName, port: port.port },
    host: service.host,
    port: port.port,
  }
  const { proxy } = walk.client
  if (proxy === 'sidecar') return byClientSidecar(walk, addressed, service.namespace)
  const waypointFor = { ztunnel: waypointOf, gateway: gatewayWaypointOf, none: () => undefined }[proxy]
  const waypoint = waypointFor(walk.mesh, service)
  if (waypoint !== undefined) return byWaypoint(walk, waypoint, service, port, addressed)
  if (proxy === 'none') return byNodeProxy(walk, service, addressed, [])
  return fromBranches(branchesTo(walk, addressed.destination, 1, [], { points: [] }))
}
