import { expect, test } from 'vitest'
import { translate } from '../../src/translate.ts'
import type { TranslationRequest } from '../../src/translation.ts'
import { verifyTranslation } from '../../src/verify/verify.ts'
import fc from '../fast-check.ts'
import { type GeneratedMesh, sidecarMesh } from '../property/sidecar-mesh.ts'
import { routedMesh } from '../property/sidecar-routes.ts'
import { differenceText, fails } from './failing.ts'

/*
 * Translation validation: whatever mesh of sidecars comes in, what is emitted decides like it, or says where it does not. A failure prints
 * fast-check's seed and the smallest mesh that it found.
 */

const runs = Number(process.env.VALIDATION_RUNS ?? 20)
/** The same meshes in every run; `VALIDATION_SEED` asks for others. */
const seed = Number(process.env.VALIDATION_SEED ?? 1)

const requests: readonly (readonly [name: string, request: TranslationRequest])[] = [
  ['ambient', { target: 'ambient' }],
  ['ambient with a waypoint for each Service', { target: 'ambient', options: { waypoints: 'service' } }],
  ['ambient with VirtualServices', { target: 'ambient', options: { routes: 'virtualservice' } }],
  ['Cilium', { target: 'cilium' }],
  ['Cilium where applications merge slashes', { target: 'cilium', options: { assume: ['slashes-merged'] } }],
]

for (const [name, request] of requests) {
  test(`policies to ${name}: nothing becomes wider, and no difference is unannounced`, { timeout: 3_600_000 }, () => {
    validate(sidecarMesh, request, Math.ceil(runs / 2))
  })

  test(`policies and routes to ${name}: nothing becomes wider, and no difference is unannounced`, { timeout: 3_600_000 }, () => {
    validate(routedMesh, request, runs)
  })
}

function validate(meshes: fc.Arbitrary<GeneratedMesh>, request: TranslationRequest, numRuns: number): void {
  fc.assert(
    fc.property(meshes, ({ files }) => {
      const translation = translate(files, request)
      const differences = verifyTranslation(translation).differences.filter(fails)
      if (differences.length === 0) return
      const output = translation.output.files.map(({ path, text, before }) => `# ${path}\n${text ?? before ?? ''}`)
      throw new Error([...differences.map(differenceText), ...files.map(({ text }) => text), 'became', ...output].join('\n'))
    }),
    { numRuns, seed },
  )
  expect(numRuns).toBeGreaterThan(0)
}
