import { isIP } from 'node:net'
import Ajv from 'ajv'
import addFormats from 'ajv-formats'
import { RE2JS } from 're2js'
import type { Schema } from '../../../src/crd/schema.ts'

type Check = (value: unknown) => boolean

/** An independent verdict on structure: ajv on the schema, put back into JSON Schema. Unknown fields and unique lists are not its business. */
export function ajvCheck(schema: Schema): Check {
  const ajv = new Ajv.default({ strict: false, validateFormats: true, code: { regExp } })
  addFormats.default(ajv, ['ipv4', 'ipv6', 'byte', 'int32'])
  ajv.addFormat('idn-hostname', true).addFormat('cidr', isCidr).addFormat('double', true)
  return ajv.compile(jsonSchema(schema)) as Check
}

/** As Go's netip.ParsePrefix reads it: no zone, no leading zeros. */
function isCidr(text: string): boolean {
  const [, address = '', bits = ''] = /^([^/]*)\/(0|[1-9]\d{0,2})$/.exec(text) ?? []
  const family = isIP(address)
  return family !== 0 && !address.includes('%') && Number(bits) <= (family === 4 ? 32 : 128)
}

/** RE2 for ajv. Without a text of its own each pattern would be taken for the first one. */
const regExp = Object.assign(
  (pattern: string) => {
    const regex = RE2JS.compile(pattern)
    return { test: (text: string) => regex.matcher(text).find(), toString: () => `re2:${pattern}` } as RegExp
  },
  { code: 'new RegExp' },
)

function jsonSchema(schema: Schema): Record<string, unknown> {
  const { type, intOrString, nullable, properties, additional, items, oneOf, anyOf, allOf, not } = schema
  const limits = [
    'required',
    'enum',
    'pattern',
    'format',
    'minLength',
    'maxLength',
    'minItems',
    'maxItems',
    'minProperties',
    'maxProperties',
    'minimum',
    'maximum',
  ] as const
  const types = intOrString ? ['integer', 'string'] : type === undefined ? undefined : [type]
  return {
    ...Object.fromEntries(limits.filter((name) => schema[name] !== undefined).map((name) => [name, schema[name]])),
    ...(types === undefined ? {} : { type: nullable ? [...types, 'null'] : types }),
    ...(properties === undefined
      ? {}
      : { properties: Object.fromEntries([...properties].map(([name, child]) => [name, jsonSchema(child)])) }),
    ...(additional === undefined ? {} : { additionalProperties: jsonSchema(additional) }),
    ...(items === undefined ? {} : { items: jsonSchema(items) }),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map(jsonSchema) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(jsonSchema) }),
    ...(allOf === undefined ? {} : { allOf: allOf.map(jsonSchema) }),
    ...(not === undefined ? {} : { not: jsonSchema(not) }),
  }
}
