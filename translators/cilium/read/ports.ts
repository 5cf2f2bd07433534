import type {
  CiliumNetworkPolicySpecIngressDenyToPorts as DenyPortsSpec,
  CiliumNetworkPolicySpecIngressIcmps as IcmpSpec,
  CiliumNetworkPolicySpecIngressToPortsPorts as PortSpec,
  CiliumNetworkPolicySpecIngressToPorts as PortsSpec,
  CiliumNetworkPolicySpecIngressToPortsRules as RulesSpec,
} from '../../../src/crd/generated/types/cilium/cilium-network-policy.ts'
import type { Place } from '../../../src/diagnostics/place.ts'
import type { EndpointHttp, EndpointPattern, EndpointTraffic } from '../../../src/model/endpoint-policy.ts'
import { type FieldMap, readFields } from '../../../src/model/fields.ts'
import { type Direction, takenAs } from './beyond-layer-4.ts'
import { readHttp } from './http.ts'
import type { Reading } from './reading.ts'

/** What one list of ports, or all lists of ICMP types, contribute: a rule of its own, because what is asked of requests is asked for one list. */
export interface TrafficParts {
  readonly traffic: readonly EndpointTraffic[]
  readonly http?: readonly EndpointHttp[]
  readonly serverNames?: readonly EndpointPattern[]
  readonly lookups?: readonly EndpointPattern[]
  readonly unmodelled: readonly Place[]
}

interface ListParts {
  readonly ports: readonly EndpointTraffic[]
  readonly http: readonly EndpointHttp[]
  readonly serverNames: readonly EndpointPattern[]
  readonly lookups: readonly EndpointPattern[]
  /** What the model does not carry. */
  readonly beyond: readonly Place[]
  readonly interception: readonly Place[]
}

const ports = (list: readonly PortSpec[], at: Place, reading: Reading): Pick<ListParts, 'ports'> => ({
  ports: list.map((spec, index) => readPort(spec, at.index(index), reading)),
})

/** TLS refers to other objects, and Cilium refuses a rule that combines it wrongly. */
const interception = (_: unknown, at: Place, { problems }: Reading): Partial<ListParts> => {
  problems.push(at)
  return { interception: [at] }
}

const allowFields: FieldMap<PortsSpec, ListParts, Reading> = {
  ports,
  rules: (rules, at) => {
    const { http = [], dns = [] } = rules
    const entries = http.map((one, index) => readHttp(one, at.field('http').index(index)))
    const lookups = dns.map(({ matchName = '', matchPattern = matchName }, index) => ({
      pattern: matchPattern,
      place: at.field('dns').index(index),
    }))
    return {
      ...(http.length === 0 ? {} : { http: entries }),
      ...(dns.length === 0 ? {} : { lookups }),
      ...(hasOthers(rules) ? { beyond: [at] } : {}),
    }
  },
  serverNames: (names, at) =>
    names.length === 0 ? {} : { serverNames: names.map((pattern, index) => ({ pattern, place: at.index(index) })) },
  // Whether a listener is taken depends on what stands beside it.
  listener: (_, at) => ({ interception: [at] }),
  originatingTLS: interception,
  terminatingTLS: interception,
}

const denyFields: FieldMap<DenyPortsSpec, ListParts, Reading> = { ports }

/** Empty rules count as none (cc:pkg/policy/api/l7.go IsEmpty). Up to Cilium 1.19 there are `kafka`, `l7` and `l7proto` beside `http` and `dns`. */
function hasRules(rules: RulesSpec): boolean {
  return Object.values(rules).some((rule: unknown) => rule !== undefined && !(Array.isArray(rule) && rule.length === 0))
}

/** Rules that are not for HTTP. */
function hasOthers({ http: _, ...others }: RulesSpec): boolean {
  return hasRules(others)
}

/** `toPorts` of an allow rule; an empty list says nothing. */
export const allowPorts =
  (direction: Direction) =>
  (lists: readonly PortsSpec[], at: Place, reading: Reading): readonly TrafficParts[] | undefined => {
    for (const [index, spec] of lists.entries()) {
      const field = hasRules(spec.rules ?? {}) ? 'rules' : spec.listener === undefined ? undefined : 'listener'
      if (field === undefined) continue
      const taken = takenAs(spec, direction, reading)
      if (taken !== 'written') reading[taken === 'refused' ? 'refusals' : 'problems'].push(at.index(index).field(field))
    }
    return readLists(allowFields, lists, at, reading, reading.measured)
  }

/** `toPorts` of a deny rule. */
export const denyPorts = (lists: readonly DenyPortsSpec[], at: Place, reading: Reading): readonly TrafficParts[] | undefined =>
  readLists(denyFields, lists, at, reading, false)

function readLists<T extends object>(
  map: FieldMap<T, ListParts, Reading>,
  lists: readonly T[],
  at: Place,
  reading: Reading,
  withoutPortsIsNone: boolean,
): readonly TrafficParts[] | undefined {
  if (lists.length === 0) return undefined
  return lists.map((spec, index) => {
    const place = at.index(index)
    const { ports = [], http, serverNames, lookups, beyond = [], interception = [] } = readFields(map, spec, place, reading)
    // A list without ports admits nothing (measured: Cilium 1.20.2). Elsewhere it may stand for none or, with conditions beside it, for all.
    if (ports.length === 0 && withoutPortsIsNone) return { traffic: [], unmodelled: [] }
    if (ports.length === 0) reading.problems.push(place)
    return {
      traffic: ports.length === 0 ? [everyPort(place)] : ports,
      ...(http === undefined ? {} : { http }),
      ...(serverNames === undefined ? {} : { serverNames }),
      ...(lookups === undefined ? {} : { lookups }),
      unmodelled: [...beyond, ...interception],
    }
  })
}

function everyPort(place: Place): EndpointTraffic {
  return { kind: 'ports', transport: 'any', port: { from: 0, to: lastPort }, place }
}

/**
 * Port 0 is every port, and a protocol that is not given is any of those with ports; names are compared in lower case, and a leading zero
 * makes the number octal (cc:pkg/policy/api/l4.go PortProtocol, rule_validation.go). A range that ends before it begins is its first port
 * alone, one from port 0 is every port, and one that begins with a name begins with the port of that name (measured: Cilium 1.20.2).
 */
function readPort(
  { port = '', endPort = 0, protocol = 'ANY' }: PortSpec,
  place: Place,
  { measured, problems, refusals }: Reading,
): EndpointTraffic {
  const transport = protocol === 'ANY' ? 'any' : protocol
  const isOctal = /^0[0-7]+$/.test(port)
  const number = /^\d+$/.test(port) ? Number.parseInt(port, isOctal ? 8 : 10) : undefined
  // Go reads `1_0` as a number.
  if (number === undefined ? /^$|_/.test(port) || (endPort !== 0 && !measured) : isOctal && !measured) problems.push(place)
  if (
    number === undefined ? port !== '' && !port.includes('_') && !isServiceName(port) : number > lastPort || (!isOctal && /^0\d/.test(port))
  )
    refusals.push(place)
  // Of numbers, protocols without ports take `0` alone (cc:pkg/policy/api/rule_validation.go PortProtocol.sanitize; VRRP measured: Cilium 1.20.2).
  if (withoutPorts.has(protocol) && number !== undefined && port !== '0') refusals.push(place)
  const name = port.toLowerCase()
  if (number === undefined) return { kind: 'ports', transport, port: endPort === 0 ? name : { name, to: endPort }, place }
  return { kind: 'ports', transport, port: { from: number, to: number === 0 ? lastPort : Math.max(number, endPort) }, place }
}

const lastPort = 65_535

const withoutPorts: ReadonlySet<string> = new Set(['VRRP', 'IGMP', 'GRE', 'IPIP', 'IPV6', 'ESP', 'AH'])

/** What names of ports are (cc:pkg/iana/svcname.go IsSvcName). The pattern of the CRD takes more, such as `a-name-of-more-letters` and `web--admin`. */
function isServiceName(text: string): boolean {
  return text.length <= 15 && /^[a-z\d]+(-[a-z\d]+)*$/i.test(text) && /[a-z]/i.test(text)
}

/** `icmps`; an empty list says nothing. */
export function icmpTraffic(lists: readonly IcmpSpec[], at: Place): readonly TrafficParts[] | undefined {
  if (lists.length === 0) return undefined
  const traffic = lists.flatMap(({ fields = [] }, list) =>
    fields.map(({ family = 'IPv4', type = 0 }, index): EndpointTraffic => {
      return { kind: 'icmp', family, type, place: at.index(list).field('fields').index(index) }
    }),
  )
  return [{ traffic, unmodelled: [] }]
}
