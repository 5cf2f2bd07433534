import type { Emission } from '../../../src/model/change.ts'
import type { Migration } from '../migration/migration.ts'
import { emitBalancing } from './backends/balancing.ts'
import { emitDefaultRetries } from './backends/default-retries.ts'
import { emitBackends } from './backends/index.ts'
import { emitExtensions } from './extensions/index.ts'
import { emitExternalHosts } from './external-hosts/index.ts'
import { emitEgressFindings } from './network-policy/egress.ts'
import { emitNetworkPolicies } from './network-policy/index.ts'
import { announceBlockedSidecars } from './network-policy/staying.ts'
import { emitGatewayDenials } from './routes/gateway-denials.ts'
import { emitRoutes } from './routes/index.ts'

/** Everything but access: routes, destinations, external hosts, extensions and NetworkPolicies. */
export const trafficEmitters: readonly ((migration: Migration) => Emission)[] = [
  emitRoutes,
  emitBackends,
  emitBalancing,
  emitDefaultRetries,
  emitGatewayDenials,
  emitExternalHosts,
  emitExtensions,
  emitNetworkPolicies,
  emitEgressFindings,
  announceBlockedSidecars,
]
