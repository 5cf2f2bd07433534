import type { PathStep } from '../../diagnostics/place.ts'
import { isRecord } from '../../manifest/object/identity.ts'
import type { Edit } from '../../model/change.ts'
import type { Json } from '../../model/object.ts'
import { ownValue } from '../../model/own-value.ts'
import { sameQuantity } from './quantity.ts'

/** What of an object was applied before, which applying a manifest without it takes away. */
export interface LastApplied {
  /** As `kubectl apply` noted it. */
  readonly value: unknown
  /** Whether a manager of server-side apply owns a field; of items of lists it is not asked. */
  owns(path: readonly string[]): boolean
}

/**
 * Edits that make of a manifest what the cluster has of it: the values that it sets as they are there, and those that applying would take away.
 * What the API server or another writer added beside them stays when the manifest is applied, so it is not part of a change.
 */
export function editsToLive(manifest: unknown, live: unknown, last: LastApplied): Edit[] {
  return editsBetween(manifest, asInCluster(manifest, live, last, []), [])
}

function asInCluster(manifest: unknown, live: unknown, last: LastApplied, path: readonly string[]): unknown {
  if (isRecord(manifest) && isRecord(live)) {
    const isAsked = (key: string) => path.length > 0 || !unasked.has(key)
    const own = Object.entries(manifest).flatMap(([key, value]): [string, unknown][] => {
      const there = ownValue(live, key)
      if (!isAsked(key)) return [[key, value]]
      if (there === undefined) return isDefault(value) ? [[key, value]] : []
      return [[key, asInCluster(value, there, { ...last, value: inside(last.value, key) }, [...path, key])]]
    })
    const others = Object.entries(live).flatMap(([key, there]): [string, unknown][] => {
      if (Object.hasOwn(manifest, key) || !isAsked(key)) return []
      const [value, at] = [inside(last.value, key), [...path, key]]
      if (value === undefined && !last.owns(at)) return []
      if (!isRecord(there)) return [[key, there]]
      const applied = asInCluster({}, there, { ...last, value }, at) as Readonly<Record<string, unknown>>
      return Object.keys(applied).length === 0 && Object.keys(there).length > 0 ? [] : [[key, applied]]
    })
    return Object.fromEntries([...own, ...others])
  }
  if (Array.isArray(manifest) && Array.isArray(live)) {
    const before = Array.isArray(last.value) ? last.value : []
    return live.map((item, index) => {
      const own = sameItem(manifest, item, index, live.length)
      return own === undefined
        ? item
        : asInCluster(own, item, { value: sameItem(before, item, index, live.length), owns: () => false }, [''])
    })
  }
  return sameQuantity(manifest, live) ? manifest : live
}

/** The item of a list that has the name of another one, or its place where none has a name. */
function sameItem(list: readonly unknown[], item: unknown, index: number, length: number): unknown {
  const name = inside(item, 'name')
  const same = name === undefined ? undefined : list.find((one) => inside(one, 'name') === name)
  return same ?? (length === list.length ? list[index] : undefined)
}

function inside(value: unknown, key: string): unknown {
  return isRecord(value) ? ownValue(value, key) : undefined
}

/** Versions of one group have the same fields here, and what an object is called is how it was found. */
const unasked: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'status'])

/** Values that the API server does not store where they are defaults. */
function isDefault(value: unknown): boolean {
  if (value === null || value === '' || value === false || value === 0) return true
  if (Array.isArray(value)) return value.length === 0
  return isRecord(value) && Object.values(value).every(isDefault)
}

function editsBetween(from: unknown, to: unknown, path: readonly PathStep[]): Edit[] {
  if (isRecord(from) && isRecord(to)) {
    const gone = Object.keys(from).filter((key) => !Object.hasOwn(to, key))
    return [
      ...gone.map((key): Edit => ({ op: 'delete', path: [...path, key] })),
      ...Object.entries(to).flatMap(([key, value]): Edit[] =>
        Object.hasOwn(from, key)
          ? editsBetween(from[key], value, [...path, key])
          : [{ op: 'set', path: [...path, key], value: value as Json }],
      ),
    ]
  }
  if (Array.isArray(from) && Array.isArray(to) && from.length === to.length)
    return from.flatMap((item, index) => editsBetween(item, to[index], [...path, index]))
  return Object.is(from, to) ? [] : [{ op: 'set', path, value: to as Json }]
}
