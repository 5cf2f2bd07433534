import { patternTest } from './pattern.ts'
import { compileRule } from './rules/compile.ts'
import type { NodeData, RuleData } from './schema-data.ts'
import type { NameFormat } from './structural/name-formats.ts'

/** A rule of a schema. */
export interface Rule {
  readonly text: string
  readonly message: string
  /** True when the rule holds for the value. */
  readonly holds: (self: unknown) => boolean
}

/** Something of an item that no other item of its list has: the name of a port. */
export interface DistinctText {
  readonly field?: string
  readonly text: string
}

/** One node of a schema, with its children. Everything that checking asks for is worked out beforehand. */
export interface Schema
  extends Omit<NodeData, 'properties' | 'additional' | 'items' | 'oneOf' | 'anyOf' | 'allOf' | 'not' | 'rules' | 'pattern'> {
  readonly properties?: ReadonlyMap<string, Schema>
  readonly additional?: Schema
  readonly items?: Schema
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly not?: Schema
  readonly pattern?: string
  readonly matchesPattern?: (text: string) => boolean
  readonly rules?: readonly Rule[]
  /** The format of the keys of a map, such as label keys; only Kubernetes' own types say one. */
  readonly keys?: NameFormat
  /** What no two items of a list have in common, each with the field that it is about; only Kubernetes' own types say any. */
  readonly distinct?: (item: Readonly<Record<string, unknown>>) => readonly DistinctText[]
  /** Whether this node or one below it gives a default, and likewise for rules: subtrees without are passed over. */
  readonly defaultsWithin: boolean
  readonly rulesWithin: boolean
}

/** Links the nodes of a table. Children stand before their parents. */
export function linkSchemas(nodes: readonly NodeData[], rules: readonly RuleData[]): readonly Schema[] {
  const linkedRules = rules.map(linkRule)
  const linked: Schema[] = []
  const at = (position: number): Schema => linked[position]!
  for (const data of nodes) {
    const { properties, additional, items, oneOf, anyOf, allOf, not, rules: own, pattern, ...plain } = data
    const parts = {
      ...(properties === undefined ? {} : { properties: new Map(Object.entries(properties).map(([name, child]) => [name, at(child)])) }),
      ...(additional === undefined ? {} : { additional: at(additional) }),
      ...(items === undefined ? {} : { items: at(items) }),
    }
    const children = [...(parts.properties?.values() ?? []), ...[parts.additional, parts.items].filter((child) => child !== undefined)]
    linked.push({
      ...plain,
      ...parts,
      ...(oneOf === undefined ? {} : { oneOf: oneOf.map(at) }),
      ...(anyOf === undefined ? {} : { anyOf: anyOf.map(at) }),
      ...(allOf === undefined ? {} : { allOf: allOf.map(at) }),
      ...(not === undefined ? {} : { not: at(not) }),
      ...(pattern === undefined ? {} : { pattern, matchesPattern: lazyPattern(pattern) }),
      ...(own === undefined ? {} : { rules: own.map((position) => linkedRules[position]!) }),
      defaultsWithin: data.default !== undefined || children.some((child) => child.defaultsWithin),
      rulesWithin: own !== undefined || children.some((child) => child.rulesWithin),
    })
  }
  return linked
}

function linkRule({ rule, message, expression }: RuleData): Rule {
  let holds: Rule['holds'] | undefined
  return {
    text: rule,
    message,
    holds: (self) => {
      holds ??= compileRule(expression)
      return holds(self)
    },
  }
}

function lazyPattern(pattern: string): (text: string) => boolean {
  let test: ((text: string) => boolean) | undefined
  return (text) => {
    test ??= patternTest(pattern)
    return test(text)
  }
}
