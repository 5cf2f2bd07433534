import type { Emission } from '../../../../src/model/change.ts'
import { backendDiagnostics } from '../../plan/backends/losses.ts'
import type { Plan } from '../../plan/plan.ts'

/** DestinationRules stay as they are: waypoints read them. What they do not do there is said. */
export function emitBackends(plan: Plan): Emission {
  return { changes: [], diagnostics: plan.mesh.backendPolicies.flatMap((rule) => backendDiagnostics(rule, plan)) }
}
