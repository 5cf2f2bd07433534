import type { Edit } from './change.ts'
import type { Json } from './object.ts'
import { ownValue, setOwn } from './own-value.ts'

/** The value that edits make of a value; the original is left as it is. It says what a document's text must read back as. */
export function edited(value: Readonly<Record<string, unknown>>, edits: readonly Edit[]): Record<string, unknown> {
  const copy = cloneOf(value, new Map()) as Record<string, unknown>
  for (const edit of edits) {
    if (edit.op === 'set') setAt(copy, edit.path, edit.value)
    else deleteAt(copy, edit.path, edit.prune === true)
  }
  return copy
}

/** A deep copy, in which what an alias shares is shared as well; JSON has nothing that `structuredClone` would be needed for, and that takes several times as long. */
function cloneOf(value: unknown, known: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value
  const before = known.get(value)
  if (before !== undefined) return before
  if (Array.isArray(value)) {
    const list: unknown[] = []
    known.set(value, list)
    for (const item of value) list.push(cloneOf(item, known))
    return list
  }
  const map: Record<string, unknown> = {}
  known.set(value, map)
  for (const [key, field] of Object.entries(value))
    if (key === '__proto__') setOwn(map, key, cloneOf(field, known))
    else map[key] = cloneOf(field, known)
  return map
}

type Container = Record<string | number, unknown>

function setAt(root: Container, path: Edit['path'], value: Json): void {
  let at = root
  for (const step of path.slice(0, -1)) {
    const known = ownValue(at, String(step))
    const next = typeof known === 'object' && known !== null ? known : {}
    if (next !== known) setOwn(at, String(step), next)
    at = next as Container
  }
  setOwn(at, String(path.at(-1)!), value)
}

function deleteAt(root: Container, path: Edit['path'], prune: boolean): void {
  const parents: Container[] = [root]
  for (const step of path.slice(0, -1)) {
    const next = ownValue(parents.at(-1)!, String(step))
    if (typeof next !== 'object' || next === null) return
    parents.push(next as Container)
  }
  for (let depth = path.length - 1; depth >= 0; depth -= 1) {
    const parent = parents[depth]!
    const step = path[depth]!
    if (Array.isArray(parent)) parent.splice(Number(step), 1)
    else delete parent[step]
    if (!prune || Object.keys(parent).length > 0) return
  }
}
