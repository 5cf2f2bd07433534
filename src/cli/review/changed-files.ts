import { resolve } from 'node:path'
import { pairedFiles } from '../../library/paired-files.ts'
import type { InputFile } from '../../manifest/input-file.ts'
import type { OutputFile } from '../../manifest/output-tree.ts'
import type { TwoSets } from '../input/comparison-input.ts'

/** The files that a change edits, as they are called below the folders that were named. */
export function changedFilesOf({ before, after, roots, applied }: TwoSets): OutputFile[] {
  if (applied === undefined) return changedFiles(before, after, roots)
  return applied.map((file) => ({ ...file, path: pathBelow(file.path, roots.after) }))
}

/** The files of two sets in pairs by their paths below the folders that were named, such as `base/team/a.yaml` and `head/team/a.yaml`. */
function changedFiles(
  before: readonly InputFile[],
  after: readonly InputFile[],
  roots: { readonly before: readonly string[]; readonly after: readonly string[] },
): OutputFile[] {
  return pairedFiles(before, after, ({ path }, side) => pathBelow(path, roots[side]))
}

/** A file that was named by itself stands for any other one that was: its folder says nothing. */
function pathBelow(path: string, roots: readonly string[]): string {
  const absolute = resolve(path)
  const root = roots.find((folder) => absolute.startsWith(`${folder}/`))
  return root === undefined ? path.slice(path.lastIndexOf('/') + 1) : absolute.slice(root.length + 1)
}
