import type { Mesh } from '../../src/model/mesh.ts'
import { readManifests } from '../../src/translate.ts'
import type { Manifest } from './vector.ts'

/** One document of YAML for each manifest; JSON is YAML. */
export function streamText(manifests: readonly Manifest[]): string {
  return manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n')
}

let last: { readonly text: string; readonly mesh: Mesh } | undefined

/** The mesh that manifests describe. Neighbouring vectors often ask one mesh, so the last one is kept. */
export function meshOfManifests(manifests: readonly Manifest[]): Mesh {
  const text = streamText(manifests)
  if (last?.text !== text) last = { text, mesh: readManifests([{ path: 'mesh.yaml', text }]).mesh }
  return last.mesh
}
