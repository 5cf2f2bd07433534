import type { KindReader } from '../../../src/model/dialect.ts'
import { backendTlsPolicyReader } from './backend-tls-policy.ts'
import { gatewayApiGatewayReader } from './gateway.ts'
import { xBackendReader } from './x-backend.ts'

/** What istiod makes of objects of Gateway API that are not routes. Of routes, `istiod.ts` says what it makes. */
export const istiodReaders: readonly KindReader[] = [backendTlsPolicyReader, gatewayApiGatewayReader, xBackendReader]
