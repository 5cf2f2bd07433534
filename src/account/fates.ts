import { catalogue } from '../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts'
import { type DeclaredFate, type Fate, graverFate } from '../diagnostics/fate.ts'
import { type ObjectRef, type PathStep, pathText } from '../diagnostics/place.ts'
import { room } from '../diagnostics/room.ts'
import { splitApiVersion } from '../model/api-group.ts'
import type { FateTree } from '../model/dialect.ts'
import type { SourceObject } from '../model/object.ts'
import { ownValue } from '../model/own-value.ts'
import type { LeafFate, ObjectFates } from '../translation.ts'
import { leavesOf } from './leaves.ts'

/** Names an object of the input in maps; one document may hold several. */
export function objectKey(ref: ObjectRef): string {
  return `${ref.file}#${ref.document}/${ref.item ?? ''}`
}

/**
 * What became of every leaf of every object whose kind the target accounts for: the declared fate of its field, overruled by the gravest
 * finding about it or about a value around it. Leaves without a declared fate are faults of ours and reported as such.
 */
export function fatesOf(
  objects: readonly SourceObject[],
  trees: Readonly<Record<string, FateTree>>,
  diagnostics: readonly Diagnostic[],
): { fates: ObjectFates[]; missing: Diagnostic[] } {
  const findings = new Map<string, Diagnostic[]>()
  for (const diagnostic of diagnostics) {
    if (diagnostic.fate === undefined || diagnostic.place === undefined) continue
    const key = objectKey(diagnostic.place.object)
    const known = findings.get(key)
    if (known === undefined) findings.set(key, [diagnostic])
    else known.push(diagnostic)
  }
  const missing: Diagnostic[] = []
  const fates = objects.flatMap((object): ObjectFates[] => {
    room()
    const tree = treeOf(object, trees)
    if (tree === undefined) return []
    const about = findings.get(objectKey(object.ref)) ?? []
    const leaves: LeafFate[] = []
    for (const path of leavesOf(object.value.spec ?? {}, ['spec'])) {
      const declared = declaredFate(tree, path)
      if (declared === undefined) {
        // A field that no schema has: the API server drops it, and the schema check has said so.
        const said = about.some((finding) => covers(finding, path))
        if (said || !isIstio(object)) leaves.push(leafFate(path, { fate: 'no-effect', note: 'no such field' }, about))
        else missing.push(diagnose(catalogue.fateMissing, object.place, { field: `${object.ref.kind} ${pathText(path)}` }))
      } else leaves.push(leafFate(path, declared, about))
    }
    return [{ ref: object.ref, leaves }]
  })
  return { fates, missing }
}

/** The leaves of objects that no API server would accept: they are refused together, for the first error about the object. */
export function refusedFates(
  invalid: readonly SourceObject[],
  trees: Readonly<Record<string, FateTree>>,
  diagnostics: readonly Diagnostic[],
): ObjectFates[] {
  return invalid.flatMap((object): ObjectFates[] => {
    if (treeOf(object, trees) === undefined) return []
    const key = objectKey(object.ref)
    const error = diagnostics.find(({ severity, place }) => severity === 'error' && place !== undefined && objectKey(place.object) === key)
    const why = error === undefined ? { reason: 'the object is not valid' } : { reason: error.message, code: error.code }
    const leaves = leavesOf(object.value.spec ?? {}, ['spec']).map((path): LeafFate => ({ path, fate: 'refused', ...why }))
    return [{ ref: object.ref, leaves }]
  })
}

/** Two APIs have a kind Gateway, and others have an AuthorizationPolicy: a tree is for the kind of one group. */
function treeOf({ ref }: SourceObject, trees: Readonly<Record<string, FateTree>>): FateTree | undefined {
  const [group, version] = splitApiVersion(ref.apiVersion)
  return /^v\d[a-z0-9]*$/.test(version) ? ownValue(trees, `${group}/${ref.kind}`) : undefined
}

/** Objects whose every field was held against a schema; Kubernetes' own kinds are checked only where readers look. */
function isIstio(object: SourceObject): boolean {
  return /^[a-z]+\.istio\.io\/v\d[a-z0-9]*$/.test(object.ref.apiVersion)
}

/**
 * The gravest finding about a leaf overrules what is declared for its field when it is at least as grave, or when it says that the value
 * decides nothing (or goes on as it is): that is known of the value, what is declared is known of the field.
 */
function leafFate(path: readonly PathStep[], declared: DeclaredFate, about: readonly Diagnostic[]): LeafFate {
  let gravest: (Diagnostic & { readonly fate: Fate }) | undefined
  for (const finding of about) {
    if (!hasFate(finding) || !covers(finding, path)) continue
    if (gravest === undefined || (finding.fate !== gravest.fate && graverFate(finding.fate, gravest.fate) === finding.fate))
      gravest = finding
  }
  const overrules =
    gravest !== undefined &&
    (gravest.fate === 'no-effect' || gravest.fate === 'kept' || graverFate(gravest.fate, declared.fate) === gravest.fate)
  return gravest !== undefined && overrules
    ? { path, fate: gravest.fate, reason: gravest.message, code: gravest.code }
    : { path, fate: declared.fate, reason: declared.note }
}

function hasFate(finding: Diagnostic): finding is Diagnostic & { readonly fate: Fate } {
  return finding.fate !== undefined
}

/** True when the finding speaks of the leaf, of something around it, or of a part of it. */
function covers(finding: Diagnostic, path: readonly PathStep[]): boolean {
  const about = finding.place!.path
  return about.every((step, depth) => depth >= path.length || step === path[depth])
}

/** Looks a leaf up in a tree of declared fates; lists are seen through, free-form maps stand under `*`. */
export function declaredFate(tree: FateTree, path: readonly PathStep[]): DeclaredFate | undefined {
  let at: FateTree | undefined = tree
  for (const step of path) {
    if (at === undefined || isDeclared(at)) break
    if (typeof step === 'number') continue
    const fields: Readonly<Record<string, FateTree>> = at
    at = ownValue(fields, step) ?? fields['*']
  }
  if (at === undefined) return undefined
  if (isDeclared(at)) return at
  // An empty map or list stands for its fields: the first of them speaks for all.
  const first = Object.values(at)[0]
  return first === undefined ? undefined : declaredFate(first, [])
}

function isDeclared(tree: FateTree): tree is DeclaredFate {
  return typeof (tree as DeclaredFate).fate === 'string' && typeof (tree as DeclaredFate).note === 'string'
}
