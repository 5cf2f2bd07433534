import type { Attachment } from '../../../src/model/authorization.ts'
import type { Service } from '../../../src/model/service.ts'
import { contradicts, type Labels, selects, type Workload } from '../../../src/model/workload.ts'
import type { Migration } from './migration.ts'

/** Pods as policies see them: those of a workload of the input, or those behind a Service whose pods the input does not show. */
export interface Pods {
  readonly namespace: string
  /** All labels of known pods; of unknown ones those that the Service selects. */
  readonly labels: Labels
  readonly known: boolean
  /** True for pods that can have any labels: behind a Service without a selector. */
  readonly anyLabels: boolean
}

export function podsOf(workload: Workload): Pods {
  return { namespace: workload.namespace, labels: workload.labels, known: true, anyLabels: false }
}

export function podsBehind(service: Service): Pods {
  return { namespace: service.namespace, labels: service.selector ?? {}, known: false, anyLabels: service.selector === undefined }
}

/** The workloads and Services that something attached so can concern: those of its namespace, where it is limited to one. */
export function near(
  migration: Migration,
  attachment: Attachment,
): { readonly workloads: readonly Workload[]; readonly services: readonly Service[] } {
  const namespace = 'namespace' in attachment ? attachment.namespace : undefined
  if (namespace === undefined) return migration.mesh
  return { workloads: migration.workloadsIn(namespace), services: migration.servicesIn(namespace) }
}

/**
 * Whether a sidecar of these pods would enforce what is attached so (istio:pilot/pkg/model/policyattachment.go). `maybe` only for unknown pods,
 * when the selector asks for labels that the Service does not mention.
 */
export function coversPods(attachment: Attachment, pods: Pods): 'yes' | 'no' | 'maybe' {
  switch (attachment.scope) {
    case 'mesh':
      return 'yes'
    case 'namespace':
      return attachment.namespace === pods.namespace ? 'yes' : 'no'
    case 'targets':
      return 'no'
    case 'workloads':
      if (attachment.namespace !== undefined && attachment.namespace !== pods.namespace) return 'no'
      if (selects(attachment.labels, pods.labels)) return 'yes'
      if (pods.known) return 'no'
      return contradicts(attachment.labels, pods.labels) ? 'no' : 'maybe'
  }
}
