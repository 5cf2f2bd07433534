import type { KindReader } from '../../../src/model/dialect.ts'
import { backendTlsPolicy } from './backend-tls-policy.ts'
import { gatewayApiGateway } from './gateway.ts'
import { gatewayClass } from './gateway-class.ts'
import { grpcRoute } from './grpc-route.ts'
import { httpRoute } from './http-route.ts'
import { notModelled } from './not-modelled.ts'
import { tcpRoute, tlsRoute } from './stream-route.ts'

/** Readers of Gateway API's kinds. */
export const gatewayApiReaders: readonly KindReader[] = [
  backendTlsPolicy,
  gatewayClass,
  gatewayApiGateway,
  grpcRoute,
  httpRoute,
  tcpRoute,
  tlsRoute,
  ...notModelled,
]
