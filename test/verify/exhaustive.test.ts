import { expect, test } from 'vitest'
import { movableMesh } from '../../bench/movable-mesh.ts'
import { translate } from '../../src/translate.ts'
import type { Translation } from '../../src/translation.ts'
import { compareMeshes } from '../../src/verify/compare.ts'
import type { Comparison } from '../../src/verify/comparison.ts'
import { compareOptionsOf, readBack, verifyTranslation } from '../../src/verify/verify.ts'
import { goldenCases } from '../golden/golden-case.ts'
import { comparisonOf, goldenTranslations } from '../golden/remembered.ts'

/** What is found where also that is compared of which both meshes say the same. */
function exhaustive(translation: Translation): Comparison {
  return compareMeshes(translation.mesh, readBack(translation), { ...compareOptionsOf(translation), exhaustive: true })
}

// Every third: the others are compared in other tests, and comparing all of all goldens a second time takes long.
for (const [position, { golden, translation }] of [...goldenTranslations(goldenCases())].entries())
  if (position % 3 === 0)
    test(`leaving out what both meshes say alike changes nothing that is found in ${golden.name}`, () => {
      expect(JSON.stringify(comparisonOf(translation))).toBe(JSON.stringify(exhaustive(translation)))
    })

test('leaving it out changes nothing for a mesh of which one namespace stays, or all of it', () => {
  const [file] = movableMesh(150).files
  const meshes = [
    file!.text.replace('name: team-1\n  labels:', 'name: team-1\n  annotations: {kept: "yes"}\n  labels:'),
    file!.text.replace(/istio-injection: enabled/, 'istio-injection: disabled'),
    file!.text.replaceAll('enabled', 'disabled'),
  ]
  for (const text of meshes) {
    const translation = translate([{ path: 'mesh.yaml', text }], { target: 'ambient' })
    expect(JSON.stringify(verifyTranslation(translation))).toBe(JSON.stringify(exhaustive(translation)))
  }
})
