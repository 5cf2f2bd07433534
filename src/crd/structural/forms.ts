import type { Schema } from '../schema.ts'
import { scalarFault, typeFault } from './scalar.ts'

/** Why a value fits none, or too many, of the forms that a node allows through `oneOf`, `anyOf`, `allOf` and `not`. */
export function formFault(schema: Schema, value: unknown): string | undefined {
  if (schema.allOf?.some((form) => !fits(form, value))) return forms(schema.allOf, value, 'does not fit a form that the schema asks for')
  if (schema.anyOf !== undefined && !schema.anyOf.some((form) => fits(form, value)))
    return forms(schema.anyOf, value, 'fits none of the forms that the schema allows')
  if (schema.oneOf !== undefined) {
    const count = schema.oneOf.filter((form) => fits(form, value)).length
    if (count !== 1) return forms(schema.oneOf, value, `fits ${count === 0 ? 'none' : 'more than one'} of the forms that the schema allows`)
  }
  return schema.not !== undefined && fits(schema.not, value) ? forms([schema.not], value, 'has a form that the schema excludes') : undefined
}

/** Whether a value fits a form. Forms only narrow the schema they belong to, so what they do not name is not their business. */
function fits(schema: Schema, value: unknown): boolean {
  if (schema.type !== undefined && typeFault(schema, value) !== undefined) return false
  if (scalarFault(schema, value) !== undefined || formFault(schema, value) !== undefined) return false
  if (Array.isArray(value)) {
    if (value.length < (schema.minItems ?? 0) || value.length > (schema.maxItems ?? Number.POSITIVE_INFINITY)) return false
    const items = schema.items
    return items === undefined || value.every((item) => fits(items, item))
  }
  if (typeof value !== 'object' || value === null) return true
  const fields = value as Readonly<Record<string, unknown>>
  if (schema.required?.some((name) => !Object.hasOwn(fields, name))) return false
  for (const [name, child] of schema.properties ?? []) if (Object.hasOwn(fields, name) && !fits(child, fields[name])) return false
  const additional = schema.additional
  return additional === undefined || Object.keys(fields).every((name) => schema.properties?.has(name) || fits(additional, fields[name]))
}

/** Says which fields are to blame, when the forms are about which fields may be there together. */
function forms(alternatives: readonly Schema[], value: unknown, otherwise: string): string {
  const names = [...requiredNames(alternatives)]
  if (names.length < 2 || typeof value !== 'object' || value === null) return otherwise
  const present = names.filter((name) => Object.hasOwn(value, name))
  if (present.length > 1) return `sets ${listed(present, 'and')}, of which only one may be set`
  return present.length === 0 ? `must set one of ${listed(names, 'or')}` : otherwise
}

function requiredNames(schemas: readonly Schema[]): Set<string> {
  const names = new Set<string>()
  for (const { required, oneOf, anyOf, allOf, not } of schemas) {
    for (const name of required ?? []) names.add(name)
    for (const name of requiredNames([...(oneOf ?? []), ...(anyOf ?? []), ...(allOf ?? []), ...(not === undefined ? [] : [not])]))
      names.add(name)
  }
  return names
}

function listed(names: readonly string[], conjunction: string): string {
  const quoted = names.map((name) => `\`${name}\``)
  return quoted.length === 1 ? quoted[0]! : `${quoted.slice(0, -1).join(', ')} ${conjunction} ${quoted.at(-1)}`
}
