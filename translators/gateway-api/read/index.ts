import type { KindReader } from '../../../src/model/dialect.ts'
import type { RouteController } from '../../../src/model/route-controller.ts'
import { gatewayClassReader } from './gateway-class.ts'
import { grpcRouteReader } from './grpc-route.ts'
import { httpRouteReader } from './http-route.ts'
import { notModelled } from './not-modelled.ts'
import { tcpRouteReader, tlsRouteReader } from './stream-route.ts'

/** Readers of kinds of Gateway API that mean the same for each controller. What istiod makes of Gateways is in `translators/istio/gateway-api`. */
export const gatewayApiReaders: readonly KindReader[] = [gatewayClassReader, ...notModelled]

/** Readers of routes for one controller: a mesh with two of them has two tables of one route. */
export function routeReaders(controller: RouteController): readonly KindReader[] {
  return [grpcRouteReader, httpRouteReader, tcpRouteReader, tlsRouteReader].map((reader) => reader(controller))
}
