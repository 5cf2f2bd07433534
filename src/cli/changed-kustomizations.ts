import { joinPath } from '../manifest/kustomization/paths.ts'
import type { Translation } from '../translation.ts'

/** Kustomizations of which a conversion changes something that they build, by the paths of their files: what they build is applied as a whole. */
export function changedKustomizations({ input, output }: Translation): string[] {
  const { graph } = input.kustomize
  const changed = output.files.filter(({ status }) => status !== 'unchanged').map(({ path }) => path)
  return graph.leaves
    .filter((leaf) => {
      const passes = graph.passes(leaf)
      const own = new Set([...graph.closure(leaf)].map(({ file }) => joinPath('', file.path)))
      return changed.some((path) => passes(path) || own.has(joinPath('', path)))
    })
    .map(({ file }) => file.path)
}
