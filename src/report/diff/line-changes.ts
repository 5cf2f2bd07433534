import { diffArrays } from 'diff'
import { type DocumentKey, type Segment, segmentsOf } from './segments.ts'

/** Lines that both texts have, that only the one before has, or that only the one after has. */
export interface LineChange {
  readonly kind: 'same' | 'removed' | 'added'
  readonly lines: readonly string[]
}

/** As many lines may change before a comparison is cut into smaller ones: the steps that it takes grow with the square of them. */
export const mostEdits = 500

/**
 * How one text becomes the other, line by line: in the fewest lines where that are few. Otherwise the texts are cut at documents that are
 * untouched, and what is long even so at documents that are the same object, so that a mesh in one file takes steps in proportion to its size.
 */
export function lineChanges(before: string, after: string): LineChange[] {
  return slidDown(joined(changesOf({ before: linesOf(before), after: linesOf(after) }, ['text', 'object'])))
}

function changesOf(segment: Segment, [key, ...rest]: readonly DocumentKey[]): LineChange[] {
  const { before, after } = segment
  const parts = diffArrays([...before], [...after], { maxEditLength: mostEdits })
  if (parts !== undefined) {
    return parts.map(({ added, removed, value }) => ({ kind: added ? 'added' : removed ? 'removed' : 'same', lines: value }))
  }
  if (key !== undefined) return (segmentsOf(segment, key) ?? [segment]).flatMap((piece) => changesOf(piece, rest))
  return [change('removed', before), change('added', after)]
}

/** With their line breaks; the last one may have none. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function change(kind: LineChange['kind'], lines: readonly string[]): LineChange {
  return { kind, lines }
}

/** Neighbours of one kind as one change. */
function joined(changes: readonly LineChange[]): LineChange[] {
  const all: { kind: LineChange['kind']; lines: string[] }[] = []
  for (const { kind, lines } of changes) {
    if (lines.length === 0) continue
    const last = all.at(-1)
    if (last?.kind !== kind) all.push({ kind, lines: [...lines] })
    else for (const line of lines) last.lines.push(line)
  }
  return all
}

/**
 * Where the same lines can be said to have gone at several places, the last one is taken, as a comparison of the whole texts does: of the
 * two `---` around a document that is removed, the one below it.
 */
function slidDown(changes: readonly LineChange[]): LineChange[] {
  const slid = [...changes]
  for (const [position, { kind, lines }] of slid.entries()) {
    const [previous, next] = [slid[position - 1], slid[position + 1]]
    if (kind === 'same' || next?.kind !== 'same' || (previous !== undefined && previous.kind !== 'same')) continue
    // Another change below stays apart from this one.
    const room = position + 2 < slid.length ? next.lines.length - 1 : next.lines.length
    let steps = 0
    while (steps < room && (lines[steps] ?? next.lines[steps - lines.length]) === next.lines[steps]) steps++
    if (steps === 0) continue
    const row = [...lines, ...next.lines]
    slid[position - 1] = change('same', [...(previous?.lines ?? []), ...row.slice(0, steps)])
    slid[position] = change(kind, row.slice(steps, steps + lines.length))
    slid[position + 1] = change('same', next.lines.slice(steps))
  }
  return slid.filter(({ lines }) => lines.length > 0)
}
