/**
 * The form in which schemas are committed: one table of schema nodes for a whole set, where equal subtrees are one entry. A node
 * names others by their position in the table.
 */
export interface SchemaSetData {
  readonly set: string
  readonly version: string
  readonly kinds: readonly KindData[]
  readonly nodes: readonly NodeData[]
  readonly rules: readonly RuleData[]
}

export interface KindData {
  readonly group: string
  readonly kind: string
  readonly scope: 'Namespaced' | 'Cluster'
  readonly channel?: 'standard' | 'experimental'
  /** Root node of each served version. */
  readonly versions: Readonly<Record<string, number>>
  readonly storage: string
}

/** One OpenAPI v3 node, with the keys shortened to what they are called in the CRD and references in place of children. */
export interface NodeData {
  readonly type?: 'object' | 'array' | 'string' | 'boolean' | 'integer' | 'number'
  readonly intOrString?: true
  readonly nullable?: true
  /** `x-kubernetes-preserve-unknown-fields` */
  readonly preserve?: true
  readonly properties?: Readonly<Record<string, number>>
  readonly required?: readonly string[]
  readonly additional?: number
  readonly items?: number
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly format?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: unknown
  readonly oneOf?: readonly number[]
  readonly anyOf?: readonly number[]
  readonly allOf?: readonly number[]
  readonly not?: number
  /** `x-kubernetes-list-type` where it asks for unique members; the map keys for `map`. */
  readonly unique?: 'set' | readonly string[]
  /** Positions in the table of rules. */
  readonly rules?: readonly number[]
}

/** An `x-kubernetes-validations` entry, parsed when the schemas are generated. */
export interface RuleData {
  readonly rule: string
  readonly message: string
  readonly expression: Expression
}

/**
 * A CEL expression as a tree. Macros such as `all` are spelled out as the comprehension that the CEL specification defines them by;
 * property names are the schema's own, with the escapes of Kubernetes (`__namespace__`) undone.
 */
export type Expression =
  | readonly ['const', string | number | boolean | null]
  | readonly ['ident', string]
  | readonly ['select', Expression, string]
  | readonly ['has', Expression, string]
  | readonly ['call', string, ...Expression[]]
  | readonly ['list', ...Expression[]]
  /** Only the empty map is needed. */
  | readonly ['map']
  /** Accumulator and its first value, variable and its range, condition to go on, step, result. */
  | readonly ['fold', string, Expression, string, Expression, Expression, Expression, Expression]
