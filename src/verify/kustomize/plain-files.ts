import type { InputFile } from '../../manifest/input-file.ts'
import type { KustomizationGraph } from '../../manifest/kustomization/graph.ts'
import { joinPath } from '../../manifest/kustomization/paths.ts'
import { loadManifests } from '../../manifest/load.ts'

/** The files that no built leaf is made of: what is applied as it is, or not built. */
export function plainFiles(files: readonly InputFile[], leaves: ReadonlySet<string>): InputFile[] {
  const { graph } = loadManifests(files).kustomize
  const used = usedBy(graph, leaves)
  return files.filter(({ path }) => !used.has(joinPath('', path)))
}

function usedBy(graph: KustomizationGraph, leaves: ReadonlySet<string>): ReadonlySet<string> {
  const used = new Set<string>()
  for (const leaf of graph.leaves) {
    if (!leaves.has(leaf.file.path)) continue
    for (const { file, resources, patches } of graph.closure(leaf))
      for (const path of [joinPath('', file.path), ...resources, ...patches]) used.add(path)
  }
  return used
}
