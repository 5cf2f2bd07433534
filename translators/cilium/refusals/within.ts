import type { Place } from '../../../src/diagnostics/place.ts'
import type { Attachment } from '../../../src/model/authorization.ts'

/** Pods with these labels, or all pods of a namespace. */
export function within(namespace: string, labels: Readonly<Record<string, string>>, place: Place): Attachment {
  return Object.keys(labels).length === 0 ? { scope: 'namespace', namespace } : { scope: 'workloads', namespace, labels, place }
}
