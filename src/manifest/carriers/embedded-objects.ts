import { objectText, type Place } from '../../diagnostics/place.ts'
import { groupOf } from '../../model/api-group.ts'
import { kindsThatMayBe } from '../../model/deciding-kinds.ts'
import type { SourceObject } from '../../model/object.ts'
import { anything, type Reach } from '../../model/unread.ts'
import { isRecord } from '../object/identity.ts'
import { isClusterScoped } from '../object/scope.ts'
import { mayBeIstios, reachOfText } from '../unread/reach-of-text.ts'
import type { Carried } from './carried.ts'

/**
 * Objects that stand in another one as data: those of an OpenShift Template, of a ManifestWork, of an `Object` of Crossplane, of a `Bundle` of
 * Rancher, whose content is text. Pods that a kind makes which is not read, such as a DeploymentConfig, are found by their template.
 */
export function embeddedObjects(object: SourceObject): Carried[] {
  const { metadata: _, status: __, ...rest } = object.value
  return Object.entries(rest).flatMap(([field, value]) => within(value, object.place.field(field), object, field))
}

function within(value: unknown, place: Place, carrier: SourceObject, field: string): Carried[] {
  if (typeof value === 'string') return inText(value, place)
  if (Array.isArray(value)) return value.flatMap((item, index) => within(item, place.index(index), carrier, field))
  if (!isRecord(value)) return []
  const reach = isObject(value) ? reachOfMap(value, carrier) : isPodTemplate(value, field) ? podsOf(carrier) : undefined
  if (reach !== undefined) {
    // An object that decides nothing may hold others, as Crossplane's `Object` in a Composition does.
    if (reach.kinds.length > 0) return [{ how: isObject(value) ? 'holds' : 'makes', what: named(reach), place, reach }]
  }
  const packed = value.encoding === 'base64+gz' && typeof value.content === 'string'
  if (packed) return [{ how: 'holds', what: 'packed objects', place, reach: anything }]
  return Object.entries(value).flatMap(([key, part]) => within(part, place.field(key), carrier, key))
}

/** What a text holds that has manifests in it. */
export function inText(text: string, place: Place): Carried[] {
  if (!/\bkind["']?\s*:/.test(text) || !/\bapiVersion["']?\s*:/.test(text)) return []
  return text.split(/^---.*$/m).flatMap((part): Carried[] => {
    if (!/\bkind["']?\s*:/.test(part)) return []
    const reach = reachOfText(part)
    return reach.kinds.length === 0 ? [] : [{ how: 'holds', what: named(reach), place, reach }]
  })
}

/** A reference has an API version and a kind as well (`scaleTargetRef`), and neither metadata nor content. */
function isObject(value: Readonly<Record<string, unknown>>): boolean {
  if (typeof value.apiVersion !== 'string' || typeof value.kind !== 'string') return false
  return isRecord(value.metadata) || isRecord(value.spec) || isRecord(value.data)
}

/** `template: {spec: {containers: […]}}`, wherever it stands; some kinds give it another name that ends so. */
function isPodTemplate({ spec }: Readonly<Record<string, unknown>>, field: string): boolean {
  return /template/i.test(field) && isRecord(spec) && Array.isArray(spec.containers)
}

function reachOfMap(value: Readonly<Record<string, unknown>>, carrier: SourceObject): Reach {
  const [apiVersion, kind] = [value.apiVersion as string, value.kind as string]
  const metadata = isRecord(value.metadata) ? value.metadata : {}
  const name = plain(metadata.name)
  if (kind.endsWith('List') && Array.isArray(value.items)) return { kinds: [], namespaces: [] }
  if (kind === 'ConfigMap' && name !== undefined && !mayBeIstios(name)) return { kinds: [], namespaces: [] }
  if (/[${}<>%]/.test(kind + apiVersion)) return anything
  const namespace = plain(metadata.namespace)
  const own = isTemplate(carrier) && metadata.namespace === undefined ? carrier.ref.namespace : undefined
  const at = isClusterScoped(apiVersion, kind) ? '' : (namespace ?? own)
  return {
    kinds: kindsThatMayBe(groupOf(apiVersion), kind),
    namespaces: at === undefined ? 'any' : [at],
    ...(name === undefined ? {} : { name }),
  }
}

/** `oc process` gives its objects no namespace: they come to be where the Template is processed, as its own document would. */
function isTemplate({ ref }: SourceObject): boolean {
  return ref.kind === 'Template' && groupOf(ref.apiVersion) === 'template.openshift.io'
}

function podsOf({ ref }: SourceObject): Reach {
  return { kinds: ['Pod'], namespaces: ref.namespace === '' ? 'any' : [ref.namespace] }
}

/** A name as it is; undefined where something is to be filled in (`${NAME}`, `{{request.namespace}}`). */
function plain(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z0-9][a-z0-9.-]*$/.test(value) ? value : undefined
}

function named({ kinds, namespaces, name }: Reach): string {
  if (kinds === 'any' || kinds.length !== 1) return 'objects'
  if (name === undefined) return kinds[0] === 'Pod' ? 'pods' : `objects of kind ${kinds[0]}`
  return objectText({ kind: kinds[0]!, namespace: namespaces === 'any' ? '' : (namespaces[0] ?? ''), name })
}
