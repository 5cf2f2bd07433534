import type { KindData, NodeData, RuleData, SchemaSetData } from '../../src/crd/schema-data.ts'
import { celExpression } from './cel-expression.ts'
import type { Crd } from './crd-file.ts'
import type { OpenApiSchema } from './open-api.ts'

/** Collects the schemas of one set, each distinct subtree and rule once. */
export class SchemaTable {
  readonly #kinds: KindData[] = []
  readonly #nodes: NodeData[] = []
  readonly #nodeOf = new Map<string, number>()
  readonly #rules: RuleData[] = []
  readonly #ruleOf = new Map<string, number>()

  /** Adds the served versions of a CRD. `status` is left out: nothing writes it in a manifest, and what is there is not checked. */
  add(crd: Crd, channel?: 'standard' | 'experimental'): void {
    const served = crd.spec.versions.filter((version) => version.served)
    const versions = Object.fromEntries(served.map((version) => [version.name, this.#root(version.schema.openAPIV3Schema)]))
    const storage = crd.spec.versions.find((version) => version.storage)!.name
    const { group, scope, names } = crd.spec
    this.#kinds.push({ group, kind: names.kind, scope, ...(channel === undefined ? {} : { channel }), versions, storage })
  }

  data(set: string, version: string): SchemaSetData {
    return { set, version, kinds: this.#kinds, nodes: this.#nodes, rules: this.#rules }
  }

  #root(schema: OpenApiSchema): number {
    const { apiVersion: _, kind: __, metadata: ___, status, ...own } = schema.properties ?? {}
    const anything: OpenApiSchema = { 'x-kubernetes-preserve-unknown-fields': true }
    return this.#node({
      ...schema,
      properties: { ...own, ...(status === undefined ? {} : { status: anything }) },
      required: (schema.required ?? []).filter((name) => name in own),
    })
  }

  #node(schema: OpenApiSchema): number {
    for (const keyword of Object.keys(schema)) if (!known.has(keyword)) throw new Error(`schema keyword ${keyword} is not supported`)
    const { additionalProperties: additional } = schema
    const unique = uniqueness(schema)
    const rules = (schema['x-kubernetes-validations'] ?? []).filter(({ rule }) => !/\boldSelf\b/.test(rule))
    const parts: { [K in keyof NodeData]: NodeData[K] | undefined } = {
      type: schema['x-kubernetes-int-or-string'] ? undefined : schema.type,
      intOrString: schema['x-kubernetes-int-or-string'] ? true : undefined,
      nullable: schema.nullable ? true : undefined,
      preserve: schema['x-kubernetes-preserve-unknown-fields'] ? true : undefined,
      properties:
        schema.properties === undefined
          ? undefined
          : Object.fromEntries(Object.entries(schema.properties).map(([name, inner]) => [name, this.#node(inner)])),
      required: schema.required?.length ? schema.required : undefined,
      additional: typeof additional === 'object' ? this.#node(additional) : additional === true ? this.#node({}) : undefined,
      items: schema.items === undefined ? undefined : this.#node(schema.items),
      enum: schema.enum,
      pattern: schema.pattern,
      format: schema.format,
      minLength: schema.minLength,
      maxLength: schema.maxLength,
      minItems: schema.minItems,
      maxItems: schema.maxItems,
      minProperties: schema.minProperties,
      maxProperties: schema.maxProperties,
      minimum: schema.minimum,
      maximum: schema.maximum,
      default: schema.default,
      oneOf: this.#nodesOf(schema.oneOf),
      anyOf: schema['x-kubernetes-int-or-string'] ? undefined : this.#nodesOf(schema.anyOf),
      allOf: this.#nodesOf(schema.allOf),
      not: schema.not === undefined ? undefined : this.#node(schema.not),
      unique,
      rules: rules.length === 0 ? undefined : rules.map(({ rule, message }) => this.#rule(rule, message ?? `failed rule: ${rule}`)),
    }
    const node = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as NodeData
    return intern(this.#nodes, this.#nodeOf, node)
  }

  #nodesOf(schemas: readonly OpenApiSchema[] | undefined): number[] | undefined {
    return schemas?.map((schema) => this.#node(schema))
  }

  #rule(rule: string, message: string): number {
    return intern(this.#rules, this.#ruleOf, { rule, message, expression: celExpression(rule) })
  }
}

function intern<T>(table: T[], positions: Map<string, number>, entry: T): number {
  const key = JSON.stringify(entry)
  const known = positions.get(key)
  if (known !== undefined) return known
  positions.set(key, table.length)
  return table.push(entry) - 1
}

function uniqueness(schema: OpenApiSchema): NodeData['unique'] {
  switch (schema['x-kubernetes-list-type']) {
    case 'set':
      return 'set'
    case 'map':
      return schema['x-kubernetes-list-map-keys'] ?? []
    default:
      return undefined
  }
}

const known = new Set([
  'type',
  'description',
  'nullable',
  'properties',
  'required',
  'additionalProperties',
  'items',
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
  'default',
  'oneOf',
  'anyOf',
  'allOf',
  'not',
  'x-kubernetes-int-or-string',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type',
  'x-kubernetes-validations',
])
