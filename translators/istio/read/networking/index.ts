import type { KindReader } from '../../../../src/model/dialect.ts'
import { destinationRuleReader } from './destination-rule.ts'
import { gatewayReader } from './gateway.ts'
import { serviceEntryReader } from './service-entry.ts'
import { sidecarReader } from './sidecar.ts'
import { virtualServiceReader } from './virtual-service.ts'
import { workloadEntryReader } from './workload-entry.ts'
import { workloadGroupReader } from './workload-group.ts'

/** Readers of routes, destinations, hosts, gateways and what clients can see. */
export const networkingReaders: readonly KindReader[] = [
  destinationRuleReader,
  gatewayReader,
  serviceEntryReader,
  sidecarReader,
  virtualServiceReader,
  workloadEntryReader,
  workloadGroupReader,
]
