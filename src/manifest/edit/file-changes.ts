import type { ObjectRef } from '../../diagnostics/place.ts'
import { room } from '../../diagnostics/room.ts'
import type { Edit } from '../../model/change.ts'
import type { OutputFile } from '../output-tree.ts'
import type { ParsedDocument, ParsedFile } from '../yaml/parsed-file.ts'
import { editDocument } from './edit-document.ts'
import { type EditNode, mergeEdits, newEditNode } from './edit-tree.ts'
import { type Addition, documentText, refOf } from './objects-to-add.ts'

/** Everything that is to happen to one input file. */
export class FileChanges {
  readonly file: ParsedFile
  readonly #edits = new Map<number, Map<number | undefined, (readonly Edit[])[]>>()
  readonly #removed = new Map<number, Set<number | undefined>>()
  readonly #added = new Map<number, Addition[]>()

  constructor(file: ParsedFile) {
    this.file = file
  }

  edit({ document, item }: Pick<ObjectRef, 'document' | 'item'>, edits: readonly Edit[]): void {
    const objects = this.#edits.get(document) ?? new Map<number | undefined, (readonly Edit[])[]>()
    this.#edits.set(document, objects)
    objects.set(item, [...(objects.get(item) ?? []), edits])
  }

  remove({ document, item }: ObjectRef): void {
    this.#removed.set(document, (this.#removed.get(document) ?? new Set<number | undefined>()).add(item))
  }

  add(document: number, addition: Addition): void {
    this.#added.set(document, [...(this.#added.get(document) ?? []), addition])
  }

  /** True when no item of the document stays. */
  removes(document: ParsedDocument): boolean {
    const items = this.#removed.get(document.index)
    if (items === undefined) return false
    if (items.has(undefined)) return true
    const all = (document.value as { readonly items: readonly unknown[] }).items
    return all.every((_, index) => items.has(index))
  }

  /** True when nothing is left of the file. */
  isRemoved(): boolean {
    if (this.#removed.size === 0 || this.#added.size > 0) return false
    return this.file.documents.every((document) => document.skipped === 'empty' || this.removes(document))
  }

  /** Makes the changes: the output file, the documents whose text changed, and where the added objects are. */
  finish(): { output: OutputFile; edited: ReadonlySet<number>; added: readonly ObjectRef[] } {
    const { path, text: before } = this.file
    const broken = this.file.documents.some((document) => !document.parses)
    const edited = new Set<number>()
    const added: ObjectRef[] = []
    if (!broken && this.#edits.size + this.#removed.size + this.#added.size === 0) {
      return { output: { path, status: 'unchanged', before, text: before }, edited, added }
    }
    const all = new TextOfDocuments(before)
    const parseable = new TextOfDocuments(before)
    for (const document of this.file.documents) {
      room()
      const old = before.slice(document.chunk.start, document.chunk.end)
      if (!this.removes(document)) {
        const text = this.#editedText(document, old)
        if (text !== old) edited.add(document.index)
        all.keep(text, document)
        if (document.parses) parseable.keep(text, document)
      } else if (document.chunk.start === 0) {
        all.begin(headerOf(old))
        parseable.begin(headerOf(old))
      }
      for (const addition of this.#added.get(document.index) ?? []) {
        const text = documentText(addition.object, addition.reasons)
        added.push(refOf(addition.object, path, all.count))
        all.add(text)
        parseable.add(text)
      }
    }
    if (this.isRemoved()) return { output: { path, status: 'removed', before }, edited, added }
    const text = this.file.documents.length === 0 ? before : all.text
    const output: OutputFile = {
      path,
      status: text === before ? 'unchanged' : 'edited',
      before,
      text,
      ...(broken ? { parseable: parseable.text } : {}),
    }
    return { output, edited, added }
  }

  #editedText(document: ParsedDocument, text: string): string {
    const edit = this.#editOf(document.index)
    if (edit === undefined || document.tree === undefined) return text
    return editDocument({ text, tree: document.tree, json: this.file.path.endsWith('.json') }, edit)
  }

  /** The edits of a document and, in a list, the removals of its items. */
  #editOf(document: number): EditNode | undefined {
    const edits = this.#edits.get(document)
    const removed = this.#removed.get(document)
    if (edits === undefined && removed === undefined) return undefined
    const items = newEditNode()
    for (const [item, changes] of edits ?? []) {
      if (item === undefined) return mergeEdits(changes)
      if (!removed?.has(item)) items.children.set(item, mergeEdits(changes))
    }
    for (const item of removed ?? []) items.children.set(item!, { children: new Map(), removal: { prune: false } })
    const root = newEditNode()
    root.children.set('items', items)
    return root
  }
}

/**
 * The comment at the top of a file, which a blank line or a marker parts from the first document: a licence, or what the file is for. It is about
 * the file, so that it stays where that document does not. A byte order mark stays with it.
 */
function headerOf(text: string): string {
  return /^\uFEFF?(?:#[^\n]*\n)+(?:(?:[ \t\r]*\n)+|(?=---))/.exec(text)?.[0] ?? ''
}

/** Puts documents together into a file; markers are only added where they are needed. */
class TextOfDocuments {
  count = 0
  readonly #parts: string[] = []
  #header = ''
  readonly #newline: string
  readonly #marked: boolean

  constructor(before: string) {
    this.#newline = before.includes('\r\n') ? '\r\n' : '\n'
    this.#marked = /^\uFEFF?---/.test(before)
  }

  get text(): string {
    return this.#parts.length === 0 ? '' : `${this.#header}${this.#parts.join('')}`
  }

  /** What stands before all documents, if there are any. */
  begin(header: string): void {
    this.#header = header
  }

  /** A document of the input, with its own marker. */
  keep(text: string, { chunk }: ParsedDocument): void {
    const last = this.#parts.at(-1)
    if (last === undefined) this.#push(chunk.start > 0 && !this.#marked ? text.replace(/^---[ \t]*\r?\n/, '') : text)
    else this.#push(chunk.marked || /(?:^|\n)\.\.\.[^\n]*\n?$/.test(last) ? text : `---${this.#newline}${text}`)
  }

  /** A new document; `text` has `\n` as line end. */
  add(text: string): void {
    const body = this.#newline === '\n' ? text : text.replaceAll('\n', this.#newline)
    this.#push(this.#parts.length > 0 || this.#marked ? `---${this.#newline}${body}` : body)
  }

  #push(text: string): void {
    const last = this.#parts.at(-1)
    if (last !== undefined && !last.endsWith('\n')) this.#parts.push(this.#newline)
    this.#parts.push(text)
    this.count += 1
  }
}
