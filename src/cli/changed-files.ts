import { resolve } from 'node:path'
import { compareText } from '../diagnostics/place.ts'
import type { InputFile } from '../manifest/input-file.ts'
import type { OutputFile } from '../manifest/output-tree.ts'

/**
 * The files of two sets in pairs by their paths below the folders that were named, such as `base/team/a.yaml` and `head/team/a.yaml`. A pair
 * is called as the side after calls it.
 */
export function changedFiles(
  before: readonly InputFile[],
  after: readonly InputFile[],
  roots: { readonly before: readonly string[]; readonly after: readonly string[] },
): OutputFile[] {
  const left = new Map(before.map((file) => [pathBelow(file.path, roots.before), file]))
  const pairs = after.map(({ path, text }): OutputFile => {
    const name = pathBelow(path, roots.after)
    const old = left.get(name)
    left.delete(name)
    if (old === undefined) return { path, status: 'added', text }
    return { path, status: old.text === text ? 'unchanged' : 'edited', before: old.text, text }
  })
  const removed = [...left.values()].map(({ path, text }): OutputFile => ({ path, status: 'removed', before: text }))
  return [...pairs, ...removed].sort((a, b) => compareText(a.path, b.path))
}

/** A file that was named by itself stands for any other one that was: its folder says nothing. */
function pathBelow(path: string, roots: readonly string[]): string {
  const absolute = resolve(path)
  const root = roots.find((folder) => absolute.startsWith(`${folder}/`))
  return root === undefined ? path.slice(path.lastIndexOf('/') + 1) : absolute.slice(root.length + 1)
}
