import type { Mesh } from '../../src/model/mesh.ts'
import { filesToFault } from './faults.ts'

const patterns = filesToFault()
/**
 * Reading is the same for each fault of what decides, and takes a hundred times as long as deciding. `src/resolve/network` keeps what it
 * computed for a policy, not for a mesh.
 */
const onlyDeciding = patterns.length > 0 && patterns.every(({ name }) => /^src\/(?:decide|resolve(?!\/network))\//.test(name))
const meshes = new Map<string, Mesh>()

/** The mesh of a text: read once where only faults of what decides are tried, and else each time. What is computed once for a mesh is not kept. */
export function rememberedMesh(text: string, read: () => Mesh): Mesh {
  if (!onlyDeciding) return read()
  const mesh = meshes.get(text) ?? read()
  meshes.set(text, mesh)
  return { ...mesh }
}
