import { parseIpRange, rangeContains } from '../../../src/algebra/ip-range.ts'
import type {
  CiliumNetworkPolicySpecEgressToFQDNs as NameSpec,
  CiliumNetworkPolicySpecIngressFromCIDRSet as RangeSpec,
  CiliumNetworkPolicySpecIngress as RuleSpec,
  CiliumNetworkPolicySpecEgressToServices as ServiceSpec,
} from '../../../src/crd/generated/types/cilium/cilium-network-policy.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { EndpointPeer } from '../../../src/model/endpoint-policy.ts'
import type { Reading } from './reading.ts'
import { readPeerSelector, type SelectorSpec } from './selector.ts'

/** The peers of a rule by the field that names them, in the model's words for `from…` and `to…` alike. */
export interface PeerParts {
  readonly endpoints: readonly EndpointPeer[]
  readonly entities: readonly EndpointPeer[]
  readonly addresses: readonly EndpointPeer[]
  readonly ranges: readonly EndpointPeer[]
  readonly nodes: readonly EndpointPeer[]
  readonly groups: readonly EndpointPeer[]
  readonly services: readonly EndpointPeer[]
  readonly names: readonly EndpointPeer[]
}

type Entity = NonNullable<RuleSpec['fromEntities']>[number]

export const endpointPeers = (list: readonly SelectorSpec[], at: Place, reading: Reading): Pick<PeerParts, 'endpoints'> => ({
  endpoints: list.map((spec, index) => {
    const place = at.index(index)
    return { kind: 'endpoints', selector: readPeerSelector(spec, place, reading), place }
  }),
})

export const entityPeers = (list: readonly Entity[], at: Place): Pick<PeerParts, 'entities'> => ({
  entities: list.map((entity, index) => {
    const place = at.index(index)
    return { kind: 'entity', entity, place }
  }),
})

/** Bare addresses are no longer taken as of Cilium 1.20. */
export const addressPeers = (list: readonly string[], at: Place, { problems }: Reading): Pick<PeerParts, 'addresses'> => ({
  addresses: list.map((cidr, index) => {
    const place = at.index(index)
    if (!isPrefix(cidr)) problems.push(place)
    return { kind: 'range', cidr, except: [], place }
  }),
})

export const rangePeers = (list: readonly RangeSpec[], at: Place, reading: Reading): Pick<PeerParts, 'ranges'> => ({
  ranges: list.map(({ cidr, cidrGroupRef, cidrGroupSelector, except = [] }, index) => {
    const place = at.index(index)
    if (cidr === undefined && cidrGroupRef !== undefined && cidrGroupSelector === undefined)
      return { kind: 'range-group', name: cidrGroupRef, except, place }
    // Which groups have the labels is not known from those that the input has.
    if (cidr === undefined || cidrGroupRef !== undefined || cidrGroupSelector !== undefined)
      return { kind: 'unknown', outside: true, place }
    if (!isPrefix(cidr) || !except.every(isPrefix)) reading.problems.push(place)
    else if (!except.every((inner) => isInside(cidr, inner))) reading.refusals.push(place)
    // The measured agent takes them, and the range is then empty; others may want an exception to be smaller than its range.
    else if (!reading.measured && except.some((inner) => isInside(inner, cidr))) reading.problems.push(place)
    return { kind: 'range', cidr, except, place }
  }),
})

/** Peers that only the running cluster knows. An empty list means no client to some versions and says nothing to others. */
export const unknownPeer =
  (field: 'groups') =>
  (_: unknown, at: Place): Partial<PeerParts> => ({ [field]: [{ kind: 'unknown', place: at }] })

/** Names that pods look up: one rule of a list has a name or a pattern of names. */
export const namedPeers = (list: readonly NameSpec[], at: Place): Pick<PeerParts, 'names'> => ({
  names: list.map(({ matchName, matchPattern }, index) => ({
    kind: 'looked-up',
    names: [matchName, matchPattern].filter((name) => name !== undefined),
    place: at.index(index),
  })),
})

/** Services by name. Without a namespace a name means Services of every namespace (cc:pkg/policy/k8s/service.go), and labels may mean any. */
export const servicePeers = (list: readonly ServiceSpec[], at: Place): Pick<PeerParts, 'services'> => ({
  services: list.map(({ k8sService = {}, k8sServiceSelector }, index): EndpointPeer => {
    const place = at.index(index)
    const { namespace = '', serviceName: name } = k8sService
    if (name === undefined || namespace === '' || k8sServiceSelector !== undefined) return { kind: 'unknown', place }
    return { kind: 'service', namespace, name, place }
  }),
})

/** Nodes can be named only where the agent was started so; elsewhere the rule is invalid. An empty list selects no client (measured: Cilium 1.20.2). */
export const nodePeers = (list: readonly unknown[], at: Place, { measured, problems }: Reading): Pick<PeerParts, 'nodes'> => {
  if (measured && list.length === 0) return { nodes: [] }
  problems.push(at)
  return { nodes: [{ kind: 'unknown', place: at }] }
}

/**
 * All peers of a rule: undefined when it names none, no client when one of its lists is empty (cc:pkg/policy/utils/parserules.go
 * mergeEndpointSelectors). Two kinds of peers in one rule are invalid (cc:pkg/policy/api/rule_validation.go).
 */
export function allPeers(parts: Partial<PeerParts>, at: Place, { problems, refusals }: Reading): readonly EndpointPeer[] | undefined {
  const { endpoints, entities, addresses, ranges, nodes, groups, services, names } = parts
  const lists = [endpoints, entities, addresses, ranges, nodes, groups, services, names].filter((list) => list !== undefined)
  if (lists.length === 0) return undefined
  // Only lists that hold something count (cc:pkg/policy/api/rule_validation.go).
  if (lists.filter((list) => list.length > 0).length > 1) refusals.push(at)
  else if (lists.length > 1) problems.push(at)
  return lists.some((list) => list.length === 0) ? [] : lists.flat()
}

function isPrefix(text: string): boolean {
  return text.includes('/') && parseIpRange(text) !== undefined
}

function isInside(cidr: string, inner: string): boolean {
  const [outside, inside] = [parseIpRange(cidr), parseIpRange(inner)]
  return outside !== undefined && inside !== undefined && rangeContains(outside, inside)
}
