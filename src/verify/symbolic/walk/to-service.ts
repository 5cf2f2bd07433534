import type { Service, ServicePort } from '../../../model/service.ts'
import type { RouteTarget } from '../../../resolve/routes/destination-host.ts'
import { ingressUsesWaypoint, waypointOf } from '../../../resolve/waypoints.ts'
import type { DecisionTree } from '../decision-tree.ts'
import { byClientSidecar } from './by-client-sidecar.ts'
import { byNodeProxy } from './by-node-proxy.ts'
import { byWaypoint } from './by-waypoint.ts'
import { straightTo } from './forward.ts'
import type { Addressed } from './routed.ts'
import type { Asked } from './walk.ts'

export function toService(asked: Asked, service: Service, port: ServicePort): DecisionTree {
  const { mesh, proxy } = asked
  const destination: RouteTarget =
    service.externalName === undefined
      ? { kind: 'service', service, port, subset: {} }
      : { kind: 'external', host: service.externalName, port: port.port }
  const addressed: Addressed = { destination, host: service.host, port: port.port, protocol: port.protocol, declaredIn: service.namespace }
  if (proxy === 'sidecar') return byClientSidecar(asked, addressed)
  const waypoint = waypointOf(mesh, service)
  const takesIt = { ztunnel: () => true, gateway: () => ingressUsesWaypoint(mesh, service), none: () => false }[proxy]
  if (waypoint !== undefined && takesIt()) return byWaypoint(asked, waypoint, service, addressed)
  return proxy === 'none' ? byNodeProxy(asked, service, addressed) : straightTo(asked, destination)
}
