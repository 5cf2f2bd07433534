import { isCollection, isMap, isNode, isPair, isScalar, type Node } from 'yaml'
import { keyText, resolveAlias } from './node-place.ts'
import type { YamlTree } from './parsed-file.ts'

/** A key that a map has twice, as JSON sees it: `1` and `"1"` are one key. Offsets count from the start of the document. */
export interface DuplicateKey {
  readonly key: string
  readonly at: number
  /** Where the key is given for the first time. */
  readonly first: number
}

/**
 * The duplicate key that comes first in a document. One look at each key: the parser's own check compares every key with all keys before
 * it, which takes a ConfigMap of 40,000 keys a quarter of a minute. Keys that a map only gets by merging (`<<`) are not duplicates.
 */
export function firstDuplicateKey(tree: YamlTree): DuplicateKey | undefined {
  let found: DuplicateKey | undefined
  // A stack of its own: how deep a document may nest is not for the call stack to say.
  const open: unknown[] = [tree.contents]
  while (open.length > 0) {
    const node = open.pop()
    if (isPair(node)) open.push(node.key, node.value)
    else if (isCollection(node)) for (const item of node.items) open.push(item)
    if (!isMap(node)) continue
    const starts = new Map<string | symbol, number>()
    for (const { key } of node.items) {
      const identity = identityOf(key, tree)
      const at = isNode(key) ? (key.range?.[0] ?? 0) : 0
      const first = starts.get(identity)
      if (first === undefined) starts.set(identity, at)
      else if (found === undefined || at < found.at) found = { key: keyText(key), at, first }
    }
  }
  return found
}

function identityOf(key: unknown, tree: YamlTree): string | symbol {
  const node = isNode(key) ? resolveAlias(key as Node, tree) : key
  if (isScalar(node) && typeof node.value === 'symbol') return node.value
  return isCollection(node) ? JSON.stringify(node) : keyText(node)
}
