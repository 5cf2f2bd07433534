import type { Document, ParsedNode } from 'yaml'
import type { SourceSpan } from '../../diagnostics/place.ts'
import type { ManifestFile, SkippedDocument } from '../input-file.ts'
import { LineTable } from './lines.ts'
import type { Chunk } from './split.ts'

/** The node tree of one YAML document. Offsets of its nodes count from `chunk.start`. */
export type YamlTree = Document.Parsed<ParsedNode>

/** What reading the text of a document gives. */
export interface DocumentReading {
  /** The whole document as plain JSON; undefined when it is empty or does not parse. */
  readonly value: unknown
  /** Makes the tree; absent when the document does not parse. */
  readonly tree?: () => YamlTree
  readonly isPlain?: true
  readonly skipped?: SkippedDocument['reason']
}

/** Trees of short plain documents that are held: findings and edits ask for those of neighbours. */
const heldTrees = 256
/** The longest text whose tree is made again, in UTF-16 units: a list is asked for a place in each of its items. */
const short = 8192

/** One YAML document of a file, counted from 0 as `ObjectRef.document` does. */
export class ParsedDocument {
  readonly index: number
  readonly chunk: Chunk
  readonly value: unknown
  /** Read by `readPlain`: the document has no tags, anchors or aliases. */
  readonly isPlain: boolean
  /** Set when no object of the document is in the manifest set; the loader decides it. */
  skipped: SkippedDocument['reason'] | undefined
  /** Whose trees are held for as long as not too many newer ones are made. */
  static readonly #held: ParsedDocument[] = []
  static #next = 0
  readonly #makeTree: (() => YamlTree) | undefined
  #tree: YamlTree | undefined

  constructor(index: number, chunk: Chunk, { value, tree, isPlain, skipped }: DocumentReading) {
    this.index = index
    this.chunk = chunk
    this.value = value
    this.isPlain = isPlain === true
    this.skipped = skipped
    this.#makeTree = tree
  }

  get parses(): boolean {
    return this.#makeTree !== undefined
  }

  /**
   * The node tree, made when it is asked for: most documents have neither findings nor edits. Undefined when the document does not parse.
   * A tree takes fifty times the memory of its text, so that those of short plain documents, which are made again in no time, give way to newer ones.
   */
  get tree(): YamlTree | undefined {
    if (this.#tree === undefined && this.#makeTree !== undefined) {
      this.#tree = this.#makeTree()
      if (this.isPlain && this.chunk.end - this.chunk.start <= short) this.#holdTree()
    }
    return this.#tree
  }

  #holdTree(): void {
    const held = ParsedDocument.#held
    const oldest = held[ParsedDocument.#next]
    if (oldest !== undefined) oldest.#tree = undefined
    held[ParsedDocument.#next] = this
    ParsedDocument.#next = (ParsedDocument.#next + 1) % heldTrees
  }
}

/** A file with its documents: what the writer needs to edit the text in place. */
export class ParsedFile implements ManifestFile {
  readonly path: string
  readonly text: string
  readonly lines: LineTable
  readonly documents: ParsedDocument[] = []

  constructor(path: string, text: string) {
    this.path = path
    this.text = text
    this.lines = new LineTable(path, text)
  }

  /** The document's text without leading comments, marker and trailing white space. */
  contentSpan(chunk: Chunk): SourceSpan {
    const text = this.text.slice(chunk.content, chunk.end)
    const lead = /^(?:[ \t\r\n\uFEFF]|#.*)*/.exec(text)![0].length
    const start = lead < text.trimEnd().length ? lead : text.length - text.trimStart().length
    const from = Math.min(chunk.content + start, chunk.end)
    return this.lines.span(from, Math.max(from, chunk.content + text.trimEnd().length))
  }
}

/** The folder of a path, without the last slash; the empty string for a file at the top. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash === -1 ? '' : slash === 0 ? '/' : path.slice(0, slash)
}

export function baseNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
