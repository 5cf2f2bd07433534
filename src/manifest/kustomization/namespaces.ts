import { folderOf } from '../yaml/parsed-file.ts'
import type { Kustomization } from './kustomization.ts'
import { joinPath } from './paths.ts'

/**
 * The namespaces that kustomizations give the objects of a file: that of its own folder, else those of the kustomizations that list the
 * file or its folder, directly or through other kustomizations.
 */
export function kustomizedNamespaces(path: string, kustomizations: readonly Kustomization[]): ReadonlySet<string> {
  const found = new Set<string>()
  const visited = new Set<Kustomization>()
  const climb = (users: readonly Kustomization[]) => {
    for (const user of users) {
      if (visited.has(user)) continue
      visited.add(user)
      if (user.namespace !== undefined) found.add(user.namespace)
      else climb(kustomizations.filter((other) => other.resources.has(user.folder) || other.resources.has(user.file.path)))
    }
  }
  const folder = folderOf(path)
  const normal = joinPath('', path)
  const own = kustomizations.filter((one) => one.folder === folder && one.namespace !== undefined)
  climb(
    own.length > 0
      ? own
      : kustomizations.filter((one) => one.folder === folder || one.resources.has(normal) || one.resources.has(joinPath('', folder))),
  )
  return found
}
