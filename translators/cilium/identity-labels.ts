import type { Labels } from '../../src/model/workload.ts'

/** The labels by which policies of Cilium name a pod's namespace and service account (cc:pkg/k8s/apis/cilium.io/const.go). */
export const namespaceKey = 'io.kubernetes.pod.namespace'
export const accountKey = 'io.cilium.k8s.policy.serviceaccount'
/** Before the key of a label of the pod's namespace. */
export const namespaceLabelPrefix = 'io.cilium.k8s.namespace.labels.'
export const clusterKey = 'io.cilium.k8s.policy.cluster'

/**
 * What Cilium's default filter leaves out of identities. Each is the beginning of a key, not a whole one: `pod-template-hash-x` and
 * `annotation-team` are left out as well; `batch.kubernetes.io/job-name` is kept (measured: cilium v1.20.2, pkg/labelsfilter/filter.go).
 */
const leftOut = [
  /^io\.kubernetes/,
  /^kubernetes\.io/,
  /^statefulset\.kubernetes\.io\/pod-name/,
  /^apps\.kubernetes\.io\/pod-index/,
  /^batch\.kubernetes\.io\/job-completion-index/,
  /^batch\.kubernetes\.io\/controller-uid/,
  /^.*beta\.kubernetes\.io/,
  /^k8s\.io/,
  /^pod-template-generation/,
  /^pod-template-hash/,
  /^controller-revision-hash/,
  /^controller-uid/,
  /^annotation/,
  /^etcd_node/,
  /^topology\.kubernetes\.io/,
  // Pods cannot give themselves a label that Cilium keeps for what it knows of them.
  /^io\.cilium\.k8s\./,
]

/** A label that is not part of a pod's identity in Cilium: a selector on it selects no pod, and leaves the pods open that it was to close. */
export function filteredLabel(labels: Labels): string | undefined {
  return Object.keys(labels).find((key) => leftOut.some((pattern) => pattern.test(key)))
}
