import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { translate } from '../../src/translate.ts'
import { compareMeshes } from '../../src/verify/compare.ts'
import { compareOptionsOf, readBack, verifyTranslation } from '../../src/verify/verify.ts'

test('patterns are compared by the limit that Envoy was given', () => {
  const path = 'golden/cilium-http/large-pattern-taken/input/mesh.yaml'
  const translation = translate([{ path, text: readFileSync(path, 'utf8') }], {
    target: 'cilium',
    options: { assume: ['sidecars-removed', 'slashes-merged'], regexSize: 1000 },
  })
  const { parts, assumptions } = verifyTranslation(translation)
  expect([parts.wider, parts.undetermined]).toEqual([0, 0])
  expect(assumptions).toContain('Envoy takes patterns of up to 1000 instructions (--regex-size 1000)')
  const { regexSize: _, ...options } = compareOptionsOf(translation)
  expect(compareMeshes(translation.mesh, readBack(translation), options).parts.undetermined).toBeGreaterThan(0)
})
