import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts'
import type { Migration } from '../migration/migration.ts'

/**
 * Routes and settings that are lost are warnings where the user vouches that nothing needs them (`--assume routes-lost`): the clients move.
 * What holds something back all the same stays an error.
 */
export function vouchedFor(migration: Migration, diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (!migration.options.assume.includes('routes-lost')) return diagnostics
  const holding = new Set(migration.holdBacks.map(({ cause }) => cause))
  return diagnostics.map((diagnostic) => {
    const lost = diagnostic.fate === 'refused' && diagnostic.announces?.includes('rerouted') === true && !holding.has(diagnostic)
    return lost ? { ...diagnostic, severity: 'warning' } : diagnostic
  })
}
