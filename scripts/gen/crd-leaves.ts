import type { Schema } from '../../src/crd/schema.ts'
import { schemaSets } from '../../src/crd/schema-sets.ts'
import type { DeclaredFate } from '../../src/diagnostics/fate.ts'
import { compareText } from '../../src/diagnostics/place.ts'
import type { FateTree } from '../../src/model/dialect.ts'

/** A kind with the paths of all leaves below `spec`, of every version that is served. Lists are seen through, free-form maps are `*`. */
export interface KindLeaves {
  readonly kind: string
  /** Its group and kind, by which targets declare fates. */
  readonly id: string
  readonly paths: readonly (readonly string[])[]
}

/** Every kind of Istio, sorted. */
export function istioLeaves(): KindLeaves[] {
  return schemaSets
    .istio132()
    .kinds.map(({ group, kind, versions }) => {
      const byText = new Map<string, readonly string[]>()
      for (const version of versions.values()) {
        const spec = version.properties?.get('spec')
        if (spec !== undefined) for (const path of leaves(spec, ['spec'])) byText.set(path.join('/'), path)
      }
      return { kind, id: `${group}/${kind}`, paths: [...byText].sort(([a], [b]) => compareText(a, b)).map(([, path]) => path) }
    })
    .sort((a, b) => compareText(a.kind, b.kind))
}

function* leaves(schema: Schema, path: readonly string[]): Generator<readonly string[]> {
  if (schema.items !== undefined) yield* leaves(schema.items, path)
  else if (schema.properties !== undefined && schema.properties.size > 0) {
    for (const [name, child] of schema.properties) yield* leaves(child, [...path, name])
  } else if (schema.additional !== undefined) yield* leaves(schema.additional, [...path, '*'])
  else yield path
}

/** The fate of a leaf, with the path at which it is declared: for the leaf itself or for a field around it. */
export function fateAt(tree: FateTree | undefined, path: readonly string[]): { fate: DeclaredFate; at: readonly string[] } | undefined {
  let here = tree
  for (let depth = 0; here !== undefined; depth += 1) {
    if (isDeclared(here)) return { fate: here, at: path.slice(0, depth) }
    const step = path[depth]
    if (step === undefined) return undefined
    here = here[step]
  }
  return undefined
}

/** Paths in a tree of fates that no leaf of the schema is at or below: leftovers of an older schema. */
export function staleFates(tree: FateTree, paths: readonly (readonly string[])[], at: readonly string[] = []): string[] {
  if (isDeclared(tree)) return paths.some((path) => at.every((step, depth) => path[depth] === step)) ? [] : [at.join('.')]
  return Object.entries(tree).flatMap(([name, inner]) => staleFates(inner, paths, [...at, name]))
}

export function isDeclared(tree: FateTree): tree is DeclaredFate {
  return typeof (tree as Partial<DeclaredFate>).fate === 'string' && typeof (tree as Partial<DeclaredFate>).note === 'string'
}
