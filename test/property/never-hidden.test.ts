import { expect, test } from 'vitest'
import type { InputFile } from '../../src/manifest/input-file.ts'
import { readManifests, translate } from '../../src/translate.ts'
import { readBack } from '../../src/verify/verify.ts'
import fc from '../fast-check.ts'
import { mutantKinds } from '../mutants/kinds.ts'
import { randomFrom } from '../mutants/random.ts'
import { anyMesh } from './client-mesh.ts'
import { damagedFiles } from './damaged-files.ts'
import { doubtfulObjects } from './doubtful-objects.ts'
import { hiddenIn, type Pair } from './hidden-requests.ts'
import { requestTo } from './requests-to.ts'
import type { GeneratedMesh } from './sidecar-mesh.ts'

/** `HIDDEN_RUNS=5000` asks many pairs; each is asked this many requests, with both answers of external authorizers. */
const runs = Number(process.env.HIDDEN_RUNS ?? 25)
const requestsPerPair = 40
const seed = Number(process.env.HIDDEN_SEED ?? 1)

const generated = anyMesh

/** A translation, the same damaged, or two meshes that have nothing to do with each other; with objects that leave doubts. */
const pair = fc.record({
  mesh: generated,
  other: generated,
  doubtsBefore: doubtfulObjects,
  doubtsAfter: doubtfulObjects,
  way: fc.constantFrom('translated', 'damaged', 'unrelated', 'doubts'),
  plane: fc.constantFrom('sidecar', 'ambient', 'none'),
  damage: fc.nat(),
})

test('what only the mesh after lets in is never inside a doubt alone', () => {
  let asked = 0
  fc.assert(
    fc.property(
      pair.chain((one) =>
        fc.record({
          one: fc.constant(one),
          requests: fc.array(requestTo(one.mesh), { minLength: requestsPerPair, maxLength: requestsPerPair }),
        }),
      ),
      ({ one, requests }) => {
        const meshes = pairOf(one)
        asked += hiddenIn(meshes, requests, one.way)
      },
    ),
    { numRuns: runs, seed, endOnFailure: true },
  )
  expect(asked).toBeGreaterThan(0)
}, 3_600_000)

interface PairRecipe {
  readonly mesh: GeneratedMesh
  readonly other: GeneratedMesh
  readonly doubtsBefore: readonly object[]
  readonly doubtsAfter: readonly object[]
  readonly way: string
  readonly plane: string
  readonly damage: number
}

function pairOf({ mesh, other, doubtsBefore, doubtsAfter, way, plane, damage }: PairRecipe): Pair {
  const files = withObjects(mesh.files, doubtsBefore)
  const before = readManifests(files).mesh
  if (way === 'doubts') return { before, after: readManifests(withObjects(onPlane(mesh.files, plane), doubtsAfter)).mesh }
  if (way === 'unrelated') return { before, after: readManifests(withObjects(onPlane(other.files, plane), doubtsAfter)).mesh }
  const translation = translate(files, { target: 'ambient' })
  if (way === 'translated') return { before, after: readBack(translation) }
  const random = randomFrom(damage)
  return { before, after: readManifests(damagedFiles(translation, mutantKinds[damage % mutantKinds.length]!, random)).mesh }
}

function withObjects(files: readonly InputFile[], objects: readonly object[]): InputFile[] {
  return [...files, ...objects.map((object, index) => ({ path: `doubt-${index}.yaml`, text: JSON.stringify(object) }))]
}

/** The same mesh with another data plane, as if a user only changed the labels of its Namespaces. */
function onPlane(files: readonly InputFile[], plane: string): InputFile[] {
  const label = plane === 'sidecar' ? '"istio-injection": "enabled"' : plane === 'ambient' ? '"istio.io/dataplane-mode": "ambient"' : ''
  return files.map((file) => ({ ...file, text: file.text.replaceAll('"istio-injection": "enabled"', label) }))
}
