import type {
  CiliumNetworkPolicySpecEgressDeny as EgressDenySpec,
  CiliumNetworkPolicySpecEgress as EgressSpec,
  CiliumNetworkPolicySpecIngressDeny as IngressDenySpec,
  CiliumNetworkPolicySpecIngress as IngressSpec,
} from '../../../src/crd/generated/types/cilium/cilium-network-policy.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { EndpointRule } from '../../../src/model/endpoint-policy.ts'
import { type FieldMap, readFields, unread } from '../../../src/model/fields.ts'
import {
  addressPeers,
  allPeers,
  endpointPeers,
  entityPeers,
  namedPeers,
  nodePeers,
  type PeerParts,
  rangePeers,
  servicePeers,
  unknownPeer,
} from './peers.ts'
import { allowPorts, denyPorts, icmpTraffic, type TrafficParts } from './ports.ts'
import type { Reading } from './reading.ts'

interface Parts extends PeerParts {
  readonly ports: readonly TrafficParts[]
  readonly icmps: readonly TrafficParts[]
  readonly authentication: Place
}

type Map<T> = FieldMap<T, Parts, Reading>

const requires = unread('switched off in Cilium, which takes only the empty list')

const ports =
  <L>(read: (lists: L, at: Place, reading: Reading) => readonly TrafficParts[] | undefined) =>
  (lists: L, at: Place, reading: Reading): Partial<Parts> => {
    const found = read(lists, at, reading)
    return found === undefined ? {} : { ports: found }
  }

const icmps: Map<IngressSpec>['icmps'] = (lists, at) => {
  const found = icmpTraffic(lists, at)
  return found === undefined ? {} : { icmps: found }
}

/** Where it is switched off nothing is asked (measured: Cilium 1.20.2). */
const authentication: Map<IngressSpec>['authentication'] = ({ mode }, at, { measured }) =>
  measured && mode === 'disabled' ? {} : { authentication: at }

const from = {
  fromEndpoints: endpointPeers,
  fromEntities: entityPeers,
  fromCIDR: addressPeers,
  fromCIDRSet: rangePeers,
  fromNodes: nodePeers,
  fromGroups: unknownPeer('groups'),
  fromRequires: requires,
  icmps,
} satisfies Partial<Map<IngressSpec>>

const to = {
  toEndpoints: endpointPeers,
  toEntities: entityPeers,
  toCIDR: addressPeers,
  toCIDRSet: rangePeers,
  toNodes: nodePeers,
  toGroups: unknownPeer('groups'),
  toServices: servicePeers,
  toRequires: requires,
  icmps,
} satisfies Partial<Map<EgressSpec>>

const ingress: Map<IngressSpec> = { ...from, toPorts: ports(allowPorts('ingress')), authentication }
const egress: Map<EgressSpec> = { ...to, toFQDNs: namedPeers, toPorts: ports(allowPorts('egress')), authentication }
const ingressDeny: Map<IngressDenySpec> = { ...from, toPorts: ports(denyPorts) }
const egressDeny: Map<EgressDenySpec> = { ...to, toPorts: ports(denyPorts) }

type Reader<T> = (rules: readonly T[], at: Place, reading: Reading) => readonly EndpointRule[]

const reader =
  <T extends object>(map: Map<T>): Reader<T> =>
  (rules, at, reading) =>
    rules.flatMap((rule, index) => readRule(map, rule, at.index(index), reading))

export const readIngress: Reader<IngressSpec> = reader(ingress)
export const readEgress: Reader<EgressSpec> = reader(egress)
export const readIngressDeny: Reader<IngressDenySpec> = reader(ingressDeny)
export const readEgressDeny: Reader<EgressDenySpec> = reader(egressDeny)

/**
 * A rule that names neither peers nor ports is about no client; with ports alone it is about everybody (cc:pkg/policy/rule.go). Each list of ports
 * is a rule of its own.
 */
function readRule<T extends object>(map: Map<T>, spec: T, place: Place, reading: Reading): readonly EndpointRule[] {
  const parts = readFields(map, spec, place, reading)
  const { ports, icmps, authentication } = parts
  if (ports !== undefined && icmps !== undefined) reading.refusals.push(place)
  const lists = [...(ports ?? []), ...(icmps ?? [])]
  const isAboutAll = ports === undefined && icmps === undefined
  const peers = allPeers(parts, place, reading) ?? (isAboutAll ? [] : undefined)
  const whom = peers === undefined ? {} : { peers }
  const asked = authentication === undefined ? [] : [authentication]
  if (isAboutAll) return [{ ...whom, unmodelled: asked, place }]
  return lists.map(({ unmodelled, ...list }) => ({ ...whom, ...list, unmodelled: [...unmodelled, ...asked], place }))
}
