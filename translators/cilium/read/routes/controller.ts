import type { GatewayClassSpec } from '../../../../src/crd/generated/types/gateway-api/gateway-class.ts'
import type { KindReader } from '../../../../src/model/dialect.ts'
import { specOf } from '../../../../src/model/object.ts'
import { ciliumController, ciliumGatewayReader } from './gateway.ts'

/** What shows that Cilium's operator programs routes: its class of Gateways, or a Gateway of that class (cc:operator/pkg/gateway-api/controller.go). */
export const controllerReaders: readonly KindReader[] = [
  {
    group: 'gateway.networking.k8s.io',
    kind: 'GatewayClass',
    phase: 'namespaces',
    read(object, _context, into) {
      if (specOf<Partial<GatewayClassSpec>>(object).controllerName !== ciliumController) return false
      into.settings = { ...into.settings, nodesFollowRoutes: true }
      return true
    },
  },
  ciliumGatewayReader,
]
