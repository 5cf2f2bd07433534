import type { PathStep } from '../../diagnostics/place.ts'
import type { Schema } from '../schema.ts'
import { formFault } from './forms.ts'
import { fitsNameFormat } from './name-formats.ts'
import type { Problem } from './problem.ts'
import { scalarFault, typeFault } from './scalar.ts'

/**
 * Checks a value against a schema as the API server does: types, limits, forms, unique list members, and fields that the schema does not
 * have. Nulls are expected to be gone and defaults to be there. `path` is the way to the value; it is put back as it was.
 */
export function checkStructure(schema: Schema, value: unknown, path: PathStep[], problems: Problem[]): void {
  if (value === null && (schema.nullable || (schema.preserve && schema.type === undefined))) return
  const fault = typeFault(schema, value)
  if (fault !== undefined) {
    problems.push({ kind: 'invalid', path: [...path], reason: fault })
    return
  }
  if (typeof value !== 'object' || value === null) {
    const reason = scalarFault(schema, value) ?? (hasForms(schema) ? formFault(schema, value) : undefined)
    if (reason !== undefined) problems.push({ kind: 'invalid', path: [...path], reason })
  } else {
    if (Array.isArray(value)) checkList(schema, value, path, problems)
    else checkFields(schema, value as Readonly<Record<string, unknown>>, path, problems)
    const reason = hasForms(schema) ? formFault(schema, value) : undefined
    if (reason !== undefined) problems.push({ kind: 'invalid', path: [...path], reason })
  }
}

function hasForms(schema: Schema): boolean {
  return schema.oneOf !== undefined || schema.anyOf !== undefined || schema.allOf !== undefined || schema.not !== undefined
}

function checkFields(schema: Schema, value: Readonly<Record<string, unknown>>, path: PathStep[], problems: Problem[]): void {
  const { properties, additional, required } = schema
  let count = 0
  for (const name in value) {
    count++
    const child = properties?.get(name) ?? additional
    if (child === undefined) {
      if (properties !== undefined && schema.preserve !== true) problems.push({ kind: 'unknown', path: [...path], field: name })
      continue
    }
    path.push(name)
    if (schema.keys !== undefined && fitsNameFormat(schema.keys, name) === false)
      problems.push({ kind: 'invalid', path: [...path], reason: `has a key that is not a valid ${schema.keys}` })
    checkStructure(child, value[name], path, problems)
    path.pop()
  }
  if (required !== undefined) {
    for (const name of required) if (!Object.hasOwn(value, name)) problems.push({ kind: 'missing', path: [...path], field: name })
  }
  if (count < (schema.minProperties ?? 0))
    problems.push({ kind: 'invalid', path: [...path], reason: `must have at least ${schema.minProperties} fields` })
  if (count > (schema.maxProperties ?? count))
    problems.push({ kind: 'invalid', path: [...path], reason: `must have at most ${schema.maxProperties} fields` })
}

function checkList(schema: Schema, value: readonly unknown[], path: PathStep[], problems: Problem[]): void {
  const { items, minItems = 0, maxItems = value.length } = schema
  if (value.length < minItems)
    problems.push({
      kind: 'invalid',
      path: [...path],
      reason: minItems === 1 ? 'must not be empty' : `must have at least ${minItems} items`,
    })
  if (value.length > maxItems)
    problems.push({ kind: 'invalid', path: [...path], reason: `must have at most ${maxItems} items, not ${value.length}` })
  if (items !== undefined) {
    for (let position = 0; position < value.length; position++) {
      path.push(position)
      checkStructure(items, value[position], path, problems)
      path.pop()
    }
  }
  if (schema.unique !== undefined && value.length > 1) checkUnique(schema.unique, value, path, problems)
  if (schema.distinct !== undefined && value.length > 1) checkDistinct(schema.distinct, value, path, problems)
}

/** Kubernetes' own lists, where an item need not say what has to differ: container ports without names are as many as there are. */
function checkDistinct(
  distinct: NonNullable<Schema['distinct']>,
  value: readonly unknown[],
  path: readonly PathStep[],
  problems: Problem[],
): void {
  const seen = new Map<string, readonly PathStep[]>()
  for (const [position, item] of value.entries()) {
    if (typeof item !== 'object' || item === null) continue
    for (const { field, text } of distinct(item as Readonly<Record<string, unknown>>)) {
      const at = field === undefined ? [...path, position] : [...path, position, field]
      const earlier = seen.get(text)
      if (earlier === undefined) seen.set(text, at)
      else problems.push({ kind: 'duplicate', path: at, earlier })
    }
  }
}

/** Members of a list of type `set` differ; members of a list of type `map` differ in their keys. */
function checkUnique(unique: 'set' | readonly string[], value: readonly unknown[], path: readonly PathStep[], problems: Problem[]): void {
  const seen = new Map<string, number>()
  for (const [position, item] of value.entries()) {
    const fields = (typeof item === 'object' && item !== null ? item : {}) as Readonly<Record<string, unknown>>
    const key = JSON.stringify(unique === 'set' ? item : unique.map((name) => fields[name] ?? null))
    const earlier = seen.get(key)
    if (earlier !== undefined) problems.push({ kind: 'duplicate', path: [...path, position], earlier: [...path, earlier] })
    else seen.set(key, position)
  }
}
