import type { Emission } from '../../../../src/model/change.ts'
import { backendDiagnostics } from '../../plan/backends/losses.ts'
import type { Migration } from '../../plan/migration.ts'

/** DestinationRules stay as they are: waypoints read them. What they do not do there is said. */
export function emitBackends(plan: Migration): Emission {
  return { changes: [], diagnostics: plan.mesh.backendPolicies.flatMap((rule) => backendDiagnostics(rule, plan)) }
}
