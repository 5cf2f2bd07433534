import { objectText } from '../diagnostics/place.ts'
import { groupOf } from '../model/api-group.ts'
import { type DecidingScope, decidingScopeOf, workloadKinds } from '../model/deciding-kinds.ts'
import type { SourceObject } from '../model/object.ts'
import { ownValue } from '../model/own-value.ts'
import type { UnreadInput } from '../model/unread.ts'
import { isOutOfMesh } from './carriers/marked-pods.ts'
import { mapOf, recordsOf, textsOf } from './carriers/parts.ts'

/** The namespace that kubectl uses where neither an object nor its context names one. */
export const assumedNamespace = 'default'

/**
 * Objects that name no namespace and that decide about requests: `kubectl apply -n shop` puts them beside those of the input that are in `shop`,
 * whatever is assumed here. They are unread input of every namespace of the input in which they would decide about something; a policy for all
 * pods also of the root namespace, from where it decides in the whole mesh. What a move edits in the assumed namespace would be edited in
 * the other one, so that both stay.
 */
export function unplaced(assumed: readonly SourceObject[], objects: readonly SourceObject[]): UnreadInput[] {
  const placed = objects.filter((object) => !assumed.includes(object))
  const named = placed.map(({ ref }) => (ref.kind === 'Namespace' ? ref.name : ref.namespace))
  const namespaces = [...new Set(named)].filter((name) => name !== '' && name !== assumedNamespace).sort()
  const isPlaced = placed.some(({ ref }) => ref.kind !== 'Namespace' && ref.namespace !== '')
  if (namespaces.length === 0 && !isPlaced) return []
  const hasAny = objects.some(({ ref }) => ref.namespace === assumedNamespace && (ref.kind === 'Service' || workloadKinds.has(ref.kind)))
  return assumed.flatMap((object): UnreadInput[] => {
    const elsewhere = namespaces.filter((namespace) => decidesIn(object, namespace, placed))
    const root = rootOf(object)
    if (elsewhere.length === 0 && root.root !== true) return []
    const { kind, name } = object.ref
    const here = isEdited(object) && hasAny && decidesIn(object, assumedNamespace, objects) ? [assumedNamespace] : []
    const reach = { kinds: [kind], namespaces: [...here, ...elsewhere], name, ...root }
    return [{ why: 'unplaced', what: objectText({ ...object.ref, namespace: '' }), reach, place: object.place, span: object.place.span }]
  })
}

/** Whether a policy may be one of the root namespace: only one without a selector is meant for the whole mesh. */
function rootOf(object: SourceObject): { readonly root?: boolean } {
  return scopeOf(object) === 'policy' ? { root: wantedBy(mapOf(object.value.spec)).length === 0 } : {}
}

/** Where no setting of the mesh says otherwise. */
const usualRoot = 'istio-system'

function isEdited(object: SourceObject): boolean {
  const { kind } = object.ref
  return scopeOf(object) === 'policy' || kind === 'NetworkPolicy' || kind === 'CiliumNetworkPolicy'
}

function scopeOf({ ref }: SourceObject): DecidingScope | undefined {
  return decidingScopeOf(groupOf(ref.apiVersion), ref.kind)
}

function decidesIn(object: SourceObject, namespace: string, placed: readonly SourceObject[]): boolean {
  const { kind } = object.ref
  const spec = mapOf(object.value.spec)
  const there = placed.filter(({ ref }) => ref.namespace === namespace)
  if (workloadKinds.has(kind)) return isOutOfMesh(object)
  if (kind === 'NetworkPolicy' || kind === 'CiliumNetworkPolicy') return true
  const scope = scopeOf(object)
  if (scope === 'policy') return (namespace !== usualRoot || wantedBy(spec).length === 0) && maySelectPods(spec, there)
  // A full host name means the same wherever it is written.
  const names = [...textsOf(spec.hosts), ...textsOf(spec.host), ...recordsOf(spec.parentRefs).flatMap(({ value }) => textsOf(value.name))]
  return scope === 'mesh' && there.some(({ ref }) => ref.kind === 'Service' && names.includes(ref.name))
}

/**
 * A policy for pods with some labels decides about none where there are pods, and none with these labels; nothing writes one for pods of one
 * application to mean those of the whole mesh.
 */
function maySelectPods(spec: Readonly<Record<string, unknown>>, there: readonly SourceObject[]): boolean {
  const wanted = wantedBy(spec)
  const pods = there.filter(({ ref }) => workloadKinds.has(ref.kind)).map(labelsOfPods)
  return wanted.length === 0 || pods.length === 0 || pods.some((labels) => wanted.every(([key, value]) => ownValue(labels, key) === value))
}

function wantedBy(spec: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(mapOf(mapOf(spec.selector).matchLabels ?? mapOf(spec.workloadSelector).labels))
}

function labelsOfPods({ ref, value }: SourceObject): Readonly<Record<string, unknown>> {
  if (ref.kind === 'Pod') return mapOf(mapOf(value.metadata).labels)
  const spec = mapOf(value.spec)
  const template = ref.kind === 'CronJob' ? mapOf(mapOf(mapOf(spec.jobTemplate).spec).template) : mapOf(spec.template)
  return mapOf(mapOf(template.metadata).labels)
}
