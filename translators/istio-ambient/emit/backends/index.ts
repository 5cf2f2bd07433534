import type { Emission } from '../../../../src/model/change.ts'
import { backendDiagnostics } from '../../migration/backends/losses.ts'
import type { Migration } from '../../migration/migration.ts'

/** DestinationRules stay as they are: waypoints read them. What they do not do there is said. */
export function emitBackends(migration: Migration): Emission {
  return { changes: [], diagnostics: migration.mesh.backendPolicies.flatMap((rule) => backendDiagnostics(rule, migration)) }
}
