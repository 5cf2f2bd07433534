/** The outcome of a CEL expression that has an error, such as a missing key. A rule that ends in it counts as violated. */
export const celError: unique symbol = Symbol('CEL error')

/** CEL equality over JSON values: values of different types are unequal, numbers compare by value. */
export function equalValues(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, position) => equalValues(item, b[position]))
  }
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => Object.hasOwn(b, key) && equalValues((a as Fields)[key], (b as Fields)[key]))
}

/** A CEL map, or an object of the schema. */
export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
