import { objectText } from '../../diagnostics/place.ts'
import { groupOf } from '../../model/api-group.ts'
import type { Reach } from '../../model/unread.ts'
import { isRecord } from '../object/identity.ts'
import { changedFields, dottedPath, type FieldPath } from './changed-fields.ts'
import { decides } from './deciding-fields.ts'
import { listOf } from './kustomization.ts'
import { type PatchEntry, patchEntries, valuesOf } from './patch-entries.ts'
import { maySelect, selectorOfPatch, type TargetSelector, targetSelectorOf } from './patch-target.ts'
import { joinPath } from './paths.ts'
import { everythingPassing, type KustomizeTransform, type Passing, reachOfObject, reachOfSelector } from './transform.ts'

/** What the patches of a kustomization touch, in all three of their forms. */
export function patchTransforms(passing: Passing): KustomizeTransform[] {
  return patchEntries(passing.one, passing.files).flatMap((entry) => {
    const reaches = reachesOfPatch(entry, passing)
    return reaches.map((reach) => ({ by: passing.one, place: entry.place, what: `${entry.what}${named(reach)}`, reach }))
  })
}

function reachesOfPatch({ target, documents }: PatchEntry, passing: Passing): Reach[] {
  const named = target === undefined ? undefined : targetSelectorOf(target)
  if (documents === undefined) return named === undefined ? everythingPassing(passing) : touched(named, [[]], passing)
  return documents.flatMap((document) => {
    const fields = JSON.stringify(document).includes('"istio-proxy"') ? [[]] : changedFields(document)
    return touched(named ?? selectorOfPatch(document), fields, passing)
  })
}

/** What replacements write into (https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/replacements). */
export function replacementTransforms(passing: Passing): KustomizeTransform[] {
  const { one, files } = passing
  return listOf(one.value, 'replacements').flatMap((value, index) => {
    const place = one.place.field('replacements').index(index)
    const path = isRecord(value) && typeof value.path === 'string' ? joinPath(one.folder, value.path) : undefined
    const written = path === undefined ? [value] : valuesOf(files.get(path))?.flat()
    const reaches = written === undefined ? everythingPassing(passing) : written.flatMap((entry) => replaced(entry, passing))
    return reaches.map((reach) => ({ by: one, place, what: `a replacement${named(reach)}`, reach }))
  })
}

function replaced(replacement: unknown, passing: Passing): Reach[] {
  if (!isRecord(replacement)) return everythingPassing(passing)
  return listOf(replacement, 'targets').flatMap((target) => {
    if (!isRecord(target) || !isRecord(target.select)) return everythingPassing(passing)
    const fields = listOf(target, 'fieldPaths').map((path) => (typeof path === 'string' ? dottedPath(path) : []))
    return touched(targetSelectorOf(target.select), fields.length === 0 ? [['metadata', 'name']] : fields, passing)
  })
}

/** The objects that a selector may mean and of which some changed field decides; without any, what it says of objects that were not read. */
function touched(selector: TargetSelector, fields: readonly FieldPath[], { objects, on, complete }: Passing): Reach[] {
  const meant = objects.filter((object) => maySelect(selector, object, on))
  const hit = meant.filter(({ ref }) => fields.some((field) => decides({ ...ref, group: groupOf(ref.apiVersion) }, field)))
  if (meant.length > 0 || complete) return hit.flatMap((object) => reachOfObject(object) ?? [])
  const { kind, name = 'istio' } = selector.plain
  const group = selector.group === undefined ? undefined : selector.plain.group
  if (kind !== undefined && !fields.some((field) => decides({ group, kind, name }, field))) return []
  const unread = reachOfSelector(selector)
  return unread === undefined ? [] : [unread]
}

/** ` for AuthorizationPolicy shop/callers`, where it is for one object. */
function named({ kinds, namespaces, name }: Reach): string {
  if (name === undefined || kinds === 'any' || kinds.length !== 1) return ''
  return ` for ${objectText({ kind: kinds[0]!, namespace: namespaces === 'any' ? '' : (namespaces[0] ?? ''), name })}`
}
