import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../src/diagnostics/place.ts'
import type { Emission } from '../../../../src/model/change.ts'
import type { Plan } from '../../plan/plan.ts'
import { backendFindings } from './findings.ts'

/** DestinationRules stay as they are: waypoints read them. What they do not do there is said. */
export function emitBackends(plan: Plan): Emission {
  const diagnostics: Diagnostic[] = []
  for (const rule of plan.mesh.backendPolicies) {
    const found = backendFindings(rule, plan.mesh, plan.options)
    const concerned =
      found.hosts.length === 0 ? plan.movingNamespaces.length > 0 : found.hosts.some(({ namespace }) => plan.moves(namespace))
    // Clients of hosts outside the mesh move, wherever the ServiceEntry stands.
    const outside = plan.movingNamespaces.length > 0 && found.hosts.some((host) => 'resolution' in host)
    if (!concerned && !outside) continue
    diagnostics.push(...found.diagnostics)
    const [first] = found.settings
    if (first === undefined) continue
    for (const host of found.targets) {
      if (plan.waypointOf(host) !== undefined || !('resolution' in host || plan.moves(host.namespace))) continue
      const what = `no waypoint can be bound for ${objectText(host.place.object)}`
      diagnostics.push(diagnose(catalogue.backendSettingsLost, first, { what }))
    }
  }
  return { changes: [], diagnostics }
}
