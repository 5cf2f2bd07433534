import type { Change, Edit } from '../../model/change.ts'
import type { SourceObject } from '../../model/object.ts'
import { isRecord } from '../object/identity.ts'
import { identityOf } from './objects-to-add.ts'

/** Where `kubectl apply` keeps what it applied last. */
export const lastAppliedKey = 'kubectl.kubernetes.io/last-applied-configuration'

/** Fields of `metadata` that the API server writes (kubernetes:staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/types.go ObjectMeta). */
const serverMetadata: readonly string[] = ['creationTimestamp', 'generation', 'managedFields', 'resourceVersion', 'selfLink', 'uid']

/** Objects as the API server gives them (`kubectl get -o yaml`): only it makes a `uid` and a `resourceVersion`. */
export function isLive({ value }: Pick<SourceObject, 'value'>): boolean {
  const { metadata } = value
  return isRecord(metadata) && (isText(metadata.uid) || isText(metadata.resourceVersion))
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

/**
 * What has to go from objects of a live cluster so that they can be applied to it again: a `resourceVersion` makes every apply after the
 * first one a conflict, a `uid` makes it one for objects that were made anew, and `status` and `managedFields` are the server's own.
 */
export function withoutServerFields(objects: readonly SourceObject[]): Change[] {
  return objects.filter(isLive).map(({ ref, value, annotations, place }): Change => {
    const metadata = isRecord(value.metadata) ? value.metadata : {}
    const edits: Edit[] = serverMetadata
      .filter((field) => metadata[field] !== undefined)
      .map((field): Edit => ({ op: 'delete', path: ['metadata', field] }))
    if (annotations[lastAppliedKey] !== undefined)
      edits.push({ op: 'delete', path: ['metadata', 'annotations', lastAppliedKey], prune: true })
    if (value.status !== undefined) edits.push({ op: 'delete', path: ['status'] })
    return { kind: 'edit', target: ref, edits, causes: [place], why: 'the API server writes these fields itself' }
  })
}

/**
 * Objects of an output as the cluster has them once it is applied there: what was there before keeps its age and its status. Age decides
 * which of two routes counts, and the status of a Gateway says where it is reached.
 */
export function keptByCluster(before: readonly SourceObject[]): (objects: readonly SourceObject[]) => readonly SourceObject[] {
  const live = new Map(
    before.filter((object) => isLive(object) || object.creationTimestamp !== undefined).map((object) => [identityOf(object.ref), object]),
  )
  if (live.size === 0) return (objects) => objects
  return (objects) =>
    objects.map((object) => {
      const was = live.get(identityOf(object.ref))
      if (was === undefined || isLive(object)) return object
      return {
        ...object,
        ...(was.value.status === undefined || object.value.status !== undefined
          ? {}
          : { value: { ...object.value, status: was.value.status } }),
        ...(was.creationTimestamp === undefined || object.creationTimestamp !== undefined
          ? {}
          : { creationTimestamp: was.creationTimestamp }),
      }
    })
}
