import { isMap, isSeq, parseDocument, visit } from 'yaml'
import { catalogue } from '../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts'
import { room } from '../diagnostics/room.ts'
import type { UnreadInput, UnreadReason } from '../model/unread.ts'
import type { SkippedDocument } from './input-file.ts'
import { readBareAddresses } from './object/bare-address.ts'
import type { ReadMemory } from './read-memory.ts'
import { unreadDocument } from './unread/unread-document.ts'
import { type DuplicateKey, firstDuplicateKey } from './yaml/duplicate-keys.ts'
import { deepest, tooDeepAt } from './yaml/nesting.ts'
import { ParsedDocument, ParsedFile, type YamlTree } from './yaml/parsed-file.ts'
import { plainTree } from './yaml/plain/plain-tree.ts'
import { plainValues } from './yaml/plain/plain-values.ts'
import { readPlain } from './yaml/plain/plain-yaml.ts'
import { kubernetesSchema } from './yaml/scalars.ts'
import { type Chunk, splitDocuments } from './yaml/split.ts'

/** What a file holds, document by document; objects are found later. */
export interface FileReading {
  readonly file: ParsedFile
  readonly skipped: readonly SkippedDocument[]
  readonly diagnostics: readonly Diagnostic[]
  readonly unread: readonly UnreadInput[]
}

/** Far beyond what people write, and far below what hurts. */
const maxAliasCount = 1000

/** Parses every document of a file; a broken one is skipped and its neighbours are read. What `memory` has is not parsed again. */
export function parseFile(path: string, text: string, memory?: ReadMemory): FileReading {
  const file = new ParsedFile(path, text)
  const skipped: SkippedDocument[] = []
  const diagnostics: Diagnostic[] = []
  const unread: UnreadInput[] = []
  for (const [index, chunk] of splitDocuments(text).entries()) {
    room()
    const document = memory === undefined ? parseChunk(file, index, chunk, diagnostics) : recalled(memory, file, index, chunk, diagnostics)
    file.documents.push(document)
    if (document.skipped === undefined) continue
    skipped.push(skip(file, document, document.skipped, skipDetails[document.skipped] ?? ''))
    const why = unreadReasons[document.skipped]
    if (why !== undefined) unread.push(unreadDocument(file, document, why))
  }
  return { file, skipped, diagnostics, unread }
}

function recalled(memory: ReadMemory, file: ParsedFile, index: number, chunk: Chunk, diagnostics: Diagnostic[]): ParsedDocument {
  const text = file.text.slice(chunk.start, chunk.end)
  const known = memory.documentOf(text)
  if (known !== undefined) return new ParsedDocument(index, chunk, known)
  const before = diagnostics.length
  const document = parseChunk(file, index, chunk, diagnostics)
  const { value, isPlain, parses, skipped } = document
  if (parses && skipped === undefined && diagnostics.length === before)
    memory.keepDocument(text, { value, tree: () => document.tree!, ...(isPlain ? { isPlain } : {}) })
  return document
}

const unreadReasons: { readonly [reason in SkippedDocument['reason']]?: UnreadReason } = {
  'syntax-error': 'syntax',
  template: 'template',
  invalid: 'syntax',
}

export function skip(file: ParsedFile, document: ParsedDocument, reason: SkippedDocument['reason'], detail: string): SkippedDocument {
  return { span: file.contentSpan(document.chunk), reason, detail }
}

const skipDetails: { readonly [reason in SkippedDocument['reason']]?: string } = {
  empty: 'the document is empty or has only comments',
  'syntax-error': 'the document does not parse',
  template: 'the document is a template',
  invalid: 'the document has a key twice, aliases without end, or nests too deeply',
}

function parseChunk(file: ParsedFile, index: number, chunk: Chunk, diagnostics: Diagnostic[]): ParsedDocument {
  const text = file.text.slice(chunk.start, chunk.end)
  const plain = readPlain(text, plainValues)
  return plain === undefined ? parseByParser(file, index, chunk, diagnostics) : plainDocument(index, chunk, text, plain)
}

/** Of the text alone, so that nothing else is held by the way to its tree. */
function plainDocument(index: number, chunk: Chunk, text: string, value: unknown): ParsedDocument {
  return new ParsedDocument(index, chunk, { value, tree: () => plainTree(text)!, isPlain: true })
}

function parseByParser(file: ParsedFile, index: number, chunk: Chunk, diagnostics: Diagnostic[]): ParsedDocument {
  const text = file.text.slice(chunk.start, chunk.end)
  const refuse = (skipped: SkippedDocument['reason'], diagnostic: Diagnostic): ParsedDocument => {
    diagnostics.push(diagnostic)
    return new ParsedDocument(index, chunk, { value: undefined, skipped })
  }
  const template = (engine: string) => refuse('template', diagnose(catalogue.template, file.contentSpan(chunk), { engine }))

  if (isYttTemplate(text)) return template('ytt')
  const deep = tooDeepAt(text)
  if (deep !== undefined) {
    const at = chunk.start + deep
    return refuse('invalid', diagnose(catalogue.nestedTooDeeply, file.lines.span(at, at), { deepest }))
  }
  const tree = parseDocument(text, {
    schema: kubernetesSchema,
    uniqueKeys: false,
    // Error positions are computed by the file's own line table, and only when there are errors.
    prettyErrors: false,
    logLevel: 'error',
  }) as YamlTree
  if (text.includes('{{') && (tree.errors.length > 0 || hasTemplateMap(tree))) return template('Helm or Go')
  const error = tree.errors[0]
  if (error !== undefined) {
    const span = file.lines.span(chunk.start + error.pos[0], chunk.start + error.pos[1])
    return refuse('syntax-error', diagnose(catalogue.syntaxError, span, { problem: sentence(error.message) }))
  }
  const twice = firstDuplicateKey(tree)
  if (twice !== undefined) return refuse('invalid', duplicateKey(file, chunk, twice))
  readBareAddresses(file, chunk, tree, diagnostics)
  let value: unknown
  try {
    value = tree.toJS({ maxAliasCount })
    if (mayHaveAliases(text) && hasAlias(tree)) assertFinite(value)
  } catch (problem) {
    const message = problem instanceof Error ? problem.message : String(problem)
    const span = file.contentSpan(chunk)
    if (/alias count|circular|should not happen|call stack/i.test(message))
      return refuse('invalid', diagnose(catalogue.tooManyAliases, span, {}))
    return refuse('syntax-error', diagnose(catalogue.syntaxError, span, { problem: sentence(message) }))
  }
  if (value === null || value === undefined)
    return new ParsedDocument(index, chunk, { value: undefined, tree: () => tree, skipped: 'empty' })
  return new ParsedDocument(index, chunk, { value, tree: () => tree })
}

/** The parser's words as the end of our sentence. */
function sentence(message: string): string {
  const line = message.split('\n')[0]!.trim()
  return `${line.charAt(0).toLowerCase()}${line.slice(1)}`.replace(/[.:]$/, '')
}

function duplicateKey(file: ParsedFile, chunk: Chunk, { key, at, first }: DuplicateKey): Diagnostic {
  const firstLine = file.lines.span(chunk.start + first, chunk.start + first).line
  return diagnose(catalogue.duplicateKey, file.lines.span(chunk.start + at, chunk.start + at + key.length), { key, firstLine })
}

/** `name: {{ .Values.name }}` parses: as a map whose key is a map. No author means that. */
function hasTemplateMap(tree: YamlTree): boolean {
  let found = false
  visit(tree, {
    Map(_, map) {
      if (!map.items.some((pair) => isMap(pair.key) || isSeq(pair.key))) return undefined
      found = true
      return visit.BREAK
    },
  })
  return found
}

/** ytt writes its code in comments: `#@ load(...)`, `#@overlay/match`, `name: #@ data.values.name`. */
function isYttTemplate(text: string): boolean {
  return text.includes('#@') && /(?:^|\s)#@(?:\s|[a-z]+\/|schema\b)/m.test(text)
}

/** A quick look at the text, which spares most documents a walk through their tree. */
export function mayHaveAliases(text: string): boolean {
  return text.includes('&') && /(?:^|[\s,:[{-])\*[^\s,[\]{}]/.test(text)
}

function hasAlias(tree: YamlTree): boolean {
  let found = false
  visit(tree, {
    Alias() {
      found = true
      return visit.BREAK
    },
  })
  return found
}

/** More leaves than any manifest has: aliases that stay below the count but multiply large values. */
const maxExpanded = 1_000_000

/** Throws when a value contains itself or expands to more than `maxExpanded` nodes. */
function assertFinite(value: unknown): void {
  let count = 0
  const open = new Set<object>()
  const walk = (part: unknown): void => {
    count += 1
    if (count > maxExpanded) throw new Error('excessive alias count')
    if (typeof part !== 'object' || part === null) return
    if (open.has(part)) throw new Error('circular alias')
    open.add(part)
    for (const child of Object.values(part)) walk(child)
    open.delete(part)
  }
  walk(value)
}
