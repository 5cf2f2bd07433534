import type { Mesh } from '../../src/model/mesh.ts'
import { filesToFault } from './faults.ts'

const patterns = filesToFault()
/** Reading is the same for each fault of the evaluator, and takes a hundred times as long as deciding. */
const onlyDeciding = patterns.length > 0 && patterns.every(({ name }) => name.startsWith('src/decide/'))
const meshes = new Map<string, Mesh>()

/** The mesh of a text: read once where only faults of `src/decide` are tried, and else each time. What is computed once for a mesh is not kept. */
export function rememberedMesh(text: string, read: () => Mesh): Mesh {
  if (!onlyDeciding) return read()
  const mesh = meshes.get(text) ?? read()
  meshes.set(text, mesh)
  return { ...mesh }
}
