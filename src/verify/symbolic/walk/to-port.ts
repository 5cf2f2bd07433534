import type { Service, ServicePort } from '../../../model/service.ts'
import { ingressUsesWaypoint, waypointOf } from '../../../resolve/waypoints.ts'
import type { DecisionTree } from '../decision-tree.ts'
import { byClientSidecar } from './by-client-sidecar.ts'
import { byNodeProxy } from './by-node-proxy.ts'
import { byWaypoint } from './by-waypoint.ts'
import { straightTo } from './forward.ts'
import type { Addressed } from './routed.ts'
import type { Asked } from './walk.ts'

/** To a port of a Service that has pods, by the Service's own name or by another one. */
export function toPort(asked: Asked, service: Service, port: ServicePort, host = service.host): DecisionTree {
  const { mesh, proxy } = asked
  const addressed: Addressed = {
    destination: { kind: 'service', service, port, subset: {} },
    host,
    port: port.port,
    protocol: port.protocol,
    declaredIn: service.namespace,
  }
  if (proxy === 'sidecar') return byClientSidecar(asked, addressed)
  const waypoint = waypointOf(mesh, service)
  const takesIt = { ztunnel: () => true, gateway: () => ingressUsesWaypoint(mesh, service), none: () => false }[proxy]
  if (waypoint !== undefined && takesIt()) return byWaypoint(asked, waypoint, service, addressed)
  return proxy === 'none' ? byNodeProxy(asked, service, addressed) : straightTo(asked, addressed.destination)
}
