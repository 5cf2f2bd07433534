import type { Labels } from '../../src/model/workload.ts'

/** The labels by which policies of Cilium name a pod's namespace and service account (cc:pkg/k8s/apis/cilium.io/const.go). */
export const namespaceKey = 'io.kubernetes.pod.namespace'
export const accountKey = 'io.cilium.k8s.policy.serviceaccount'
/** Before the key of a label of the pod's namespace. */
export const namespaceLabelPrefix = 'io.cilium.k8s.namespace.labels.'
export const clusterKey = 'io.cilium.k8s.policy.cluster'

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
