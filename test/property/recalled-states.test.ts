import { expect, test } from 'vitest'
import { translate } from '../../src/translate.ts'
import { verifyTranslation } from '../../src/verify/verify.ts'
import type { TargetName } from '../../translators/index.ts'
import fc from '../fast-check.ts'
import { expectStatesAsAlone } from '../plan/as-alone.ts'
import { ciliumMesh } from './cilium-mesh.ts'
import { anyMesh } from './client-mesh.ts'

/** `RECALL_RUNS=500` looks at many meshes; most of them have nothing that moves in several steps. */
const runs = Number(process.env.RECALL_RUNS ?? 10)

for (const [target, meshes] of [
  ['ambient', anyMesh],
  ['cilium', ciliumMesh],
] as const satisfies readonly (readonly [TargetName, unknown])[])
  test(`a state of a plan to ${target} is what looking at it alone says, whichever states were looked at before`, () => {
    let states = 0
    fc.assert(
      fc.property(meshes, fc.array(fc.infiniteStream(fc.boolean()), { minLength: 4, maxLength: 4 }), ({ files }, choices) => {
        const translation = translate(files, { target })
        const { changes } = translation.emission
        if (changes.length < 2) return
        const chosen = choices.map((made) => changes.filter(() => made.next().value === true))
        states += chosen.length
        expectStatesAsAlone(translation, verifyTranslation(translation), chosen)
      }),
      { numRuns: runs },
    )
    expect(states).toBeGreaterThan(0)
  }, 3_600_000)
