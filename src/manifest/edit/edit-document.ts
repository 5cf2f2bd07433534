import { isAlias, isCollection, isMap, isPair, isSeq, type Node, type Pair, parseDocument, visit, type YAMLMap, type YAMLSeq } from 'yaml'
import type { Json } from '../../model/object.ts'
import { ownValue, setOwn } from '../../model/own-value.ts'
import { mayHaveAliases } from '../parse-file.ts'
import { isMergePair, keyText } from '../yaml/node-place.ts'
import type { YamlTree } from '../yaml/parsed-file.ts'
import { cleanLayout, type Layout, printYaml } from '../yaml/print.ts'
import { kubernetesSchema } from '../yaml/scalars.ts'
import { SharedNodeError, UneditableError } from '../yaml/uneditable.ts'
import { DocumentEditor } from './document-editor.ts'
import type { EditNode } from './edit-tree.ts'
import type { EntryEdit } from './entry-edit.ts'

export interface DocumentText {
  readonly text: string
  readonly tree: YamlTree
  readonly json: boolean
}

/**
 * Edits the text of one document; what the edits do not name keeps its bytes. Where an edit would reach other users of an anchor, all
 * aliases of the document are written out first, so that the others keep their values. A document in a form that cannot be edited in
 * place (explicit keys, tags on keys) is printed anew, without its comments.
 */
export function editDocument(document: DocumentText, edit: EditNode): string {
  const root = document.tree.contents as Node
  try {
    const editor = editorOf(document)
    editor.editInside(root, edit)
    return editor.splices.apply()
  } catch (problem) {
    if (problem instanceof SharedNodeError) return editDocument(withoutAliases(document), edit)
    if (problem instanceof UneditableError) return printedAnew(document, editedValue(document.tree.toJS(), edit))
    throw problem
  }
}

function editorOf({ text, tree, json }: DocumentText): DocumentEditor {
  const aliased = new Set<string>()
  if (mayHaveAliases(text)) {
    visit(tree, {
      Alias(where, alias) {
        if (where === 'key') throw new UneditableError('an alias as a key')
        aliased.add(alias.source)
      },
    })
  }
  return new DocumentEditor(text, tree, layoutOf(text, tree), { json, aliased })
}

/** The indentation that the document itself uses: that of the first map and of the first list below a key. */
function layoutOf(text: string, tree: YamlTree): Layout {
  let step: number | undefined
  let indentLists: boolean | undefined
  const column = (node: YAMLMap | YAMLSeq): number => node.range![0] - (text.lastIndexOf('\n', node.range![0] - 1) + 1)
  const isKnownWithin = (node: unknown): boolean => {
    if (isSeq(node)) return node.items.some(isKnownWithin)
    return isMap(node) && node.items.some((pair) => isKnownBy(node, pair.value) || isKnownWithin(pair.key) || isKnownWithin(pair.value))
  }
  const isKnownBy = (parent: YAMLMap, value: unknown): boolean => {
    if (!isCollection(value) || value.flow || parent.flow || !value.range || !parent.range) return false
    const deeper = column(value as YAMLMap | YAMLSeq) - column(parent)
    if (isMap(value)) step ??= deeper
    else indentLists ??= deeper > 0
    return step !== undefined && indentLists !== undefined
  }
  isKnownWithin(tree.contents)
  return { step: step !== undefined && step > 0 ? step : cleanLayout.step, indentLists: indentLists ?? cleanLayout.indentLists }
}

/** The document with every alias and merge key replaced by what it stands for. */
function withoutAliases(document: DocumentText): DocumentText {
  let text: string
  try {
    const editor = editorOf(document)
    writeOut(document.tree.contents, editor)
    text = editor.splices.apply()
  } catch (problem) {
    if (!(problem instanceof UneditableError)) throw problem
    text = printedAnew(document, document.tree.toJS())
  }
  const tree = parseDocument(text, { schema: kubernetesSchema, prettyErrors: false, logLevel: 'error' }) as YamlTree
  return { ...document, text, tree }
}

function writeOut(node: unknown, editor: DocumentEditor): void {
  if (!isCollection(node)) return
  const entries: EntryEdit[] = []
  const inner: unknown[] = []
  for (const [index, entry] of node.items.entries()) {
    const value = isPair(entry) ? entry.value : entry
    if (isPair(entry) && isMergePair(entry)) entries.push({ op: 'remove', index })
    else if (isAlias(value)) entries.push({ op: 'replace', index, value: editor.valueOf(value) as Json })
    else inner.push(value)
  }
  if (isMap(node)) entries.push(...mergedEntries(node, editor))
  editor.editEntries(node, entries)
  for (const value of inner) writeOut(value, editor)
}

function mergedEntries(map: YAMLMap, editor: DocumentEditor): EntryEdit[] {
  if (!map.items.some((pair) => isMergePair(pair as Pair))) return []
  const own = new Set(map.items.filter((pair) => !isMergePair(pair as Pair)).map((pair) => keyText(pair.key)))
  const all = editor.valueOf(map) as { readonly [key: string]: Json }
  return Object.entries(all).flatMap(([key, value]): EntryEdit[] => (own.has(key) ? [] : [{ op: 'add', key, value }]))
}

function printedAnew({ text, json }: DocumentText, value: unknown): string {
  const head = /^(?:\uFEFF)?(?:(?:[ \t]*(?:#.*)?|%.*)\r?\n)*(?:---[^\n]*\n)?/.exec(text)![0]
  const body = json ? `${JSON.stringify(value, null, 2)}\n` : printYaml(value)
  return head + (text.includes('\r\n') ? body.replaceAll('\n', '\r\n') : body)
}

/** The edits on plain JSON, for documents that are printed anew. */
function editedValue(value: unknown, edit: EditNode): unknown {
  if (edit.value !== undefined) return edit.value.json
  if (edit.children.size === 0) return value
  const numeric = [...edit.children.keys()].every((step) => typeof step === 'number')
  if (Array.isArray(value) || (numeric && (value === null || value === undefined))) {
    const list: unknown[] = Array.isArray(value) ? [...value] : []
    for (const [step, child] of edit.children) {
      if (typeof step !== 'number') continue
      list[Math.min(step, list.length)] = child.removal !== undefined ? undefined : editedValue(list[step], child)
    }
    return list.filter((item) => item !== undefined)
  }
  const map: Record<string, unknown> = { ...(value as Record<string, unknown> | null) }
  for (const [step, child] of edit.children) {
    const name = String(step)
    const inner = child.removal !== undefined ? undefined : editedValue(ownValue(map, name), child)
    const prunes = [...child.children.values()].some((grandchild) => grandchild.removal?.prune === true)
    if (inner === undefined || (prunes && typeof inner === 'object' && inner !== null && Object.keys(inner).length === 0)) delete map[name]
    else setOwn(map, name, inner)
  }
  return map
}
