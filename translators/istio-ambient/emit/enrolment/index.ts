import type { Emission } from '../../../../src/model/change.ts'
import type { Migration } from '../../migration/migration.ts'
import { announceConsequences } from './consequences.ts'
import { announceHoldBacks } from './held-back.ts'
import { enrolNamespaces } from './namespaces.ts'
import { enrolPods } from './pods.ts'
import { announceUncapturedPorts } from './uncaptured-ports.ts'

/** Who leaves the sidecar and who stays, and what that means for workloads. */
export const enrolmentEmitters: readonly ((migration: Migration) => Emission)[] = [
  enrolNamespaces,
  enrolPods,
  announceHoldBacks,
  announceConsequences,
  announceUncapturedPorts,
]
