import type { CiliumNetworkPolicySpecEndpointSelector } from '../../../src/crd/generated/types/cilium/cilium-network-policy.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { EndpointAttribute, EndpointRequirement } from '../../../src/model/endpoint-policy.ts'
import { type FieldMap, readFields } from '../../../src/model/fields.ts'
import { accountKey, clusterKey, filteredLabel, namespaceKey, namespaceLabelPrefix } from '../identity-labels.ts'
import type { Reading } from './reading.ts'

export type SelectorSpec = CiliumNetworkPolicySpecEndpointSelector

interface Parts {
  readonly labels: readonly EndpointRequirement[]
  readonly expressions: readonly EndpointRequirement[]
}

const fields: FieldMap<SelectorSpec, Parts, Reading> = {
  matchLabels: (labels, at, { refusals }) => ({
    labels: Object.entries(labels).map(([key, value]) => {
      const place = at.field(key)
      if (!isLabelKey(key)) refusals.push(place)
      return { attribute: attributeOf(key), operator: 'In', values: [value], place }
    }),
  }),
  matchExpressions: (expressions, at, { refusals }) => ({
    expressions: expressions.map(({ key = '', operator = 'In', values = [] }, index) => {
      const place = at.index(index)
      if ((values.length === 0) === (operator === 'In' || operator === 'NotIn')) refusals.push(place)
      else if (!isLabelKey(key)) refusals.push(place)
      return { attribute: attributeOf(key), operator, values, place }
    }),
  }),
}

/** The pods that a policy is for: a namespaced one never leaves its namespace, whatever it says (cc:pkg/k8s/apis/cilium.io/utils/utils.go ParseToCiliumRule). */
export function readSubject(spec: SelectorSpec, at: Place, reading: Reading): readonly EndpointRequirement[] {
  const { labels = [], expressions = [] } = readFields(fields, spec, at, reading)
  if (reading.namespace === undefined) return [...labels, ...expressions]
  const own = labels.filter(({ attribute }) => attribute.kind !== 'namespace')
  return [inNamespace(reading.namespace, at), ...own, ...expressions]
}

/**
 * A peer's selector. One that does not speak of namespaces means the policy's own, or pods of any namespace in a clusterwide policy, and
 * one that names reserved labels is taken as it is (cc:pkg/k8s/apis/cilium.io/utils/utils.go getEndpointSelector).
 */
export function readPeerSelector(spec: SelectorSpec, at: Place, reading: Reading): readonly EndpointRequirement[] {
  const { labels = [], expressions = [] } = readFields(fields, spec, at, reading)
  const written = [...labels, ...expressions]
  const asks = (kind: EndpointAttribute['kind']): boolean => written.some(({ attribute }) => attribute.kind === kind)
  if (asks('entity') || asks('namespace')) return written
  if (reading.namespace === undefined) return [{ attribute: { kind: 'namespace' }, operator: 'Exists', values: [], place: at }, ...written]
  return asks('namespace-label') ? written : [inNamespace(reading.namespace, at), ...written]
}

export function inNamespace(namespace: string, place: Place): EndpointRequirement {
  return { attribute: { kind: 'namespace' }, operator: 'In', values: [namespace], place }
}

/** Labels have a source, `k8s:` for those of pods and `reserved:` for who is none; a key without one means any (cc:pkg/labels/labels.go). */
export function attributeOf(key: string): EndpointAttribute {
  const colon = key.indexOf(':')
  const [source, name] = colon < 0 ? ['any', key] : [key.slice(0, colon), key.slice(colon + 1)]
  if (source === 'reserved') return { kind: 'entity', name }
  if (source !== 'k8s' && source !== 'any') return { kind: 'unknown' }
  if (name === namespaceKey) return { kind: 'namespace' }
  if (name === accountKey) return { kind: 'service-account' }
  if (name === clusterKey || (source === 'any' && reserved.has(name))) return { kind: 'unknown' }
  if (name.startsWith(namespaceLabelPrefix)) return { kind: 'namespace-label', name: name.slice(namespaceLabelPrefix.length) }
  return filteredLabel({ [name]: '' }) === undefined ? { kind: 'label', name } : { kind: 'absent' }
}

/** Keys that labels can have, after a source or without one; the CRD takes any text (measured: Cilium 1.20.2). */
function isLabelKey(key: string): boolean {
  return /^([^:]+:)?([a-z\d]([-a-z\d.]*[a-z\d])?\/)?[A-Za-z\d]([-\w.]{0,61}[A-Za-z\d])?$/.test(key)
}

/** Without a source, these keys mean a pod's label or the mark of who is not a pod. */
const reserved: ReadonlySet<string> = new Set([
  'host',
  'world',
  'world-ipv4',
  'world-ipv6',
  'remote-node',
  'ingress',
  'health',
  'init',
  'unmanaged',
  'kube-apiserver',
])
