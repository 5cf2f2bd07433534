import type { KindReader } from '../../../src/model/dialect.ts'
import type { RouteController } from '../../../src/model/route-controller.ts'
import { backendTlsPolicyReader } from './backend-tls-policy.ts'
import { gatewayApiGatewayReader } from './gateway.ts'
import { gatewayClassReader } from './gateway-class.ts'
import { grpcRouteReader } from './grpc-route.ts'
import { httpRouteReader } from './http-route.ts'
import { notModelled } from './not-modelled.ts'
import { tcpRouteReader, tlsRouteReader } from './stream-route.ts'

/** Readers of Gateway API's kinds, but for routes. */
export const gatewayApiReaders: readonly KindReader[] = [
  backendTlsPolicyReader,
  gatewayClassReader,
  gatewayApiGatewayReader,
  ...notModelled,
]

/** Readers of routes for one controller: a mesh with two of them has two tables of one route. */
export function routeReaders(controller: RouteController): readonly KindReader[] {
  return [grpcRouteReader, httpRouteReader, tcpRouteReader, tlsRouteReader].map((reader) => reader(controller))
}
