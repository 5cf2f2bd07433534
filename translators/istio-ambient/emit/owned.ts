import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts'
import type { Change } from '../../../src/model/change.ts'
import { followsOwner } from '../../../src/resolve/routes/route-owner.ts'
import { ownedBy } from '../migration/hold-back/pods/owned.ts'
import type { Migration } from '../migration/migration.ts'

/**
 * Leaves objects alone that a controller writes. What access depends on is held back already; here the rest is said: labels and
 * annotations that no reader will miss at once. Pods whose owner is in the input follow their owner.
 */
export function respectOwners(migration: Migration, changes: readonly Change[]): { changes: Change[]; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const kept = changes.filter((change) => {
    if ((change.kind !== 'edit' && change.kind !== 'remove') || change.target.owners === undefined) return true
    if (followsOwner(change.target.owners, change.target.namespace, migration.mesh)) return false
    const own = change.causes.find(({ object }) => object === change.target) ?? change.causes[0]
    const finding = own === undefined ? undefined : ownedBy(own)
    if (finding !== undefined) diagnostics.push(finding)
    return false
  })
  return { changes: kept, diagnostics }
}
