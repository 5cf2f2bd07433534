import type { SourceSpan } from '../../diagnostics/place.ts'
import type { InputFile } from '../../manifest/input-file.ts'
import { LineTable } from '../../manifest/yaml/lines.ts'
import { splitDocuments } from '../../manifest/yaml/split.ts'

/** Whether a place stands in a document of the files after that none of the files before has: in a line that a review of the change shows, or beside one. */
export function inChangedDocuments(before: readonly InputFile[], after: readonly InputFile[]): (span: SourceSpan) => boolean {
  let known: ReadonlySet<string> | undefined
  const files = new Map(after.map((file) => [file.path, file]))
  const lines = new Map<string, readonly (readonly [first: number, last: number])[]>()
  const changedIn = ({ path, text }: InputFile) => {
    known ??= new Set(before.flatMap((file) => documentsOf(file.text).map((document) => document.text)))
    const table = new LineTable(path, text)
    return documentsOf(text).flatMap(({ text: own, start, end }) => {
      const { line, endLine } = table.span(start, end)
      return known!.has(own) ? [] : [[line, endLine] as const]
    })
  }
  return ({ file, line }) => {
    const one = files.get(file)
    if (one === undefined) return false
    const changed = lines.get(file) ?? changedIn(one)
    lines.set(file, changed)
    return changed.some(([first, last]) => first <= line && line <= last)
  }
}

function documentsOf(text: string) {
  return splitDocuments(text).map(({ content, end }) => ({ text: text.slice(content, end).trim(), start: content, end }))
}
