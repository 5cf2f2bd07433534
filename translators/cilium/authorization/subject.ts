import type { Attachment } from '../../../src/model/authorization.ts'
import type { Json } from '../../../src/model/object.ts'
import { namespaceLabel } from './entries.ts'
import type { Facts } from './facts.ts'

/** Which pods a Cilium policy is for; without a namespace it is clusterwide. */
export interface Subject {
  readonly namespace?: string
  readonly endpointSelector: Json
}

/**
 * The pods that a policy is attached to. A clusterwide policy is limited to the namespaces that are or may be meshed: without limits it would
 * also govern kube-system, health endpoints and Cilium's gateways.
 */
export function subjectOf(attachment: Exclude<Attachment, { scope: 'targets' }>, facts: Facts): Subject {
  switch (attachment.scope) {
    case 'namespace':
      return { namespace: attachment.namespace, endpointSelector: {} }
    case 'workloads':
      return attachment.namespace === undefined
        ? { endpointSelector: { matchLabels: attachment.labels, ...inTheMesh(facts) } }
        : { namespace: attachment.namespace, endpointSelector: { matchLabels: attachment.labels } }
    case 'mesh':
      return { endpointSelector: inTheMesh(facts) }
  }
}

function inTheMesh(facts: Facts): { readonly [field: string]: Json } {
  return { matchExpressions: [{ key: namespaceLabel, operator: 'In', values: facts.governed }] }
}
