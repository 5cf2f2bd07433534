import { parseAllDocuments } from 'yaml'
import { objectText, type Place } from '../../diagnostics/place.ts'
import { groupOf } from '../../model/api-group.ts'
import { kindsThatMayBe } from '../../model/deciding-kinds.ts'
import type { SourceObject } from '../../model/object.ts'
import { changedFields, type FieldPath } from '../kustomization/changed-fields.ts'
import { isRecord } from '../object/identity.ts'
import type { Carried } from './carried.ts'
import { changedObjects } from './changed-objects.ts'
import { mapOf, recordsOf, textsOf } from './parts.ts'

/** What the rules of a Kyverno policy make and change; those that validate or verify do neither (kyverno.io/docs/policy-types/cluster-policy). */
export function ofKyverno(object: SourceObject, objects: readonly SourceObject[]): Carried[] {
  return recordsOf(mapOf(object.value.spec).rules).flatMap(({ value: rule, index }) => {
    const place = object.place.field('spec').field('rules').index(index)
    return [...made(rule, place.field('generate'), object), ...changed(rule, place.field('mutate'), object, objects)]
  })
}

function made({ generate }: Readonly<Record<string, unknown>>, place: Place, { ref }: SourceObject): Carried[] {
  if (!isRecord(generate)) return []
  const foreach = recordsOf(generate.foreach).map(({ value }) => value)
  return [generate, ...foreach].flatMap((one): Carried[] => {
    const list = mapOf(one.cloneList)
    const cloned = textsOf(list.kinds).map((kind) => ({ apiVersion: kind, kind: kindIn(kind), namespace: one.namespace, name: undefined }))
    const single =
      typeof one.kind === 'string' ? [{ apiVersion: one.apiVersion, kind: one.kind, namespace: one.namespace, name: one.name }] : []
    return [...single, ...cloned].flatMap(({ apiVersion, kind, namespace, name }): Carried[] => {
      const kinds = kindsThatMayBe(typeof apiVersion === 'string' ? groupOf(apiVersion) : undefined, kind)
      if (kinds.length === 0) return []
      // A Policy makes objects in its own namespace alone.
      const at = plain(namespace) ?? (ref.kind === 'Policy' ? ref.namespace : undefined)
      const called = plain(name)
      const what = called === undefined ? `objects of kind ${kind}` : objectText({ kind, namespace: at ?? '', name: called })
      const reach = { kinds, namespaces: at === undefined ? ('any' as const) : [at], ...(called === undefined ? {} : { name: called }) }
      return [{ how: 'makes', what, place, reach }]
    })
  })
}

function changed(
  rule: Readonly<Record<string, unknown>>,
  place: Place,
  { ref }: SourceObject,
  objects: readonly SourceObject[],
): Carried[] {
  const { mutate, match } = rule
  if (!isRecord(mutate)) return []
  const fields = [mutate, ...recordsOf(mutate.foreach).map(({ value }) => value)].flatMap(fieldsOf)
  const targets = recordsOf(mutate.targets).map(({ value }) => value)
  const matched = isRecord(match)
    ? [match, ...recordsOf(match.any).map(({ value }) => value), ...recordsOf(match.all).map(({ value }) => value)]
    : []
  const resources = matched.map((one) => mapOf(one.resources)).filter((one) => 'kinds' in one)
  const chosen =
    targets.length > 0
      ? targets.map((target) => ({
          kinds: [String(target.kind)],
          namespaces: plain(target.namespace) === undefined ? undefined : [String(target.namespace)],
        }))
      : resources.map((one) => ({ kinds: textsOf(one.kinds).map(kindIn), namespaces: namespacesOf(one.namespaces) }))
  const own = ref.kind === 'Policy' ? [ref.namespace] : undefined
  return chosen.flatMap(({ kinds, namespaces }) =>
    changedObjects({ kinds, namespaces: own ?? namespaces, fields }, objects).map((reach): Carried => {
      const what = objectText({ kind: String(reach.kinds[0]), namespace: String(reach.namespaces[0]), name: reach.name ?? '' })
      return { how: 'changes', what, place, reach }
    }),
  )
}

/** The fields of a patch in which `+(label)` and `(image)` are anchors of Kyverno around a name. */
function fieldsOf(mutation: Readonly<Record<string, unknown>>): FieldPath[] {
  const { patchStrategicMerge, patchesJson6902 } = mutation
  const merged = patchStrategicMerge === undefined ? [] : changedFields(patchStrategicMerge)
  const steps = typeof patchesJson6902 === 'string' ? documentsOf(patchesJson6902).flatMap((document) => changedFields(document)) : []
  return [...merged, ...steps].map((path) => path.map((step) => /^[+<^=X]?\((.*)\)$/.exec(step)?.[1] ?? step))
}

function documentsOf(text: string): unknown[] {
  try {
    return parseAllDocuments(text, { logLevel: 'silent' }).map((document): unknown => document.toJS({ maxAliasCount: 100 }))
  } catch {
    return ['']
  }
}

/** `networking.istio.io/v1/VirtualService`, `Pod/exec`, `Deployment.status`. */
function kindIn(text: string): string {
  const part = text.split('/').find((word) => /^[A-Z]/.test(word)) ?? (text.includes('*') ? '*' : text)
  return part.includes('*') ? '*' : part.replace(/\..*$/, '')
}

function namespacesOf(value: unknown): readonly string[] | undefined {
  const names = textsOf(value)
  return names.length === 0 || names.some((name) => plain(name) === undefined) ? undefined : names
}

function plain(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z0-9][a-z0-9.-]*$/.test(value) ? value : undefined
}
