import { expect, test } from 'vitest'
import type { Mesh } from '../../src/model/mesh.ts'
import { readManifests, translate } from '../../src/translate.ts'
import fc from '../fast-check.ts'
import { anyMesh } from './client-mesh.ts'
import { openedRequests } from './opened-requests.ts'
import { requestTo } from './requests-to.ts'

/** `WIDER_RUNS=5000` translates many meshes; `WIDER_SEED` asks for others. */
const runs = Number(process.env.WIDER_RUNS ?? 150)
const seed = Number(process.env.WIDER_SEED ?? 1)

test('whatever the sidecars deny, the ambient mesh denies', () => {
  fc.assert(
    fc.property(
      anyMesh.chain((generated) =>
        fc.record({ generated: fc.constant(generated), requests: fc.array(requestTo(generated), { minLength: 40, maxLength: 40 }) }),
      ),
      ({ generated, requests }) => {
        const before = readManifests(generated.files).mesh
        const translation = translate(generated.files, { target: 'ambient' })
        expect(translation.diagnostics.filter(({ stage }) => stage === 'internal').map(({ message }) => message)).toEqual([])
        const output = translation.output.files.flatMap(({ path, text, before: old, status }) =>
          status === 'removed' ? [] : [{ path, text: text ?? old ?? '' }],
        )
        const after = readManifests(output).mesh
        const [opened] = openedRequests(before, after, requests)
        if (opened === undefined) return
        throw new Error(`wider: ${JSON.stringify(opened)}\n${planes(after)}\n${output.map(({ text }) => text).join('\n')}`)
      },
    ),
    { numRuns: runs, seed },
  )
}, 3_600_000)

function planes(mesh: Mesh): string {
  return mesh.workloads.map(({ namespace, name, dataPlane }) => `${namespace}/${name}: ${dataPlane}`).join(', ')
}
