import { anchorsOf } from './anchors.ts'
import { type DocumentLines, documentsIn } from './documents.ts'

/** Lines of the text before beside those of the text after that are compared with them, and with no others. */
export interface Segment {
  readonly before: readonly string[]
  readonly after: readonly string[]
}

/** By what documents of two texts stand for each other: `text` for those that are untouched, `object` for those that are the same object. */
export type DocumentKey = 'text' | 'object'

/** Cuts two texts at the documents that stand for each other; undefined where none does. */
export function segmentsOf({ before, after }: Segment, key: DocumentKey): Segment[] | undefined {
  const [old, now] = [documentsIn(before), documentsIn(after)]
  const keyOf = (document: DocumentLines): string => document[key]
  const anchors = anchorsOf(old.map(keyOf), now.map(keyOf))
  if (anchors.length === 0) return undefined
  const segments: Segment[] = []
  let [from, to] = [0, 0]
  const upTo = (oldEnd: number, newEnd: number): void => {
    if (from < oldEnd || to < newEnd) segments.push({ before: before.slice(from, oldEnd), after: after.slice(to, newEnd) })
    ;[from, to] = [oldEnd, newEnd]
  }
  for (const [oldAt, newAt] of anchors) {
    const [oldDocument, newDocument] = [old[oldAt]!, now[newAt]!]
    upTo(oldDocument.start, newDocument.start)
    upTo(oldDocument.end, newDocument.end)
  }
  upTo(before.length, after.length)
  return segments
}
