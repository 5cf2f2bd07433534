import { test } from 'vitest'
import { readManifests, translate } from '../../src/translate.ts'
import { readBack } from '../../src/verify/verify.ts'
import fc from '../fast-check.ts'
import { doubtfulObjects } from '../property/doubtful-objects.ts'
import { requestTo } from '../property/requests-to.ts'
import { sidecarMesh } from '../property/sidecar-mesh.ts'
import { routedMesh } from '../property/sidecar-routes.ts'
import { agree } from './agree.ts'

/** Requests are asked of this many meshes; each mesh is asked before and after translation. */
const runs = Number(process.env.AGREEMENT_RUNS ?? 40)
const requestsPerMesh = 25
/** The same meshes in every run; `AGREEMENT_SEED` asks for others. */
const seed = Number(process.env.AGREEMENT_SEED ?? 1)

test('the diagrams and the reference evaluator decide every request alike', () => {
  fc.assert(
    fc.property(
      fc.oneof(sidecarMesh, routedMesh).chain((generated) =>
        fc.record({
          generated: fc.constant(generated),
          requests: fc.array(requestTo(generated), { minLength: requestsPerMesh, maxLength: requestsPerMesh }),
          doubts: fc.oneof(fc.constant<readonly object[]>([]), doubtfulObjects),
          externalAllows: fc.boolean(),
        }),
      ),
      ({ generated, requests, doubts, externalAllows }) => {
        const own = doubts.map((object, index) => ({ path: `doubt-${index}.yaml`, text: JSON.stringify(object) }))
        const files = [...generated.files, ...own]
        const before = readManifests(files).mesh
        const after = readBack(translate(files, { target: 'ambient' }))
        for (const mesh of [before, after]) for (const request of requests) agree(mesh, request, externalAllows)
      },
    ),
    { numRuns: runs, seed },
  )
}, 900_000)
