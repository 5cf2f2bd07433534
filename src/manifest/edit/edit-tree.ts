import { compareText, type PathStep, pathText } from '../../diagnostics/place.ts'
import type { Edit } from '../../model/change.ts'
import type { Json } from '../../model/object.ts'
import { ownValue } from '../../model/own-value.ts'
import { sameJson } from '../object/equal.ts'

/** All edits of one object as a tree along their paths; exactly one of the three is set on every node but the root. */
export interface EditNode {
  readonly children: Map<PathStep, EditNode>
  value?: { json: Json }
  removal?: { prune: boolean }
}

export function newEditNode(): EditNode {
  return { children: new Map() }
}

/**
 * Merges the edits of several changes; the order of the changes does not matter, that of the edits of one change decides the order of
 * new keys. Edits that contradict each other are a bug of the target and throw.
 */
export function mergeEdits(changes: readonly (readonly Edit[])[]): EditNode {
  const ordered = changes.length < 2 ? changes : [...changes].sort((a, b) => compareText(JSON.stringify(a), JSON.stringify(b)))
  const edits = ordered.flat()
  // Ancestors first, so that an edit inside a value that is set as a whole changes that value.
  if (edits.some(({ path }) => path.length !== edits[0]!.path.length)) edits.sort((a, b) => a.path.length - b.path.length)
  const root = newEditNode()
  for (const edit of edits) addEdit(root, edit)
  return root
}

function addEdit(root: EditNode, edit: Edit): void {
  if (edit.path.length === 0) throw new Error('an edit needs a path')
  let node = root
  for (const [depth, step] of edit.path.entries()) {
    if (node.removal !== undefined) {
      if (edit.op === 'delete') return
      throw conflict(edit.path)
    }
    if (node.value !== undefined) {
      node.value = { json: editedJson(node.value.json, edit.path.slice(depth), edit) }
      return
    }
    let child = node.children.get(step)
    if (child === undefined) {
      child = newEditNode()
      node.children.set(step, child)
    }
    node = child
  }
  if (edit.op === 'delete') {
    if (node.value !== undefined) throw conflict(edit.path)
    node.removal = { prune: (edit.prune ?? false) || (node.removal?.prune ?? false) }
  } else {
    if (node.removal !== undefined || (node.value !== undefined && !sameJson(node.value.json, edit.value))) throw conflict(edit.path)
    node.value = { json: edit.value }
  }
}

function conflict(path: readonly PathStep[]): Error {
  return new Error(`conflicting edits of ${pathText(path)}`)
}

/** A copy of a value with one edit made in it. */
function editedJson(value: Json, path: readonly PathStep[], edit: Edit): Json {
  const [step, ...rest] = path
  if (step === undefined) {
    if (edit.op === 'set' && sameJson(value, edit.value)) return value
    throw conflict(edit.path)
  }
  const last = rest.length === 0
  if (typeof step === 'number') {
    const list = Array.isArray(value) ? [...(value as readonly Json[])] : []
    if (edit.op === 'delete' && last) list.splice(step, 1)
    else list[Math.min(step, list.length)] = last && edit.op === 'set' ? edit.value : editedJson(list[step] ?? null, rest, edit)
    return list
  }
  const map = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { readonly [key: string]: Json }) : {}
  if (edit.op === 'delete') {
    if (!Object.hasOwn(map, step)) return value
    const { [step]: old, ...others } = map
    return last ? others : { ...map, [step]: editedJson(old ?? null, rest, edit) }
  }
  if (!last) return { ...map, [step]: editedJson(ownValue(map, step) ?? null, rest, edit) }
  if (Object.hasOwn(map, step) && !sameJson(map[step], edit.value)) throw conflict(edit.path)
  return { ...map, [step]: edit.value }
}

/** The value that edits make where nothing was; undefined when they only delete. */
export function valueOfEdits(node: EditNode): Json | undefined {
  if (node.value !== undefined) return node.value.json
  const parts = [...node.children].flatMap(([step, child]) => {
    const value = valueOfEdits(child)
    return value === undefined ? [] : [[step, value] as const]
  })
  if (parts.length === 0) return undefined
  if (parts.every(([step]) => typeof step === 'number')) return parts.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value)
  return Object.fromEntries(parts)
}

/**
 * The edits that turn one collection into another and leave alone what is the same, so that comments inside survive. Undefined when
 * the two have too little in common.
 */
export function editsBetween(before: unknown, after: Json): EditNode | undefined {
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return undefined
  const node = newEditNode()
  if (Array.isArray(before)) return Array.isArray(after) ? listEdits(before, after as readonly Json[], node) : undefined
  if (Array.isArray(after)) return undefined
  const old = before as Readonly<Record<string, unknown>>
  const wanted = after as { readonly [key: string]: Json }
  for (const key of Object.keys(old))
    if (ownValue(wanted, key) === undefined) node.children.set(key, { children: new Map(), removal: { prune: false } })
  for (const [key, value] of Object.entries(wanted)) {
    if (value !== undefined && !sameJson(ownValue(old, key), value)) node.children.set(key, { children: new Map(), value: { json: value } })
  }
  return node
}

function listEdits(before: readonly unknown[], after: readonly Json[], node: EditNode): EditNode | undefined {
  if (after.length >= before.length) {
    if (after.length > before.length && !before.every((item, index) => sameJson(item, after[index]))) return undefined
    for (const [index, value] of after.entries()) {
      if (index >= before.length || !sameJson(before[index], value))
        node.children.set(index, { children: new Map(), value: { json: value } })
    }
    return node
  }
  let next = 0
  for (const [index, item] of before.entries()) {
    if (next < after.length && sameJson(item, after[next])) next += 1
    else node.children.set(index, { children: new Map(), removal: { prune: false } })
  }
  return next === after.length ? node : undefined
}
