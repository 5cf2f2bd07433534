import type { StructuredPatchHunk } from 'diff'
import type { LineChange } from './line-changes.ts'

const context = 3

/** Changed lines with the three lines around them; changes that are six lines apart or nearer share a hunk. */
export function hunksOf(changes: readonly LineChange[]): StructuredPatchHunk[] {
  const hunks: StructuredPatchHunk[] = []
  let hunk: StructuredPatchHunk | undefined
  let [oldLine, newLine] = [1, 1]
  let before: readonly string[] = []
  for (const [position, { kind, lines }] of changes.entries()) {
    if (kind === 'same') {
      const between = position < changes.length - 1 && lines.length <= 2 * context
      if (hunk !== undefined) put(hunk, kind, between ? lines : lines.slice(0, context))
      if (!between) hunk = undefined
      before = lines.slice(-context)
    } else {
      if (hunk === undefined) {
        hunk = { oldStart: oldLine - before.length, oldLines: 0, newStart: newLine - before.length, newLines: 0, lines: [] }
        put(hunk, 'same', before)
        hunks.push(hunk)
      }
      put(hunk, kind, lines)
    }
    if (kind !== 'added') oldLine += lines.length
    if (kind !== 'removed') newLine += lines.length
  }
  return hunks
}

const marks = { same: ' ', removed: '-', added: '+' } as const

function put(hunk: StructuredPatchHunk, kind: LineChange['kind'], lines: readonly string[]): void {
  for (const line of lines) {
    hunk.lines.push(`${marks[kind]}${line.endsWith('\n') ? line.slice(0, -1) : line}`)
    if (!line.endsWith('\n')) hunk.lines.push('\\ No newline at end of file')
  }
  if (kind !== 'added') hunk.oldLines += lines.length
  if (kind !== 'removed') hunk.newLines += lines.length
}
