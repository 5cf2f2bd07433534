import { isAlias, isCollection, isMap, isScalar, isSeq, type Node, type Pair, visit, type YAMLMap, type YAMLSeq } from 'yaml'
import type { PathStep } from '../../diagnostics/place.ts'
import type { Json } from '../../model/object.ts'
import { sameJson } from '../object/equal.ts'
import { findPair, isMergePair, stepInto } from '../yaml/node-place.ts'
import type { YamlTree } from '../yaml/parsed-file.ts'
import { afterDash, afterKey, isInline, type Layout, printPair } from '../yaml/print.ts'
import { Splices } from '../yaml/splices.ts'
import { SharedNodeError, UneditableError } from '../yaml/uneditable.ts'
import { isNodeWithText, YamlText } from '../yaml/yaml-text.ts'
import { type EditNode, editsBetween, valueOfEdits } from './edit-tree.ts'
import type { EntryEdit } from './entry-edit.ts'
import { FlowEditor } from './flow-editor.ts'

/** Where a value stands: after a key's colon or after a dash at `column`. `after` is the offset behind the colon or dash. */
export interface Slot {
  readonly kind: 'pair' | 'item'
  readonly after: number
  readonly column: number
}

/** Edits the text of one document in place. New text has `\n` as line end. */
export class DocumentEditor {
  readonly yaml: YamlText
  readonly tree: YamlTree
  readonly layout: Layout
  readonly splices: Splices
  readonly #flow: FlowEditor
  readonly #aliased: ReadonlySet<string>

  constructor(text: string, tree: YamlTree, layout: Layout, options: { readonly json: boolean; readonly aliased: ReadonlySet<string> }) {
    this.yaml = new YamlText(text)
    this.tree = tree
    this.layout = layout
    this.splices = new Splices(text)
    this.#flow = new FlowEditor(this, options.json)
    this.#aliased = options.aliased
  }

  /** Makes the edits inside a collection. The collection itself must have a survivor, or no slot to be replaced in. */
  editInside(node: Node, edit: EditNode): void {
    if (!isCollection(node)) throw new UneditableError('a value that is no collection')
    this.editEntries(node, this.entryEdits(node, edit))
  }

  editEntries(node: Node, entries: readonly EntryEdit[]): void {
    if (entries.length === 0) return
    if (isMap(node)) {
      if (node.flow) this.#flow.editMap(node, entries)
      else this.#editBlockMap(node, entries)
    } else if (isSeq(node)) {
      if (node.flow) this.#flow.editSeq(node, entries)
      else this.#editBlockSeq(node, entries)
    }
  }

  /** Decides entry by entry what the edits mean for what is there. */
  entryEdits(node: YAMLMap | YAMLSeq, edit: EditNode): EntryEdit[] {
    if (node.anchor !== undefined && this.#aliased.has(node.anchor)) throw new SharedNodeError(node.anchor)
    const entries: EntryEdit[] = []
    for (const [step, child] of edit.children) {
      const index = this.#indexOf(node, step)
      if (index === undefined) {
        const merged = isMap(node) && stepInto(node, step, this.tree) !== undefined
        if (merged && child.value === undefined) throw new SharedNodeError(String(step))
        const value = valueOfEdits(child)
        if (value !== undefined) entries.push({ op: 'add', key: isMap(node) ? String(step) : undefined, value })
        continue
      }
      const entry = this.#entryEdit(isMap(node) ? node.items[index]!.value : node.items[index], index, child, isMap(node))
      if (entry?.op === 'remove' && isMap(node) && this.#isMerged(node, String(step))) throw new SharedNodeError(String(step))
      if (entry !== undefined) entries.push(entry)
    }
    return entries
  }

  /** Whether a merge brings a key of its own in again once that of the map is gone. */
  #isMerged(map: YAMLMap, key: string): boolean {
    const merged = map.items.flatMap((pair) => (isMergePair(pair as Pair) ? this.valueOf(pair.value) : []))
    return merged.some((one) => typeof one === 'object' && one !== null && Object.hasOwn(one, key))
  }

  #indexOf(node: YAMLMap | YAMLSeq, step: PathStep): number | undefined {
    if (isSeq(node)) {
      if (typeof step !== 'number') throw new Error(`a list has no field ${step}`)
      return step < node.items.length ? step : undefined
    }
    const pair = findPair(node, String(step))
    return pair === undefined ? undefined : node.items.indexOf(pair)
  }

  #entryEdit(node: unknown, index: number, edit: EditNode, inMap: boolean): EntryEdit | undefined {
    if (edit.removal !== undefined || edit.value !== undefined) this.#keepShared(node)
    if (edit.removal !== undefined) return { op: 'remove', index }
    if (isAlias(node)) {
      if (edit.value === undefined) throw new SharedNodeError(node.source)
      return { op: 'replace', index, value: edit.value.json }
    }
    const hasItems = isCollection(node) && node.items.length > 0
    if (edit.value === undefined) {
      if (hasItems) return this.#editInside(node, index, edit, inMap)
      const value = valueOfEdits(edit)
      if (value === undefined) return undefined
      if (isScalar(node) && node.value !== null) throw new Error(`cannot edit inside the scalar ${JSON.stringify(node.value)}`)
      return { op: 'replace', index, value }
    }
    const wanted = edit.value.json
    const before = this.valueOf(node)
    if (sameJson(before, wanted)) return undefined
    const inside = hasItems && !isInline(wanted) ? editsBetween(before, wanted) : undefined
    if (inside === undefined) return { op: 'replace', index, value: wanted }
    return this.#survives(node as YAMLMap | YAMLSeq, inside)
      ? { op: 'inside', index, edit: inside }
      : { op: 'replace', index, value: wanted }
  }

  /** What goes away must not hold an anchor that others use. */
  #keepShared(node: unknown): void {
    if (this.#aliased.size === 0 || !(isCollection(node) || isScalar(node))) return
    visit(node, {
      Node: (_, part) => {
        if (!isAlias(part) && part.anchor !== undefined && this.#aliased.has(part.anchor)) throw new SharedNodeError(part.anchor)
      },
    })
  }

  #editInside(node: YAMLMap | YAMLSeq, index: number, edit: EditNode, inMap: boolean): EntryEdit | undefined {
    if (this.#survives(node, edit)) return { op: 'inside', index, edit }
    const added = valueOfEdits(edit)
    if (added !== undefined) return { op: 'replace', index, value: added }
    const prune = [...edit.children.values()].some((child) => child.removal?.prune === true)
    if (prune && inMap && isMap(node)) return { op: 'remove', index }
    return { op: 'replace', index, value: isMap(node) ? {} : [] }
  }

  /** True when at least one entry that is there now stays. */
  #survives(node: YAMLMap | YAMLSeq, edit: EditNode): boolean {
    if (edit.children.size < node.items.length) return true
    const removed = this.entryEdits(node, edit).filter((entry) => entry.op === 'remove')
    return removed.length < node.items.length
  }

  valueOf(node: unknown): unknown {
    return isCollection(node) || isScalar(node) || isAlias(node) ? node.toJS(this.tree, { maxAliasCount: -1 }) : node
  }

  #editBlockMap(map: YAMLMap, entries: readonly EntryEdit[]): void {
    const column = this.yaml.column(this.yaml.keyStart(map.items[0] as Pair))
    const starts = map.items.map((pair) => this.#blockKeyStart(pair as Pair))
    const ends = map.items.map((pair) => this.yaml.pairEnd(pair as Pair))
    for (const entry of entries) {
      if (entry.op !== 'inside' && entry.op !== 'replace') continue
      const pair = map.items[entry.index] as Pair
      const slot: Slot = { kind: 'pair', after: this.yaml.afterColon(pair), column }
      if (entry.op === 'inside') this.editInside(pair.value as Node, entry.edit)
      else this.#replace(slot, pair.value, entry.value)
    }
    this.#removeRegions(starts, ends, column, entries)
    const added = entries.flatMap((entry) => (entry.op === 'add' ? [printPair(entry.key!, entry.value, column, this.layout)] : []))
    this.#appendLines(this.yaml.regionEnd(ends.at(-1)!, column), column, added)
  }

  #blockKeyStart(pair: Pair): number {
    const start = this.yaml.keyStart(pair)
    if (/\?[ \t]*$/.test(this.yaml.text.slice(this.yaml.lineStart(start), start))) throw new UneditableError('an explicit key')
    return start
  }

  #editBlockSeq(seq: YAMLSeq, entries: readonly EntryEdit[]): void {
    const dashes = this.yaml.dashes(seq)
    const column = this.yaml.column(dashes[0]!)
    const ends = seq.items.map((item, index) => (isNodeWithText(item) ? this.yaml.nodeEnd(item) : dashes[index]! + 1))
    for (const entry of entries) {
      if (entry.op === 'inside') this.editInside(seq.items[entry.index] as Node, entry.edit)
      else if (entry.op === 'replace')
        this.#replace({ kind: 'item', after: dashes[entry.index]! + 1, column }, seq.items[entry.index], entry.value)
    }
    this.#removeRegions(dashes, ends, column, entries)
    const added = entries.flatMap((entry) => (entry.op === 'add' ? [`-${afterDash(entry.value, column, this.layout)}`] : []))
    this.#appendLines(this.yaml.regionEnd(ends.at(-1)!, column), column, added)
  }

  /** Removes entries with their comments. An entry that shares its line with a dash gives its place to the next one that stays. */
  #removeRegions(starts: readonly number[], ends: readonly number[], column: number, entries: readonly EntryEdit[]): void {
    const removed = new Set(entries.flatMap((entry) => (entry.op === 'remove' ? [entry.index] : [])))
    if (removed.size === 0) return
    const floor = (index: number) => (index === 0 ? 0 : this.yaml.lineEnd(ends[index - 1]!))
    let index = 0
    if (removed.has(0) && !this.yaml.startsLine(starts[0]!)) {
      while (removed.has(index)) index += 1
      if (index === starts.length) throw new UneditableError('a collection that loses all its entries')
      const next = this.yaml.regionStart(starts[index]!, floor(index))
      this.splices.replace(starts[0]!, next + /^ */.exec(this.yaml.text.slice(next))![0].length, '')
    }
    for (; index < starts.length; index += 1) {
      if (!removed.has(index)) continue
      this.splices.replace(this.yaml.regionStart(starts[index]!, floor(index)), this.yaml.regionEnd(ends[index]!, column), '')
    }
  }

  #appendLines(at: number, column: number, lines: readonly string[]): void {
    if (lines.length === 0) return
    const text = lines.map((line) => `${' '.repeat(column)}${line}`).join('\n')
    const open = at === this.yaml.text.length && !this.yaml.text.endsWith('\n')
    this.splices.insert(at, open ? `\n${text}` : `${text}\n`)
  }

  #replace(slot: Slot, node: unknown, value: Json): void {
    const { text } = this.yaml
    const start = slot.after
    const end = isNodeWithText(node) ? this.yaml.nodeEnd(node) : start
    const printed = slot.kind === 'pair' ? afterKey(value, slot.column, this.layout) : afterDash(value, slot.column, this.layout)
    const space = /^[ \t]*/.exec(text.slice(start, end))![0]
    if (isInline(value)) {
      this.splices.replace(start, end, space === '' || end === start ? printed : space + printed.trimStart())
      return
    }
    // A comment behind the key stays there; one behind the last line of an old block goes with it.
    const sameLine = !text.slice(start, end).includes('\n')
    const comment = /^[ \t]*(#.*)?/.exec(text.slice(sameLine ? end : start, this.yaml.contentEnd(sameLine ? end : start)))![1]
    const stop = this.yaml.lineStop(end)
    if (comment === undefined) this.splices.replace(start, stop, printed)
    else this.splices.replace(start, stop, withComment(printed, ` ${comment.trimEnd()}`, slot))
  }
}

/** Puts a comment on the line of the key or dash: ` # why` and the block below it. */
function withComment(printed: string, comment: string, slot: Slot): string {
  if (printed.startsWith('\n')) return `${comment}${printed}`
  const newline = printed.indexOf('\n')
  // `key: |` takes the comment behind the header; `- a: 1` moves below the dash.
  if (/^ \|-?$/.test(printed.slice(0, newline))) return `${printed.slice(0, newline)}${comment}${printed.slice(newline)}`
  return `${comment}\n${' '.repeat(slot.column + 2)}${printed.trimStart()}`
}
