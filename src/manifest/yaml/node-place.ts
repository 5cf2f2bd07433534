import { isAlias, isCollection, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml'
import type { ObjectRef, PathStep, Place, SourceSpan } from '../../diagnostics/place.ts'
import type { ParsedDocument, ParsedFile, YamlTree } from './parsed-file.ts'

/** What all places of one object share. */
export interface NodeSource {
  readonly file: ParsedFile
  readonly document: ParsedDocument
  /** The position of the object in the document's list; absent when it is the whole document. */
  readonly item?: number | undefined
  readonly object: ObjectRef
}

/** The node of a document, or of an item of its list. */
export function rootOf({ tree }: ParsedDocument, item: number | undefined): Node | undefined {
  const root = tree?.contents as Node | undefined
  const items = item !== undefined && isMap(root) ? findPair(root, 'items')?.value : undefined
  return isSeq(items) ? ((items.items[item!] as Node | undefined) ?? root) : root
}

/** A place in a YAML node tree. It holds only its last step; path and span are worked out when asked for. */
export class NodePlace implements Place {
  readonly object: ObjectRef
  readonly #source: NodeSource
  readonly #parent: NodePlace | undefined
  readonly #step: PathStep | undefined

  constructor(source: NodeSource, parent?: NodePlace, step?: PathStep) {
    this.object = source.object
    this.#source = source
    this.#parent = parent
    this.#step = step
  }

  get path(): readonly PathStep[] {
    const path: PathStep[] = []
    let place: NodePlace = this
    while (place.#parent !== undefined) {
      path.push(place.#step!)
      place = place.#parent
    }
    return path.reverse()
  }

  get span(): SourceSpan {
    const { file, document } = this.#source
    const base = document.chunk.start
    const [start, end] = this.#range()
    return file.lines.span(base + start, base + end)
  }

  field(name: string): NodePlace {
    return new NodePlace(this.#source, this, name)
  }

  index(position: number): NodePlace {
    return new NodePlace(this.#source, this, position)
  }

  get document(): ParsedDocument {
    return this.#source.document
  }

  /** The text of a plain document, of which every key and every line of a text is a part as it is; undefined for other documents. */
  get plainText(): string | undefined {
    const { file, document } = this.#source
    return document.isPlain ? file.text.slice(document.chunk.start, document.chunk.end) : undefined
  }

  /** The value's node, with the tree that resolves its aliases; undefined where nothing is there. */
  node(): { readonly node: Node; readonly tree: YamlTree } | undefined {
    const { document, item } = this.#source
    const tree = document.tree!
    let node = rootOf(document, item)
    for (const step of this.path) node = stepInto(resolveAlias(node, tree), step, tree)?.value
    return node && { node, tree }
  }

  /** The plain form, for JSON output and comparisons in tests. */
  toJSON(): { object: ObjectRef; path: readonly PathStep[]; span: SourceSpan } {
    return { object: this.object, path: this.path, span: this.span }
  }

  #range(): readonly [number, number] {
    const { document, item, file } = this.#source
    const tree = document.tree!
    let node = rootOf(document, item)!
    let shown = node
    for (const step of this.path) {
      const next = stepInto(resolveAlias(node, tree), step, tree)
      if (next === undefined) break
      if (next.value === undefined) {
        shown = next.key ?? shown
        break
      }
      shown = isEmpty(next.value) && next.key !== undefined ? next.key : next.value
      node = next.value
    }
    const [start, end] = shown.range ?? [0, 0]
    // The range of a block collection runs to the end of its last line, which the eye does not see.
    const text = file.text.slice(document.chunk.start + start, document.chunk.start + end)
    return [start, start + text.trimEnd().length]
  }
}

/** One step down; `key` is the key's node in a map. Undefined when nothing is there. */
export function stepInto(node: Node | undefined, step: PathStep, tree: YamlTree): { key?: Node; value?: Node } | undefined {
  if (isSeq(node)) return typeof step === 'number' && step < node.items.length ? valueOnly(node.items[step]) : undefined
  if (!isMap(node)) return undefined
  const pair = findPair(node, String(step)) ?? findMerged(node, String(step), tree, 0)
  if (pair === undefined) return undefined
  return { ...(isNode(pair.key) ? { key: pair.key } : {}), ...valueOnly(pair.value) }
}

function valueOnly(value: unknown): { value?: Node } {
  return isNode(value) ? { value } : {}
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isCollection(value) || isAlias(value)
}

/** A null that is not written out: `key:`. */
function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null && (node.source ?? '') === ''
}

export function resolveAlias(node: Node | undefined, tree: YamlTree): Node | undefined {
  return isAlias(node) ? node.resolve(tree) : node
}

/** The key as it is in the plain value: numbers and booleans become strings, as in JSON. */
export function keyText(key: unknown): string {
  const value = isScalar(key) ? key.value : key
  return value === null ? '' : typeof value === 'symbol' ? '<<' : String(value)
}

/** The pair that the map itself has for a key; the last one, as with plain values. */
export function findPair(map: YAMLMap, name: string): Pair | undefined {
  return map.items.find((pair) => keyText(pair.key) === name && !isMergePair(pair))
}

export function isMergePair(pair: Pair): boolean {
  return isScalar(pair.key) && typeof pair.key.value === 'symbol'
}

function findMerged(map: YAMLMap, name: string, tree: YamlTree, depth: number): Pair | undefined {
  if (depth > 50) return undefined
  for (const pair of map.items) {
    if (!isMergePair(pair)) continue
    const merged = isNode(pair.value) ? resolveAlias(pair.value, tree) : undefined
    for (const source of isSeq(merged) ? merged.items : [merged]) {
      const from = isNode(source) ? resolveAlias(source, tree) : undefined
      const found = isMap(from) ? (findPair(from, name) ?? findMerged(from, name, tree, depth + 1)) : undefined
      if (found !== undefined) return found
    }
  }
  return undefined
}
