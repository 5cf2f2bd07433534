import type { ObjectRef } from '../../diagnostics/place.ts'
import { lastAppliedKey } from '../../manifest/edit/live-objects.ts'
import type { InputFile } from '../../manifest/input-file.ts'
import { isRecord, nameOf } from '../../manifest/object/identity.ts'
import { mayBeIstios } from '../../manifest/unread/reach-of-text.ts'
import { printYaml } from '../../manifest/yaml/print.ts'
import type { ClusterKind } from './cluster-kinds.ts'

type Value = Readonly<Record<string, unknown>>

/** An object of a cluster: as a manifest would have it, and as the API server gave it. */
export interface LiveFile extends InputFile {
  readonly value: Value
}

/** What the object of a file is called; the file is its one document. */
export function liveRef({ path, value }: LiveFile): ObjectRef {
  const { apiVersion, kind, metadata } = value
  const namespace = isRecord(metadata) && typeof metadata.namespace === 'string' ? metadata.namespace : ''
  return { apiVersion: String(apiVersion), kind: String(kind), namespace, name: nameOf(value) ?? '', file: path, document: 0 }
}

/** The objects in the answer to `kubectl get -o json`; undefined where it is not a list of them. */
export function itemsIn(text: string): readonly Value[] | undefined {
  try {
    const list: unknown = JSON.parse(text)
    return isRecord(list) && Array.isArray(list.items) && list.items.every(isRecord) ? list.items : undefined
  } catch {
    return undefined
  }
}

/** Pods, ReplicaSets and Jobs that another object that is read makes say nothing that its template does not say. */
export function isMadeByAnother({ metadata }: Value, kinds: ReadonlySet<string>): boolean {
  const owners = isRecord(metadata) && Array.isArray(metadata.ownerReferences) ? metadata.ownerReferences.filter(isRecord) : []
  return owners.some(({ controller, kind }) => controller === true && kinds.has(String(kind)))
}

/** Of ConfigMaps only those that may hold settings of the mesh are kept. */
export function isWanted(value: Value): boolean {
  return value.kind !== 'ConfigMap' || mayBeIstios(nameOf(value) ?? '')
}

/** `cluster/prod/shop/virtualservices.networking.istio.io/cart.yaml`; the context may be any text, and is part of a path of the output. */
export function liveFile(value: Value, { resource }: ClusterKind, folder: string): LiveFile {
  const metadata = isRecord(value.metadata) ? value.metadata : {}
  const namespace = typeof metadata.namespace === 'string' ? `${part(metadata.namespace)}/` : ''
  return { path: `${folder}/${namespace}${resource}/${part(nameOf(value) ?? '')}.yaml`, text: printYaml(asWritten(value)), value }
}

export function clusterFolder(context: string): string {
  return `cluster/${part(context)}`
}

function part(text: string): string {
  const safe = text.replace(/[^\w.-]/g, '-')
  return /^\.*$/.test(safe) ? `${safe}-` : safe
}

/** Fields that the API server writes. When an object was made stays: of two policies or routes the older one may count. */
const serverFields: ReadonlySet<string> = new Set(['generation', 'managedFields', 'resourceVersion', 'selfLink', 'uid'])

/** An object without what the API server adds to it. The status of a Gateway stays, because it says where the Gateway is reached. */
export function asWritten({ status, ...value }: Value): Value {
  const metadata = isRecord(value.metadata) ? value.metadata : {}
  const annotations = Object.entries(isRecord(metadata.annotations) ? metadata.annotations : {}).filter(([key]) => key !== lastAppliedKey)
  const kept = Object.entries(metadata).filter(([key]) => key !== 'annotations' && !serverFields.has(key))
  return {
    ...value,
    metadata: { ...Object.fromEntries(kept), ...(annotations.length === 0 ? {} : { annotations: Object.fromEntries(annotations) }) },
    ...(value.kind === 'Gateway' && status !== undefined ? { status } : {}),
  }
}
