import type { KindReader } from '../../../../src/model/dialect.ts'
import { destinationRule } from './destination-rule.ts'
import { gateway } from './gateway.ts'
import { serviceEntry } from './service-entry.ts'
import { sidecar } from './sidecar.ts'
import { virtualService } from './virtual-service.ts'
import { workloadEntry } from './workload-entry.ts'
import { workloadGroup } from './workload-group.ts'

/** Readers of routes, destinations, hosts, gateways and what clients can see. */
export const networkingReaders: readonly KindReader[] = [
  destinationRule,
  gateway,
  serviceEntry,
  sidecar,
  virtualService,
  workloadEntry,
  workloadGroup,
]
