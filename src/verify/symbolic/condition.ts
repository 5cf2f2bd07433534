import type { Language } from '../../algebra/language/language.ts'
import type { Attribute } from './attribute.ts'

/**
 * A condition on the attributes of a request as its client sends it. Enforcement points speak of what they see themselves; their views turn
 * that into conditions of this kind, so that all points of both meshes speak of one request.
 */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  /** The attribute is there and its text is in the language. */
  | { readonly kind: 'text'; readonly attribute: Attribute; readonly language: Language }
  /** One of the texts that the attribute has is in the language (a claim may be a list, a header may be sent more than once). */
  | { readonly kind: 'member'; readonly attribute: Attribute; readonly language: Language }
  | { readonly kind: 'address'; readonly attribute: Attribute; readonly range: string }
  /** One of finitely many values; each attribute lists its own (`choicesOf`). */
  | { readonly kind: 'choice'; readonly attribute: Attribute; readonly value: string }
  | Unknown

/** What the input does not say: true or false, the same wherever the name is the same. */
export interface Unknown {
  readonly kind: 'unknown'
  readonly name: string
  readonly needs: string
  /**
   * What this is a version of, such as the keys of an issuer: where the conditions of a comparison know one version only, both meshes mean
   * the same by it, and it is taken for true.
   */
  readonly versionOf?: string
}

export const alwaysTrue: Condition = { kind: 'all', of: [] }
export const neverTrue: Condition = { kind: 'any', of: [] }

export const isAlways = (condition: Condition): boolean => condition.kind === 'all' && condition.of.length === 0
export const isNever = (condition: Condition): boolean => condition.kind === 'any' && condition.of.length === 0
export const constant = (value: boolean): Condition => (value ? alwaysTrue : neverTrue)

export function allOf(parts: readonly Condition[]): Condition {
  const left = parts.filter((part) => !isAlways(part))
  if (left.some(isNever)) return neverTrue
  return left.length === 1 ? left[0]! : { kind: 'all', of: left }
}

export function anyOf(parts: readonly Condition[]): Condition {
  const left = parts.filter((part) => !isNever(part))
  if (left.some(isAlways)) return alwaysTrue
  return left.length === 1 ? left[0]! : { kind: 'any', of: left }
}

export function notOf(condition: Condition): Condition {
  if (condition.kind === 'not') return condition.of
  if (isAlways(condition)) return neverTrue
  if (isNever(condition)) return alwaysTrue
  return { kind: 'not', of: condition }
}

export const textIn = (attribute: Attribute, language: Language): Condition => {
  if (language.kind === 'none') return neverTrue
  return { kind: 'text', attribute, language }
}
export const memberIn = (attribute: Attribute, language: Language): Condition => {
  if (language.kind === 'none') return neverTrue
  return { kind: 'member', attribute, language }
}
export const choice = (attribute: Attribute, value: string): Condition => ({ kind: 'choice', attribute, value })
export const unknown = (name: string, needs: string): Unknown => ({ kind: 'unknown', name, needs })
export const version = (of: string, which: string, needs: string): Unknown => ({
  kind: 'unknown',
  name: `${of}: ${which}`,
  needs,
  versionOf: of,
})

/** A condition without parts. */
type Leaf = Extract<Condition, { kind: { [K in Condition['kind']]: (typeof hasParts)[K] extends false ? K : never }[Condition['kind']] }>

const hasParts = {
  all: true,
  any: true,
  not: true,
  text: false,
  member: false,
  address: false,
  choice: false,
  unknown: false,
} as const satisfies Readonly<Record<Condition['kind'], boolean>>

function isLeaf(condition: Condition): condition is Leaf {
  return !hasParts[condition.kind]
}

/** A condition with others in the place of those that have no parts. */
export function withLeaves(condition: Condition, of: (leaf: Leaf) => Condition): Condition {
  if (isLeaf(condition)) return of(condition)
  switch (condition.kind) {
    case 'all':
      return allOf(condition.of.map((part) => withLeaves(part, of)))
    case 'any':
      return anyOf(condition.of.map((part) => withLeaves(part, of)))
    case 'not':
      return notOf(withLeaves(condition.of, of))
  }
}

/** Goes through every condition without parts, left to right. */
export function eachLeaf(condition: Condition, visit: (leaf: Leaf) => void): void {
  if (isLeaf(condition)) visit(condition)
  else if (condition.kind === 'not') eachLeaf(condition.of, visit)
  else for (const part of condition.of) eachLeaf(part, visit)
}

/** The same for some conditions, each part once: policies of a pod are asked at each of its addresses, and so is what guards it as a whole. */
export function eachLeafOnce(conditions: Iterable<Condition>, visit: (leaf: Leaf) => void): void {
  const visited = new Set<Condition>()
  const once = (condition: Condition): void => {
    if (visited.has(condition)) return
    visited.add(condition)
    if (isLeaf(condition)) visit(condition)
    else if (condition.kind === 'not') once(condition.of)
    else for (const part of condition.of) once(part)
  }
  for (const condition of conditions) once(condition)
}

/** Whether a condition has a part without parts of which something holds. */
export function someLeaf(condition: Condition, holds: (leaf: Leaf) => boolean): boolean {
  if (isLeaf(condition)) return holds(condition)
  return condition.kind === 'not' ? someLeaf(condition.of, holds) : condition.of.some((part) => someLeaf(part, holds))
}

/** One of several conditions; which one is unknown. */
export function unknownOneOf(conditions: readonly Condition[], name: string, needs: string): Condition {
  const [first, ...others] = conditions
  if (first === undefined) return neverTrue
  if (others.length === 0) return first
  const taken = unknown(`${name} (${others.length})`, needs)
  return anyOf([allOf([taken, first]), allOf([notOf(taken), unknownOneOf(others, name, needs)])])
}
