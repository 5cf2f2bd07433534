import type { GatewaySpec } from '../../../../src/crd/generated/types/gateway-api/gateway.ts'
import type { GatewayClassSpec } from '../../../../src/crd/generated/types/gateway-api/gateway-class.ts'
import type { MeshBuilder } from '../../../../src/model/builder.ts'
import type { KindReader } from '../../../../src/model/dialect.ts'
import { specOf } from '../../../../src/model/object.ts'

/** The class that Cilium's operator makes for itself. */
const ownClass = 'cilium'

const group = 'gateway.networking.k8s.io'

/** What shows that Cilium's operator programs routes: its class of Gateways, or a Gateway of that class (cc:operator/pkg/gateway-api/controller.go). */
export const controllerReaders: readonly KindReader[] = [
  {
    group,
    kind: 'GatewayClass',
    phase: 'namespaces',
    read: (object, _context, into) =>
      specOf<Partial<GatewayClassSpec>>(object).controllerName === 'io.cilium/gateway-controller' && note(into),
  },
  {
    group,
    kind: 'Gateway',
    phase: 'objects',
    read: (object, _context, into) => specOf<Partial<GatewaySpec>>(object).gatewayClassName === ownClass && note(into),
  },
]

function note(into: MeshBuilder): true {
  into.settings = { ...into.settings, nodesFollowRoutes: true }
  return true
}
