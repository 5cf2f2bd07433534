import { describe, expect, test } from 'vitest'
import { applyChanges } from '../../src/manifest/edit/apply.ts'
import { goesFirst } from '../../src/model/change.ts'
import { compareMeshes } from '../../src/verify/compare.ts'
import { compareOptionsOf, readBack } from '../../src/verify/verify.ts'
import { goldenCases } from '../golden/golden-case.ts'
import { comparisonOf, goldenTranslation } from '../golden/remembered.ts'

/** Deleting comes last, so that for a while what was added stands beside what goes, but for what goes first. */
describe('while the output is applied and nothing is deleted yet, no request gets in that was denied', () => {
  const cases = goldenCases().filter(({ targets }) => targets.includes('ambient'))

  test.each(cases.map((one) => [one.name, one] as const))('%s', { timeout: 120_000 }, (_, golden) => {
    const translation = goldenTranslation(golden, 'ambient')
    const { mesh, input, emission, target } = translation
    const standing = emission.changes.filter((change) => change.kind !== 'remove' || goesFirst(change))
    if (standing.length === emission.changes.length) return
    const between = readBack({ ...translation, output: applyChanges(input, standing, { label: target }) })
    const { differences } = compareMeshes(mesh, between, compareOptionsOf(translation))
    const after = comparisonOf(translation).differences
    const wider = (found: typeof differences) => found.filter(({ verdict }) => verdict === 'wider').map(({ destinations }) => destinations)
    expect(wider(differences)).toEqual(wider(after))
  })
})
