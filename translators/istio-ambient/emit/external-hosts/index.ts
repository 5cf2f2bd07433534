import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Emission } from '../../../../src/model/change.ts'
import { reachFindings } from '../../migration/external-reach.ts'
import type { Migration } from '../../migration/migration.ts'

/** ServiceEntries stay; what ambient mode reads differently in them is said. */
export function emitExternalHosts(migration: Migration): Emission {
  if (migration.movingNamespaces.length === 0) return { changes: [], diagnostics: [] }
  const { mesh } = migration
  const diagnostics = mesh.externalHosts.flatMap((external): Diagnostic[] => [
    ...(external.exportTo === undefined || external.exportTo.includes('*')
      ? []
      : [diagnose(catalogue.externalVisibleToAll, external.place.field('spec').field('exportTo'), {})]),
    ...reachFindings(external, migration),
  ])
  return { changes: [], diagnostics }
}
