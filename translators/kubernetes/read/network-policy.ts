import type { LabelSelectorRequirement, LabelSelectorSpec } from '../../../src/crd/core/label-selector.ts'
import type {
  NetworkPolicyEgressRule,
  NetworkPolicyIngressRule,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicySpec,
} from '../../../src/crd/core/network-policy.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { KindReader } from '../../../src/model/dialect.ts'
import { type FieldMap, readFields } from '../../../src/model/fields.ts'
import type { LabelExpression, LabelSelector } from '../../../src/model/label-selector.ts'
import type { NetworkPolicy, NetworkRule } from '../../../src/model/network-policy.ts'
import { type SourceObject, specOf } from '../../../src/model/object.ts'

type Peer = NetworkRule['peers'][number]
type Port = NetworkRule['ports'][number]

const requirement: FieldMap<LabelSelectorRequirement, LabelExpression, void> = {
  key: (key) => ({ key }),
  operator: (operator) => ({ operator }),
  values: (values) => ({ values }),
}

const selector: FieldMap<LabelSelectorSpec, LabelSelector, void> = {
  matchLabels: (labels) => ({ labels }),
  matchExpressions: (expressions, at) => ({
    expressions: expressions.map((expression, index) => ({
      key: '',
      operator: 'In',
      values: [],
      ...readFields(requirement, expression, at.index(index), undefined),
    })),
  }),
}

const readSelector = (spec: LabelSelectorSpec, at: Place): LabelSelector => ({
  labels: {},
  expressions: [],
  ...readFields(selector, spec, at, undefined),
})

interface PeerParts {
  readonly pods: LabelSelector
  readonly namespaces: LabelSelector
  readonly range: Pick<Extract<Peer, { kind: 'range' }>, 'cidr' | 'except'>
}

const peer: FieldMap<NetworkPolicyPeer, PeerParts, void> = {
  podSelector: (spec, at) => ({ pods: readSelector(spec, at) }),
  namespaceSelector: (spec, at) => ({ namespaces: readSelector(spec, at) }),
  ipBlock: ({ cidr = '', except = [] }) => ({ range: { cidr, except } }),
}

function readPeer(spec: NetworkPolicyPeer, place: Place): Peer {
  const { range, ...pods } = readFields(peer, spec, place, undefined)
  return range === undefined ? { kind: 'pods', ...pods, place } : { kind: 'range', ...range, place }
}

const port: FieldMap<NetworkPolicyPort, Port, void> = {
  protocol: (protocol) => ({ transport: protocol }),
  port: (number) => ({ port: number }),
  endPort: (endPort) => ({ endPort }),
}

const peers = (list: readonly NetworkPolicyPeer[], at: Place) => ({ peers: list.map((spec, index) => readPeer(spec, at.index(index))) })

const ports = (list: readonly NetworkPolicyPort[], at: Place) => ({
  ports: list.map((spec, index) => ({
    transport: 'TCP' as const,
    ...readFields(port, spec, at.index(index), undefined),
    place: at.index(index),
  })),
})

const ingress: FieldMap<NetworkPolicyIngressRule, NetworkRule, void> = { from: peers, ports }
const egress: FieldMap<NetworkPolicyEgressRule, NetworkRule, void> = { to: peers, ports }

const fields: FieldMap<NetworkPolicySpec, NetworkPolicy, void> = {
  podSelector: (spec, at) => ({ pods: readSelector(spec, at) }),
  policyTypes: (types) =>
    types.length === 0
      ? {}
      : { directions: (['ingress', 'egress'] as const).filter((name) => types.some((type) => type.toLowerCase() === name)) },
  ingress: (rules, at) => ({ ingress: readRules(ingress, rules, at) }),
  egress: (rules, at) => ({ egress: readRules(egress, rules, at) }),
}

function readRules<T extends object>(map: FieldMap<T, NetworkRule, void>, rules: readonly T[], at: Place): NetworkRule[] {
  return rules.map((rule, index) => ({
    peers: [],
    ports: [],
    ...readFields(map, rule, at.index(index), undefined),
    place: at.index(index),
  }))
}

/**
 * Reads a NetworkPolicy, whichever plugin enforces it. Without `policyTypes` it speaks of ingress, and of egress when it has egress rules; ports without a protocol
 * are TCP (kubernetes.io/docs/reference: NetworkPolicySpec v1).
 */
export function readNetworkPolicy(object: SourceObject): NetworkPolicy {
  const spec = readFields(fields, specOf<NetworkPolicySpec>(object), object.place.field('spec'), undefined)
  return {
    name: object.ref.name,
    namespace: object.ref.namespace,
    pods: { labels: {}, expressions: [] },
    directions: spec.egress?.length ? ['ingress', 'egress'] : ['ingress'],
    ingress: [],
    egress: [],
    place: object.place,
    ...spec,
  }
}

export const networkPolicyReader: KindReader = {
  group: 'networking.k8s.io',
  kind: 'NetworkPolicy',
  phase: 'objects',
  read(object, _context, into) {
    into.networkPolicies.push(readNetworkPolicy(object))
    return true
  },
}
