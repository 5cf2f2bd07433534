import type { Attachment } from '../../../src/model/authorization.ts'
import type { Labels } from '../../../src/model/workload.ts'

/** True unless it is certain that no pod is subject to both. */
export function attachmentsMayOverlap(a: Attachment, b: Attachment): boolean {
  const [namespaceA, namespaceB] = [namespaceOf(a), namespaceOf(b)]
  if (namespaceA !== undefined && namespaceB !== undefined && namespaceA !== namespaceB) return false
  const [labelsA, labelsB] = [labelsOf(a), labelsOf(b)]
  return Object.entries(labelsA).every(([key, value]) => !Object.hasOwn(labelsB, key) || labelsB[key] === value)
}

/** True where every pod that is subject to the second is subject to the first. */
export function attachmentCovers(a: Attachment, b: Attachment): boolean {
  const [namespaceA, labelsB] = [namespaceOf(a), labelsOf(b)]
  if (namespaceA !== undefined && namespaceA !== namespaceOf(b)) return false
  return Object.entries(labelsOf(a)).every(([key, value]) => Object.hasOwn(labelsB, key) && labelsB[key] === value)
}

function namespaceOf(attachment: Attachment): string | undefined {
  return attachment.scope === 'mesh' ? undefined : attachment.namespace
}

function labelsOf(attachment: Attachment): Labels {
  return attachment.scope === 'workloads' ? attachment.labels : {}
}
