import type { Schema } from '../schema.ts'
import type { NameFormat } from '../structural/name-formats.ts'

/*
 * The shapes of Kubernetes' own types, as far as readers rely on them. Fields that are not named may be anything: the API server knows
 * them, and nothing here reads them.
 */

const leaf = { defaultsWithin: false, rulesWithin: false } as const

export const textType: Schema = { ...leaf, type: 'string' }
export const flagType: Schema = { ...leaf, type: 'boolean' }
export const integer: Schema = { ...leaf, type: 'integer' }
export const portNumber: Schema = { ...leaf, type: 'integer', minimum: 1, maximum: 65535 }
export const intOrText: Schema = { ...leaf, intOrString: true }
/** A port that may also be given by name. */
export const portNumberOrName: Schema = { ...leaf, intOrString: true, minimum: 1, maximum: 65535, format: 'port name' }
export const textMap: Schema = { ...leaf, type: 'object', additional: textType }
export const annotationMap: Schema = { ...textMap, keys: 'annotation key' }
export const labelMap: Schema = { ...textMap, additional: formatted('label value'), keys: 'label key' }

export function formatted(format: NameFormat | 'cidr'): Schema {
  return { ...leaf, type: 'string', format }
}

export function enumOf(...values: string[]): Schema {
  return { ...leaf, type: 'string', enum: values }
}

export function listType(items: Schema): Schema {
  return { ...leaf, type: 'array', items }
}

/**
 * An object with the named fields and any others. With the type that readers see (`fields<PodSpec>`) every field of the type is named, and no
 * other, so that the two cannot part; `anything` is a field of which nothing is relied on.
 */
export function fields<T extends object = Readonly<Record<string, unknown>>>(
  properties: {
    readonly [K in keyof T]-?: Schema | 'anything'
  },
): Schema {
  const known = Object.entries<Schema | 'anything'>(properties).flatMap(([name, schema]) =>
    schema === 'anything' ? [] : [[name, schema] as const],
  )
  return { ...leaf, type: 'object', preserve: true, properties: new Map(known) }
}
