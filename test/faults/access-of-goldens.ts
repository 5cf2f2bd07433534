import { expect, test } from 'vitest'
import { translate } from '../../src/translate.ts'
import { emitAccess } from '../../translators/istio-ambient/emit/authorization/index.ts'
import { makeMigration } from '../../translators/istio-ambient/migration/make-migration.ts'
import type { Migration } from '../../translators/istio-ambient/migration/migration.ts'
import { goldenCases } from '../golden/golden-case.ts'

/*
 * For faults of `emit/authorization` alone, in the place of test/golden.test.ts: all before that emitter is done once for each golden, where
 * translating takes a hundred times as long. `STRYKER_GOLDENS` chooses the goldens.
 */

/** What a golden shows of an emission: files have no causes, and comments at what is added alone. */
function shown(migration: Migration): string {
  const { changes, diagnostics } = emitAccess(migration)
  const said = diagnostics.map(({ code, message, place, span }) => [code, message, span ?? place?.span])
  return JSON.stringify([changes.map((change) => ({ ...change, causes: 0, ...(change.kind === 'add' ? {} : { why: 0 }) })), said])
}

const asked = new RegExp(process.env.STRYKER_GOLDENS ?? '^ambient-authz/')
for (const golden of goldenCases().filter(({ name, targets }) => asked.test(name) && targets.includes('ambient'))) {
  const { mesh, options } = translate(golden.input, golden.request('ambient'))
  const migration = makeMigration(mesh, options)
  const expected = shown(migration)
  test(golden.name, () => expect(shown(migration)).toBe(expected))
}
