import { isRecord } from '../../manifest/object/identity.ts'

/** An item of a list on both sides; `step` is how a path names it. */
export interface ItemPair {
  readonly step: string
  readonly before?: unknown
  readonly after?: unknown
}

/** Fields by which Kubernetes, Istio and the Gateway API tell items of a list apart. */
const keyFields = ['name', 'host', 'port', 'containerPort', 'number', 'mountPath', 'key', 'uid'] as const

/**
 * The items of a list on both sides in pairs: by the key that all of them have, otherwise those that are equal, then the others in their order.
 * `isReordered` says whether the same items stand in another order.
 */
export function pairedItems(before: readonly unknown[], after: readonly unknown[]): ItemPair[] {
  const key = keyFields.find((field) => hasKey(before, field) && hasKey(after, field))
  if (key !== undefined) return pairedByKey(before, after, key)
  const rest = [...after.entries()]
  const left: [number, unknown][] = []
  for (const [index, item] of before.entries()) {
    const same = rest.findIndex(([, other]) => textOf(other) === textOf(item))
    if (same >= 0) rest.splice(same, 1)
    else left.push([index, item])
  }
  const pairs: ItemPair[] = []
  for (const [index, item] of left) {
    // A text or number is another item; a map is more likely the same one, changed.
    const other = isRecord(item) ? rest.findIndex(([, candidate]) => isRecord(candidate)) : -1
    const [found] = other < 0 ? [] : rest.splice(other, 1)
    pairs.push({ step: `[${index}]`, before: item, ...(found === undefined ? {} : { after: found[1] }) })
  }
  return [...pairs, ...rest.map(([index, item]) => ({ step: `[${index}]`, after: item }))]
}

/** Whether what both sides have of a list stands in another order: for routes and rules the first that matches counts. */
export function isReordered(before: readonly unknown[], after: readonly unknown[]): boolean {
  const key = keyFields.find((field) => hasKey(before, field) && hasKey(after, field))
  const names = (items: readonly unknown[]): string[] =>
    items.map((item) => (key === undefined ? textOf(item) : textOf((item as Readonly<Record<string, unknown>>)[key])))
  const [left, right] = [names(before), names(after)]
  const shared = (own: readonly string[], other: readonly string[]): string[] => {
    const open = [...other]
    return own.filter((name) => {
      const at = open.indexOf(name)
      if (at >= 0) open.splice(at, 1)
      return at >= 0
    })
  }
  return shared(left, right).join('\n') !== shared(right, left).join('\n')
}

function pairedByKey(before: readonly unknown[], after: readonly unknown[], key: string): ItemPair[] {
  const named = (items: readonly unknown[]) => new Map(items.map((item) => [(item as Readonly<Record<string, unknown>>)[key], item]))
  const [left, right] = [named(before), named(after)]
  const names = [...left.keys(), ...[...right.keys()].filter((name) => !left.has(name))]
  return names.map((name) => ({
    step: `[${key}=${typeof name === 'string' && /^[\w./*-]+$/.test(name) ? name : JSON.stringify(name)}]`,
    ...(left.has(name) ? { before: left.get(name) } : {}),
    ...(right.has(name) ? { after: right.get(name) } : {}),
  }))
}

/** Whether every item is a map with a value of its own in the field. */
function hasKey(items: readonly unknown[], field: string): boolean {
  const values = items.map((item) => (isRecord(item) && Object.hasOwn(item, field) ? item[field] : undefined))
  return values.every((value) => typeof value === 'string' || typeof value === 'number') && new Set(values).size === values.length
}

/** A value as text, with its keys in order: equal texts are equal values. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  )
}
