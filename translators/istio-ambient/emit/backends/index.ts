import type { Emission } from '../../../../src/model/change.ts'
import type { Plan } from '../../plan/plan.ts'
import { backendDiagnostics } from './losses.ts'

/** DestinationRules stay as they are: waypoints read them. What they do not do there is said. */
export function emitBackends(plan: Plan): Emission {
  return { changes: [], diagnostics: plan.mesh.backendPolicies.flatMap((rule) => backendDiagnostics(rule, plan)) }
}
