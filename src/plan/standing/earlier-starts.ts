import { applyPatch, parsePatch, reversePatch, type StructuredPatch } from 'diff'
import type { InputFile } from '../../manifest/input-file.ts'

/** So many starts are planned from at most: of those that the patches lead back to, nearly always one. */
const startsAtMost = 3

/**
 * The input as it was before the steps of an earlier rollout that it shows to have been done: all of them, or the first ones. `patches` are the `commit.patch`
 * of each step, in order, and `root` is what stands before their paths. Whether an input was really the start is for planning from it to show.
 */
export function earlierStarts(files: readonly InputFile[], patches: readonly string[], root: string): readonly (readonly InputFile[])[] {
  const steps = patches.map((text) => parsePatch(text))
  const found = new Map<string, readonly InputFile[]>()
  for (let count = steps.length; count > 0 && found.size < startsAtMost; count -= 1) {
    const start = takenBack(files, steps.slice(0, count), root)
    if (start !== undefined) found.set(JSON.stringify(start), start)
  }
  return [...found.values()]
}

function takenBack(
  files: readonly InputFile[],
  steps: readonly (readonly StructuredPatch[])[],
  root: string,
): readonly InputFile[] | undefined {
  const texts = new Map(files.flatMap(({ path, text, unread }) => (unread === undefined ? [[path, text]] : [])))
  for (const patch of [...steps].reverse().flat()) {
    const [was, is] = [nameIn(patch.oldFileName, root), nameIn(patch.newFileName, root)]
    const now = is === undefined ? '' : texts.get(is)
    if (now === undefined || (is === undefined && was !== undefined && texts.has(was))) return undefined
    const before = applyPatch(now, reversePatch(patch), { fuzzFactor: 0, autoConvertLineEndings: false })
    if (before === false) return undefined
    if (is !== undefined) texts.delete(is)
    if (was !== undefined) texts.set(was, before)
    else if (before !== '') return undefined
  }
  const known = new Set(files.map(({ path }) => path))
  const back = [...texts].flatMap(([path, text]) => (known.has(path) ? [] : [{ path, text }]))
  return [
    ...files.flatMap((file) => {
      const text = texts.get(file.path)
      return file.unread !== undefined || text === file.text ? [file] : text === undefined ? [] : [{ ...file, text }]
    }),
    ...back,
  ]
}

/** `a/mesh.yaml` of a patch by git; undefined for a file that is not there on that side. */
function nameIn(name: string | undefined, root: string): string | undefined {
  return name === undefined || name === '/dev/null' ? undefined : `${root}${name.replace(/^[ab]\//, '')}`
}
