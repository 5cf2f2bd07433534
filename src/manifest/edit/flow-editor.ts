import { isCollection, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml'
import type { Json } from '../../model/object.ts'
import { printFlow } from '../yaml/print.ts'
import { printScalar } from '../yaml/print-scalar.ts'
import type { Splices } from '../yaml/splices.ts'
import { UneditableError } from '../yaml/uneditable.ts'
import { isNodeWithText, type YamlText } from '../yaml/yaml-text.ts'
import type { EditNode } from './edit-tree.ts'
import type { EntryEdit } from './entry-edit.ts'

/** Where the entries of a flow collection begin and end, and how new ones are set. */
interface FlowShape {
  readonly start: number
  readonly end: number
  readonly entries: readonly { readonly start: number; readonly end: number }[]
  /** Indentation of entries that have a line each; undefined when all stand on one line. */
  readonly margin: number | undefined
  readonly json: boolean
}

/** The editor of the document that a flow collection stands in. */
interface Surroundings {
  readonly yaml: YamlText
  readonly splices: Splices
  editInside(node: Node, edit: EditNode): void
}

/** Edits `{…}` and `[…]`, which is also how JSON files are edited. */
export class FlowEditor {
  readonly #editor: Surroundings
  readonly #json: boolean

  constructor(editor: Surroundings, json: boolean) {
    this.#editor = editor
    this.#json = json
  }

  editMap(map: YAMLMap, entries: readonly EntryEdit[]): void {
    const { yaml } = this.#editor
    const pairs = map.items as Pair[]
    if (yaml.text[map.range![0]] !== '{') throw new UneditableError('a pair in a list without braces')
    const json = this.#json || yaml.text[yaml.keyStart(pairs[0]!)] === '"'
    const shape = this.#shape(
      map,
      pairs.map((pair) => ({ start: yaml.keyStart(pair), end: yaml.pairEnd(pair) })),
      json,
    )
    for (const entry of entries) {
      if (entry.op !== 'inside' && entry.op !== 'replace') continue
      const pair = pairs[entry.index]!
      if (entry.op === 'inside') this.#inside(pair.value, entry)
      else this.#replace(yaml.afterColon(pair), yaml.pairEnd(pair), entry.value, shape, ' ')
    }
    this.#removeAndAdd(shape, entries, (entry) => `${printScalar(entry.key!, json ? 'json' : 'flow')}: ${this.#print(entry.value, shape)}`)
  }

  editSeq(seq: YAMLSeq, entries: readonly EntryEdit[]): void {
    const { yaml } = this.#editor
    const items = seq.items as Node[]
    if (!items.every(isNodeWithText)) throw new UneditableError('a list with an empty item')
    const shape = this.#shape(
      seq,
      items.map((item) => ({ start: item.range![0], end: yaml.nodeEnd(item) })),
      this.#json,
    )
    for (const entry of entries) {
      if (entry.op === 'inside') this.#inside(items[entry.index], entry)
      else if (entry.op === 'replace') {
        const { start, end } = shape.entries[entry.index]!
        if (/[!&]\S*\s*$/.test(yaml.text.slice(Math.max(shape.start, start - 60), start))) throw new UneditableError('a tagged item')
        this.#replace(start, end, entry.value, shape, '')
      }
    }
    this.#removeAndAdd(shape, entries, (entry) => this.#print(entry.value, shape))
  }

  #inside(node: unknown, entry: Extract<EntryEdit, { op: 'inside' }>): void {
    if (!isCollection(node) || !node.flow) throw new UneditableError('a block inside a flow collection')
    this.#editor.editInside(node, entry.edit)
  }

  #replace(start: number, end: number, value: Json, shape: FlowShape, gap: string): void {
    const space = /^\s*/.exec(this.#editor.yaml.text.slice(start, end))![0]
    this.#editor.splices.replace(start, end, `${space === '' ? gap : space}${this.#print(value, shape)}`)
  }

  #shape(node: YAMLMap | YAMLSeq, entries: FlowShape['entries'], json: boolean): FlowShape {
    const { yaml } = this.#editor
    const [start, end] = node.range!
    const first = entries[0]!.start
    const margin = yaml.text.slice(start, first).includes('\n') ? yaml.column(first) : undefined
    return { start, end, entries, margin, json }
  }

  /** In a collection of many lines a collection gets many lines too, in JSON. */
  #print(value: Json, shape: FlowShape): string {
    if (shape.margin === undefined || !shape.json) return printFlow(value, shape.json)
    const step = Math.max(1, shape.margin - this.#marginOf(shape.start))
    return JSON.stringify(value, null, step).replaceAll('\n', `\n${' '.repeat(shape.margin)}`)
  }

  #marginOf(offset: number): number {
    const { yaml } = this.#editor
    return /^ */.exec(yaml.text.slice(yaml.lineStart(offset)))![0].length
  }

  #removeAndAdd(shape: FlowShape, entries: readonly EntryEdit[], print: (entry: Extract<EntryEdit, { op: 'add' }>) => string): void {
    const removed = new Set(entries.flatMap((entry) => (entry.op === 'remove' ? [entry.index] : [])))
    const last = shape.entries.findLastIndex((_, index) => !removed.has(index))
    if (last === -1) throw new UneditableError('a collection that loses all its entries')
    const added = entries.flatMap((entry) => (entry.op === 'add' ? [print(entry)] : []))
    const separator = shape.margin === undefined ? ', ' : `,\n${' '.repeat(shape.margin)}`
    this.#editor.splices.insert(shape.entries[last]!.end, added.map((text) => separator + text).join(''))
    for (const index of removed) {
      if (index < last) this.#editor.splices.replace(shape.entries[index]!.start, shape.entries[index + 1]!.start, '')
    }
    if (last < shape.entries.length - 1) this.#editor.splices.replace(shape.entries[last]!.end, shape.entries.at(-1)!.end, '')
  }
}
