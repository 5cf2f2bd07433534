import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Emission } from '../../../../src/model/change.ts'
import { reachFindings } from '../../plan/external-reach.ts'
import type { Migration } from '../../plan/migration.ts'

/** ServiceEntries stay; what ambient mode reads differently in them is said. */
export function emitExternalHosts(plan: Migration): Emission {
  if (plan.movingNamespaces.length === 0) return { changes: [], diagnostics: [] }
  const { mesh } = plan
  const diagnostics = mesh.externalHosts.flatMap((external): Diagnostic[] => [
    ...(external.exportTo === undefined || external.exportTo.includes('*')
      ? []
      : [diagnose(catalogue.externalVisibleToAll, external.place.field('spec').field('exportTo'), {})]),
    ...reachFindings(external, plan),
  ])
  return { changes: [], diagnostics }
}
