import { pathText } from '../../diagnostics/place.ts'
import { isRecord } from '../../manifest/object/identity.ts'
import { isReordered, pairedItems } from './item-pairs.ts'

/** A scalar, or an empty map or list. */
export type LeafValue = unknown

/** What differs at one path of an object. */
export type ValueChange =
  | { readonly change: 'added'; readonly path: string; readonly after: LeafValue }
  | { readonly change: 'removed'; readonly path: string; readonly before: LeafValue }
  | { readonly change: 'changed'; readonly path: string; readonly before: LeafValue; readonly after: LeafValue }
  /** The items are the same, in another order. */
  | { readonly change: 'reordered'; readonly path: string }
  /** A value that was removed there and is here. */
  | { readonly change: 'moved'; readonly path: string; readonly to: string; readonly object?: string; readonly value: LeafValue }

/** How two values differ, leaf by leaf; an absent one is undefined. */
export function valueChanges(before: unknown, after: unknown, path = ''): ValueChange[] {
  if (isRecord(before) && isRecord(after)) {
    const names = [...Object.keys(before), ...Object.keys(after).filter((name) => !Object.hasOwn(before, name))]
    return names.flatMap((name) => valueChanges(own(before, name), own(after, name), below(path, name)))
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const items = pairedItems(before, after).flatMap((pair) => valueChanges(pair.before, pair.after, `${path}${pair.step}`))
    return isReordered(before, after) ? [{ change: 'reordered', path }, ...items] : items
  }
  if (before === undefined) return leavesOf(after, path).map((leaf) => ({ change: 'added', path: leaf.path, after: leaf.value }))
  if (after === undefined) return leavesOf(before, path).map((leaf) => ({ change: 'removed', path: leaf.path, before: leaf.value }))
  if (isLeaf(before) && isLeaf(after)) return Object.is(before, after) ? [] : [{ change: 'changed', path, before, after }]
  return [...valueChanges(before, undefined, path), ...valueChanges(undefined, after, path)]
}

interface Leaf {
  readonly path: string
  readonly value: LeafValue
}

function leavesOf(value: unknown, path: string): Leaf[] {
  if (value === undefined) return []
  if (isRecord(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, below(path, name)))
  if (Array.isArray(value) && value.length > 0)
    return pairedItems([], value).flatMap(({ step, after }) => leavesOf(after, `${path}${step}`))
  return [{ path, value }]
}

function isLeaf(value: unknown): boolean {
  return !isRecord(value) && !Array.isArray(value)
}

function own(map: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(map, name) ? map[name] : undefined
}

function below(path: string, name: string): string {
  const step = pathText([name])
  return path === '' || step.startsWith('[') ? `${path}${step}` : `${path}.${step}`
}
