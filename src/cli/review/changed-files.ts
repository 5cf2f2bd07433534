import { resolve } from 'node:path'
import { compareText } from '../../diagnostics/place.ts'
import { pairedFiles } from '../../library/paired-files.ts'
import type { InputFile } from '../../manifest/input-file.ts'
import type { OutputFile } from '../../manifest/output-tree.ts'
import type { TwoSets } from '../input/comparison-input.ts'

/** The files that a change edits; of a cluster to which manifests are applied, the manifests. */
export function changedFilesOf({ before, after, roots, applied }: TwoSets): readonly OutputFile[] {
  return applied ?? changedFiles(before, after, roots)
}

/**
 * The files of two sets in pairs by their paths below the folders that were named, such as `base/team/a.yaml` and `head/team/a.yaml`. What the
 * change removes is called as it would be on its side, because that is its name in the repository.
 */
function changedFiles(
  before: readonly InputFile[],
  after: readonly InputFile[],
  roots: { readonly before: readonly string[]; readonly after: readonly string[] },
): OutputFile[] {
  const name = ({ path }: InputFile, side: 'before' | 'after') => pathBelow(path, roots[side])
  // `old.yaml` against `new.yaml`: each is all of its side.
  const single = roots.before.length + roots.after.length === 0 && before.length === 1 && after.length === 1
  const files = pairedFiles(before, after, single ? () => name(after[0]!, 'after') : name)
  const folders = foldersOf(after, roots.after)
  const renamed = (file: OutputFile): OutputFile => {
    const index = roots.before.findIndex((root) => resolve(file.path).startsWith(`${root}/`))
    const folder = roots.before.length === roots.after.length ? folders.get(roots.after[index] ?? '') : undefined
    return folder === undefined ? file : { ...file, path: `${folder}${pathBelow(file.path, roots.before)}` }
  }
  const called = files.map((file) => (file.status === 'removed' ? renamed(file) : file))
  return called.sort((a, b) => compareText(a.path, b.path))
}

/** What the files of each folder that was named begin with. */
function foldersOf(files: readonly InputFile[], roots: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    files.flatMap(({ path }) => {
      const root = roots.find((folder) => resolve(path).startsWith(`${folder}/`))
      return root === undefined ? [] : [[root, path.slice(0, path.length - pathBelow(path, roots).length)]]
    }),
  )
}

/** A file that was named by itself stands for any other one that was: its folder says nothing. */
function pathBelow(path: string, roots: readonly string[]): string {
  const absolute = resolve(path)
  const root = roots.find((folder) => absolute.startsWith(`${folder}/`))
  return root === undefined ? path.slice(path.lastIndexOf('/') + 1) : absolute.slice(root.length + 1)
}
