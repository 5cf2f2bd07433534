import type { Attachment } from '../../../src/model/authorization.ts'
import type { Json } from '../../../src/model/object.ts'
import type { Labels } from '../../../src/model/workload.ts'
import { namespaceLabel } from './entries.ts'
import type { Facts } from './facts.ts'

/** Which pods a Cilium policy is for; without a namespace it is clusterwide. */
export interface Subject {
  readonly namespace?: string
  readonly endpointSelector: Json
}

/**
 * The pods that a policy is attached to. A clusterwide policy is limited to the namespaces that are meshed: without limits it would also
 * govern kube-system, health endpoints and Cilium's gateways.
 */
export function subjectOf(attachment: Exclude<Attachment, { scope: 'targets' }>, facts: Facts): Subject {
  switch (attachment.scope) {
    case 'namespace':
      return { namespace: attachment.namespace, endpointSelector: {} }
    case 'workloads':
      return attachment.namespace === undefined
        ? { endpointSelector: { matchLabels: attachment.labels, ...meshedOnly(facts) } }
        : { namespace: attachment.namespace, endpointSelector: { matchLabels: attachment.labels } }
    case 'mesh':
      return { endpointSelector: meshedOnly(facts) }
  }
}

function meshedOnly(facts: Facts): { readonly [field: string]: Json } {
  return { matchExpressions: [{ key: namespaceLabel, operator: 'In', values: facts.meshed }] }
}

const filtered = [
  /^io\.kubernetes/,
  /^kubernetes\.io/,
  /^.*beta\.kubernetes\.io/,
  /^k8s\.io/,
  /^pod-template-hash$/,
  /^pod-template-generation$/,
  /^controller-revision-hash$/,
  /^controller-uid$/,
  /^statefulset\.kubernetes\.io\/pod-name$/,
  /^apps\.kubernetes\.io\/pod-index$/,
  /^batch\.kubernetes\.io\//,
  /^topology\.kubernetes\.io\//,
  /^annotation\./,
  /^etcd_node$/,
]

/** A label that Cilium's default filter leaves out of a pod's identity: a selector on it selects no pod (cc:pkg/labelsfilter/filter.go). */
export function filteredLabel(labels: Labels): string | undefined {
  return Object.keys(labels).find((key) => filtered.some((pattern) => pattern.test(key)))
}
