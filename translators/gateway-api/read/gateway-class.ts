import type { GatewayClassSpec } from '../../../src/crd/generated/types/gateway-api/gateway-class.ts'
import type { KindReader } from '../../../src/model/dialect.ts'
import { specOf } from '../../../src/model/object.ts'

/** A class says to Gateways that come later which controller makes them, and to waypoints which traffic they take. */
export const gatewayClassReader: KindReader = {
  group: 'gateway.networking.k8s.io',
  kind: 'GatewayClass',
  phase: 'namespaces',
  read(object, _context, into) {
    const { controllerName } = specOf<Partial<GatewayClassSpec>>(object)
    const { labels, annotations } = object
    into.gatewayClasses.set(object.ref.name, { labels, annotations, ...(controllerName === undefined ? {} : { controllerName }) })
    return true
  },
}
