import { compareText } from '../diagnostics/place.ts'
import type { InputFile } from '../manifest/input-file.ts'
import type { OutputFile } from '../manifest/output-tree.ts'

/**
 * The files of two sets in pairs, as reviews and patches take them. A pair has one name on both sides, which `nameOf` gives: by default the
 * path. It is called as the side after calls it.
 */
export function pairedFiles(
  before: readonly InputFile[],
  after: readonly InputFile[],
  nameOf: (file: InputFile, side: 'before' | 'after') => string = ({ path }) => path,
): OutputFile[] {
  const left = new Map(before.map((file) => [nameOf(file, 'before'), file]))
  const pairs = after.map((file): OutputFile => {
    const { path, text } = file
    const name = nameOf(file, 'after')
    const old = left.get(name)
    left.delete(name)
    if (old === undefined) return { path, status: 'added', text }
    return { path, status: old.text === text ? 'unchanged' : 'edited', before: old.text, text }
  })
  const removed = [...left.values()].map(({ path, text }): OutputFile => ({ path, status: 'removed', before: text }))
  return [...pairs, ...removed].sort((a, b) => compareText(a.path, b.path))
}
