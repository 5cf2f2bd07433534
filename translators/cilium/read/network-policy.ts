import type { Place } from '../../../src/diagnostics/place.ts'
import type { KindReader } from '../../../src/model/dialect.ts'
import type {
  EndpointDirection,
  EndpointPeer,
  EndpointPolicy,
  EndpointRequirement,
  EndpointRule,
  EndpointSelector,
  EndpointTraffic,
} from '../../../src/model/endpoint-policy.ts'
import type { LabelSelector } from '../../../src/model/label-selector.ts'
import type { NetworkPolicy, NetworkRule } from '../../../src/model/network-policy.ts'
import { specOf } from '../../../src/model/object.ts'
import { readNetworkPolicy } from '../../kubernetes/read/network-policy.ts'
import { namespaceLabelPrefix } from '../identity-labels.ts'
import { attributeOf, inNamespace } from './selector.ts'

/**
 * A NetworkPolicy of Kubernetes as Cilium's agent enforces it: one more policy in the pool of a pod, which closes the directions that it speaks of and
 * whose permissions count beside those of CiliumNetworkPolicies (cc:pkg/k8s/network_policy.go ParseNetworkPolicy). Where Cilium has no policy of its own,
 * the network may be another plugin's; then the policy is outside of what is compared, as before (`src/resolve/network/endpoint-pool.ts`).
 */
export const pooledNetworkPolicyReader: KindReader = {
  group: 'networking.k8s.io',
  kind: 'NetworkPolicy',
  phase: 'objects',
  read(object, _context, into) {
    into.kubernetesPolicies.push(endpointPolicyOf(readNetworkPolicy(object), JSON.stringify(specOf(object))))
    return true
  },
}

function endpointPolicyOf({ name, namespace, pods, directions, ingress, egress, place }: NetworkPolicy, written: string): EndpointPolicy {
  const direction = (side: 'ingress' | 'egress', rules: readonly NetworkRule[]): EndpointDirection => ({
    // Rules of a direction that `policyTypes` leaves out count all the same, and close it.
    defaultDeny: directions.includes(side) || rules.length > 0,
    allow: rules.map((rule) => endpointRule(rule, namespace)),
    deny: [],
  })
  return {
    name,
    namespace,
    subject: { kind: 'endpoints', selector: [inNamespace(namespace, place), ...requirements(pods, podLabel, place)] },
    ingress: direction('ingress', ingress),
    egress: direction('egress', egress),
    unmodelled: [],
    written,
    place,
  }
}

function endpointRule({ peers, ports, place }: NetworkRule, namespace: string): EndpointRule {
  return {
    ...(peers.length === 0 ? {} : { peers: peers.map((peer) => endpointPeer(peer, namespace)) }),
    ...(ports.length === 0 ? {} : { traffic: ports.map(traffic) }),
    unmodelled: [],
    place,
  }
}

/** A peer without `namespaceSelector` is in the namespace of the policy; an empty one means every namespace, and so any pod. */
function endpointPeer(peer: NetworkRule['peers'][number], namespace: string): EndpointPeer {
  const { place } = peer
  if (peer.kind === 'range') return { kind: 'range', cidr: peer.cidr, except: peer.except, place }
  const pods = peer.pods === undefined ? [] : requirements(peer.pods, podLabel, place)
  const asked = peer.namespaces === undefined ? [inNamespace(namespace, place)] : requirements(peer.namespaces, namespaceLabel, place)
  const selector: EndpointSelector =
    asked.length > 0 ? asked : [{ attribute: { kind: 'namespace' }, operator: 'Exists', values: [], place }]
  return { kind: 'endpoints', selector: [...selector, ...pods], place }
}

/** A port is the pod's own; without one, the rule is about every port of the protocol. */
function traffic({ transport, port, endPort, place }: NetworkRule['ports'][number]): EndpointTraffic {
  const written = port ?? 0
  if (typeof written === 'string') return { kind: 'ports', transport, port: written, place }
  const range = written === 0 ? { from: 1, to: 65535 } : { from: written, to: endPort ?? written }
  return { kind: 'ports', transport, port: range, place }
}

const podLabel = (key: string): string => `k8s:${key}`
const namespaceLabel = (key: string): string => `k8s:${namespaceLabelPrefix}${key}`

function requirements({ labels, expressions }: LabelSelector, keyOf: (key: string) => string, place: Place): EndpointRequirement[] {
  return [
    ...Object.entries(labels).map(([key, value]) => ({
      attribute: attributeOf(keyOf(key)),
      operator: 'In' as const,
      values: [value],
      place,
    })),
    ...expressions.map(({ key, operator, values }) => ({ attribute: attributeOf(keyOf(key)), operator, values, place })),
  ]
}
