import type { DeclaredFate, Fate } from '../../diagnostics/fate.ts'
import { compareText, type PathStep } from '../../diagnostics/place.ts'
import { groupOf } from '../../model/api-group.ts'
import type { FateTree } from '../../model/dialect.ts'
import { ownValue } from '../../model/own-value.ts'
import type { ObjectFates } from '../../translation.ts'

/** A field that the input uses, and what became of its values. */
export interface FieldUse {
  readonly kind: string
  /** Such as `spec.http.route.weight`; keys of the user's own are `*`. */
  readonly field: string
  readonly objects: number
  readonly values: number
  readonly fates: Readonly<Partial<Record<Fate, number>>>
}

/** A histogram over the fields of all objects whose fields the target accounts for. */
export function fieldsInUse(fates: readonly ObjectFates[], trees: Readonly<Record<string, FateTree>>): readonly FieldUse[] {
  const uses = new Map<string, { kind: string; field: string; objects: number; values: number; fates: Partial<Record<Fate, number>> }>()
  for (const { ref, leaves } of fates) {
    const tree = ownValue(trees, `${groupOf(ref.apiVersion)}/${ref.kind}`)
    const seen = new Set<string>()
    for (const { path, fate } of leaves) {
      const field = fieldOf(path, tree)
      const key = `${ref.kind} ${field}`
      const use = uses.get(key) ?? { kind: ref.kind, field, objects: 0, values: 0, fates: {} }
      uses.set(key, use)
      use.values += 1
      use.fates[fate] = (use.fates[fate] ?? 0) + 1
      if (!seen.has(key)) use.objects += 1
      seen.add(key)
    }
  }
  return [...uses.values()].sort((a, b) => b.values - a.values || compareText(a.kind, b.kind) || compareText(a.field, b.field))
}

/** The field of a leaf as the CRD has it: without positions in lists, and as deep as fates are declared. */
function fieldOf(path: readonly PathStep[], tree: FateTree | undefined): string {
  const names: string[] = []
  let at = tree
  for (const step of path) {
    if (typeof step === 'number') continue
    const fields = at === undefined || isDeclaration(at) ? undefined : at
    const own = fields === undefined ? undefined : ownValue(fields, step)
    if (fields === undefined && names.length > 0) break
    names.push(own === undefined && fields?.['*'] !== undefined ? '*' : step)
    at = own ?? fields?.['*']
  }
  return names.join('.')
}

function isDeclaration(tree: FateTree): tree is DeclaredFate {
  return typeof (tree as DeclaredFate).fate === 'string' && typeof (tree as DeclaredFate).note === 'string'
}
