import { compareText } from '../diagnostics/place.ts'
import type { OutputFile, OutputTree } from '../manifest/output-tree.ts'

/** The files that differ between two states. */
export function filesBetween(before: Pick<OutputTree, 'files'>, after: Pick<OutputTree, 'files'>): OutputFile[] {
  const was = new Map(before.files.flatMap(({ path, text }) => (text === undefined ? [] : [[path, text]])))
  const is = new Map(after.files.flatMap(({ path, text }) => (text === undefined ? [] : [[path, text]])))
  return [...new Set([...was.keys(), ...is.keys()])].sort(compareText).flatMap((path): OutputFile[] => {
    const [from, to] = [was.get(path), is.get(path)]
    if (from === to) return []
    const status = from === undefined ? 'added' : to === undefined ? 'removed' : 'edited'
    return [{ path, status, ...(from === undefined ? {} : { before: from }), ...(to === undefined ? {} : { text: to }) }]
  })
}
