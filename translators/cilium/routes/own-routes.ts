import type { Place } from '../../../src/diagnostics/place.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { HttpRule } from '../../../src/model/route.ts'
import type { Service, ServicePort } from '../../../src/model/service.ts'
import { type PortRoutes, retriesOf } from './port-routes.ts'

/** A port of a Service without rules of its own: all requests go to its pods, as a DestinationRule says. */
export function ownRoutes(service: Service, port: ServicePort, place: Place, mesh: Mesh): PortRoutes {
  const backend = { host: service.host, port: port.port, weight: 1, place }
  const rule: HttpRule = { matches: [], action: { kind: 'forward', backends: [backend], mirrors: [] }, place }
  return {
    service,
    port,
    rules: [rule],
    place,
    defaultRetries: retriesOf(mesh),
    backendOf: () => ({ value: { name: service.name, namespace: service.namespace, port: port.port, destination: { service, port } } }),
  }
}
