import { setOwn } from '../../model/own-value.ts'
import type { Schema } from '../schema.ts'

type Fields = Record<string, unknown>

/**
 * A value as the API server would see it: nulls of fields that are not nullable are dropped (but not nulls in lists, which are errors).
 * Returns the value itself when there is nothing to drop.
 */
export function withoutNulls(schema: Schema, value: unknown): unknown {
  if (Array.isArray(value)) return schema.items === undefined ? value : mapItems(value, schema.items, withoutNulls)
  if (!isFields(value) || (schema.properties === undefined && schema.additional === undefined)) return value
  let copy: Fields | undefined
  for (const name in value) {
    const child = schema.properties?.get(name) ?? schema.additional
    if (child === undefined) continue
    const before = value[name]
    if (before === null) {
      if (child.nullable === true || acceptsAnything(child)) continue
      copy ??= { ...value }
      delete copy[name]
      continue
    }
    if (typeof before !== 'object') continue
    const after = withoutNulls(child, before)
    if (after !== before) {
      copy ??= { ...value }
      setOwn(copy, name, after)
    }
  }
  return copy ?? value
}

/** The value with the schema's defaults filled in, as rules see it. Returns the value itself when nothing is missing. */
export function withDefaults(schema: Schema, value: unknown): unknown {
  if (!schema.defaultsWithin) return value
  if (Array.isArray(value)) return schema.items === undefined ? value : mapItems(value, schema.items, withDefaults)
  if (!isFields(value)) return value
  let copy: Fields | undefined
  for (const [name, child] of schema.properties ?? []) {
    if (!child.defaultsWithin) continue
    const before = value[name]
    const start = before === undefined ? child.default : before
    if (start === undefined) continue
    const after = withDefaults(child, start)
    if (after !== before) {
      copy ??= { ...value }
      setOwn(copy, name, after)
    }
  }
  if (schema.additional?.defaultsWithin) {
    for (const name in value) {
      if (schema.properties?.has(name)) continue
      const after = withDefaults(schema.additional, value[name])
      if (after !== value[name]) {
        copy ??= { ...value }
        setOwn(copy, name, after)
      }
    }
  }
  return copy ?? value
}

function mapItems(items: readonly unknown[], schema: Schema, change: (schema: Schema, value: unknown) => unknown): readonly unknown[] {
  let copy: unknown[] | undefined
  for (const [position, item] of items.entries()) {
    const after = change(schema, item)
    if (after !== item) {
      copy ??= [...items]
      copy[position] = after
    }
  }
  return copy ?? items
}

/** A node without any demand takes null as a value. */
function acceptsAnything(schema: Schema): boolean {
  return schema.preserve === true && schema.type === undefined
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}
