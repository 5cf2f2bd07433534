import type { Place } from '../../diagnostics/place.ts'
import type { SourceObject } from '../../model/object.ts'
import { isRecord } from '../object/identity.ts'
import { sourcesOf } from './argo-sources.ts'
import type { Carried } from './carried.ts'
import { mapOf } from './parts.ts'

/**
 * Pods that a kind without a reader makes, and of which it says that they are not all in the mesh: `podAnnotations` of a chart's values,
 * `podMetadata` of a Prometheus, annotations of a Tekton Task, which its pods get. ztunnel captures them once their namespace is enrolled.
 */
export function markedPods(object: SourceObject): Carried[] {
  const place = firstMark(object.value, object.place)
  if (place === undefined) return []
  const namespace = namespaceOfPods(object)
  const namespaces = typeof namespace === 'string' && /^[a-z0-9-]+$/.test(namespace) ? [namespace] : ('any' as const)
  return [{ how: 'makes', what: 'pods', place, reach: { kinds: ['Pod'], namespaces } }]
}

/** Whether an object says of its pods that they, or some of their connections, are not in the mesh. */
export function isOutOfMesh({ value, place }: SourceObject): boolean {
  return firstMark(value, place) !== undefined
}

/** Where the first label or annotation stands that takes a pod, or some of its connections, out of the mesh. */
function firstMark(value: unknown, place: Place): Place | undefined {
  if (typeof value === 'string') return marksInText.test(value) ? place : undefined
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = firstMark(item, place.index(index))
      if (found !== undefined) return found
    }
    return undefined
  }
  if (!isRecord(value)) return undefined
  for (const [name, part] of Object.entries(value)) {
    const found = isMark(name, part) ? place.field(name) : firstMark(part, place.field(name))
    if (found !== undefined) return found
  }
  return undefined
}

function isMark(name: string, value: unknown): boolean {
  if (name === 'sidecar.istio.io/inject') return String(value) !== 'true'
  if (name === 'proxy.istio.io/config') return /interceptionMode/.test(typeof value === 'string' ? value : JSON.stringify(value))
  if (name === 'istio.io/dataplane-mode') return true
  return /^traffic\.sidecar\.istio\.io\/|^sidecar\.istio\.io\/interceptionMode$|^inject\.istio\.io\/templates$/.test(name)
}

/** Values as text, and values by name in which the dots of a label are escaped (`podAnnotations.sidecar\.istio\.io/inject`). */
const marksInText =
  /sidecar\\?\.istio\\?\.io\/inject["']?\s*:\s*["']?(?!["']?true\b)|sidecar\\\.istio\\\.io\/inject|traffic\\?\.sidecar\\?\.istio\\?\.io\/|sidecar\.istio\.io\/interceptionMode["']?\s*:/

/** Whether the text of a document that was not read says that some pods are not in the mesh. */
export function marksPods(text: string): boolean {
  return marksInText.test(text)
}

/** A release has its own field for it. */
function namespaceOfPods(object: SourceObject): unknown {
  const spec = mapOf(object.value.spec)
  const { kind, namespace } = object.ref
  if (kind === 'Application') return mapOf(spec.destination).namespace
  if (kind === 'ApplicationSet') return mapOf(mapOf(mapOf(spec.template).spec).destination).namespace
  if (sourcesOf(object).length > 0) return undefined
  return spec.targetNamespace ?? (namespace === '' ? undefined : namespace)
}
