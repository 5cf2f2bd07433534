import { expect, it } from 'vitest'
import { generatedMesh } from '../../bench/mesh.ts'
import { movableMesh } from '../../bench/movable-mesh.ts'
import type { InputFile } from '../../src/manifest/input-file.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import { translate } from '../../src/translate.ts'
import { compareMeshes } from '../../src/verify/compare.ts'
import { compareOptionsOf, readBack } from '../../src/verify/verify.ts'

/** A mesh whose lists count each time that one of their members is read, and the counts by the name of the list. */
function counted(mesh: Mesh, counts: Map<string, number>): Mesh {
  const counting = <T extends object>(name: string, list: T): T =>
    new Proxy(list, {
      get(target, key) {
        if (typeof key === 'string' && /^\d+$/.test(key)) counts.set(name, (counts.get(name) ?? 0) + 1)
        return Reflect.get(target, key, target)
      },
    })
  const entries = Object.entries(mesh).map(([name, value]) => [name, Array.isArray(value) ? counting(name, value) : value])
  return Object.fromEntries(entries) as Mesh
}

/**
 * How often comparing a mesh with what it is translated to reads members of each list of the model, for one compared part. All is compared: where both
 * meshes say the same, nothing else would be asked.
 */
function readsPerPart({ files }: { readonly files: readonly InputFile[] }): ReadonlyMap<string, number> {
  const translation = translate(files, { target: 'ambient' })
  const counts = new Map<string, number>()
  const [before, after] = [translation.mesh, readBack(translation)].map((mesh) => counted(mesh, counts)) as [Mesh, Mesh]
  const { parts } = compareMeshes(before, after, { ...compareOptionsOf(translation), exhaustive: true })
  const compared = Object.values(parts).reduce((sum, count) => sum + count, 0)
  return new Map([...counts].map(([name, count]) => [name, count / compared]))
}

// A look-up that goes through a whole list for each part reads four times as much for each part of a mesh four times as large.
for (const [name, meshOf] of [
  ['of which most moves', generatedMesh],
  ['that moves as a whole', movableMesh],
] as const)
  it(`reads no list of the model more often for each part in a larger mesh ${name}`, () => {
    const [small, large] = [readsPerPart(meshOf(100)), readsPerPart(meshOf(400))]
    const grown = [...large].filter(([list, reads]) => reads > 0.5 && reads > 1.6 * (small.get(list) ?? 0))
    expect(Object.fromEntries(grown)).toEqual({})
  }, 120_000)
