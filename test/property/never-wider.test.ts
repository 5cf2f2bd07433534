import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '../../src/decide/decide.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import { readManifests, translate } from '../../src/translate.ts'
import { closedOnlyByAnonymity } from './identity.ts'
import { requestTo, sidecarMesh } from './sidecar-mesh.ts'

const runs = Number(process.env.PROPERTY_RUNS ?? 150)

test('whatever the sidecars deny, the ambient mesh denies', () => {
  fc.assert(
    fc.property(
      sidecarMesh.chain((generated) =>
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
        for (const request of requests) {
          for (const externalAllows of [true, false]) {
            const old = decide(before, request, { externalAllows })
            const now = decide(after, request, { externalAllows })
            for (const [index, branch] of old.branches.entries()) {
              if (branch.verdict !== 'denied') continue
              const same = now.branches.find(({ workload }) => workload === branch.workload) ?? now.branches[index]
              if (same?.verdict === 'allowed' && !closedOnlyByAnonymity(before, request, branch, externalAllows))
                throw new Error(
                  `wider: ${JSON.stringify(request)} external ${externalAllows}\nbefore: ${JSON.stringify(branch.points.map(shown))}\nafter: ${JSON.stringify(same.points.map(shown))}\n${planes(after)}\n${output.map(({ text }) => text).join('\n')}`,
                )
            }
          }
        }
      },
    ),
    { numRuns: runs },
  )
}, 600_000)

function shown(point: { point: string; verdict: string; reason: string; saw: object }): object {
  return { point: point.point, verdict: point.verdict, reason: point.reason, saw: point.saw }
}

function planes(mesh: Mesh): string {
  return mesh.workloads.map(({ namespace, name, dataPlane }) => `${namespace}/${name}: ${dataPlane}`).join(', ')
}
