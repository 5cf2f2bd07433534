import type { KindReader } from '../../../src/model/dialect.ts'
import { backendTlsPolicyReader } from './backend-tls-policy.ts'
import { gatewayApiGatewayReader } from './gateway.ts'
import { gatewayClassReader } from './gateway-class.ts'
import { grpcRouteReader } from './grpc-route.ts'
import { httpRouteReader } from './http-route.ts'
import { notModelled } from './not-modelled.ts'
import { tcpRouteReader, tlsRouteReader } from './stream-route.ts'

/** Readers of Gateway API's kinds. */
export const gatewayApiReaders: readonly KindReader[] = [
  backendTlsPolicyReader,
  gatewayClassReader,
  gatewayApiGatewayReader,
  grpcRouteReader,
  httpRouteReader,
  tcpRouteReader,
  tlsRouteReader,
  ...notModelled,
]
