import type { Kustomization } from '../../manifest/kustomization/kustomization.ts'
import { joinPath } from '../../manifest/kustomization/paths.ts'
import type { Translation } from '../../translation.ts'

/**
 * Kustomizations of which a conversion changes something that they build, by the paths of their files, where what they build is not what their files
 * say: then no step can be taken from the files. A kustomization that only gathers files builds exactly these.
 */
export function changedKustomizations({ input, output }: Translation): string[] {
  const { graph, unread } = input.kustomize
  const changed = output.files.filter(({ status }) => status !== 'unchanged').map(({ path }) => path)
  const lacking = new Set(unread.map(({ by }) => by))
  return graph.leaves
    .filter((leaf) => {
      const all = [...graph.closure(leaf)]
      if (all.every((one) => onlyGathers(one) && !lacking.has(one))) return false
      const passes = graph.passes(leaf)
      const own = new Set(all.map(({ file }) => joinPath('', file.path)))
      return changed.some((path) => passes(path) || own.has(joinPath('', path)))
    })
    .map(({ file }) => file.path)
}

const gathering: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'resources', 'bases', 'sortOptions'])

function onlyGathers({ value, component, remote }: Kustomization): boolean {
  return !component && !remote && Object.keys(value).every((field) => gathering.has(field))
}
