import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../src/diagnostics/place.ts'
import type { BackendPolicy } from '../../../../src/model/backend.ts'
import type { Migration } from '../migration.ts'
import { backendFindings } from './findings.ts'

/** What is to be said of a DestinationRule once clients or destinations of it move, the settings that no waypoint can carry included. */
export function backendDiagnostics(rule: BackendPolicy, migration: Migration): readonly Diagnostic[] {
  const found = backendFindings(rule, migration.mesh, migration.options)
  const concerned =
    found.hosts.length === 0 ? migration.movingNamespaces.length > 0 : found.hosts.some(({ namespace }) => migration.moves(namespace))
  // Clients of hosts outside the mesh move, wherever the ServiceEntry stands.
  const outside = migration.movingNamespaces.length > 0 && found.hosts.some((host) => 'resolution' in host)
  // So do the clients whose namespace the rule stands in, wherever the Service does.
  if (!concerned && !outside && !migration.moves(rule.namespace)) return []
  const [first] = found.settings
  const unbound =
    first === undefined
      ? []
      : found.targets
          .filter((host) => migration.waypointOf(host) === undefined && ('resolution' in host || migration.moves(host.namespace)))
          .map((host) =>
            diagnose(catalogue.backendSettingsLost, first, { what: `no waypoint can be bound for ${objectText(host.place.object)}` }),
          )
  return [...found.diagnostics, ...unbound]
}
