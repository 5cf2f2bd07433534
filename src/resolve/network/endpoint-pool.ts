import {
  type EndpointDirection,
  type EndpointPolicy,
  type EndpointRule,
  type EndpointTraffic,
  onlyDenies,
} from '../../model/endpoint-policy.ts'
import { type InjectedLabels, labelsWithoutSidecar } from '../../model/injected-labels.ts'
import type { Mesh } from '../../model/mesh.ts'
import { mayBe, mayBeIn } from '../../model/unread.ts'
import type { ContainerPort, Labels } from '../../model/workload.ts'
import { perMesh } from '../host-index.ts'
import { and, or, type Truth } from '../truth.ts'
import { type EndpointIdentity, isAmong, selectorHolds } from './endpoint-identity.ts'
import { icmpTypes } from './icmp-types.ts'
import { portRanges } from './port-ranges.ts'

/** All that decides about one direction of a pod's connections: every policy that selects it, Cilium's and those of Kubernetes, in one pool. */
export interface EndpointPool {
  readonly policies: readonly { readonly policy: EndpointPolicy; readonly side: EndpointDirection; readonly applies: Truth }[]
  readonly unread: Mesh['unread']
}

/** Echo requests of IPv4, or ICMP of another type. */
export type IcmpFlow = 'ping' | { readonly family: 'IPv4' | 'IPv6'; readonly type: number }

/** One connection as a pod's endpoint sees it. */
export interface EndpointFlow {
  readonly peer: EndpointIdentity
  /** The port of the pod that is connected to, whatever a Service calls it. */
  readonly port: number
  readonly transport: 'TCP' | 'UDP' | 'SCTP' | IcmpFlow
  /** The ports of the pod that is connected to, by which names of ports are resolved. */
  readonly named: readonly ContainerPort[]
}

export interface MatchingRule {
  readonly policy: EndpointPolicy
  readonly rule: EndpointRule
  readonly truth: true | 'unknown'
}

/** A pod that policies may govern; of one that the input does not have, some things are not known. */
export interface Governed {
  readonly namespace: string
  readonly serviceAccount?: string
  readonly labels?: Labels
  readonly injected?: InjectedLabels
  readonly hostNetwork: boolean
  /** Set for what is not a pod: the gateways of Cilium. */
  readonly entity?: 'ingress'
}

/** The pool of a pod; undefined when no policy of the network itself speaks of the direction. */
export function poolOf(mesh: Mesh, pod: Governed, direction: 'ingress' | 'egress'): EndpointPool | undefined {
  const pools = poolsOf(mesh)[direction]
  if (!pools.has(pod)) pools.set(pod, gather(mesh, pod, direction))
  return pools.get(pod)
}

/** Every address of a pod, asked by every kind of client, meets the same pool. */
const poolsOf = perMesh(() => ({
  ingress: new WeakMap<Governed, EndpointPool | undefined>(),
  egress: new WeakMap<Governed, EndpointPool | undefined>(),
}))

function gather(mesh: Mesh, pod: Governed, direction: 'ingress' | 'egress'): EndpointPool | undefined {
  const policies = mesh.endpointPolicies.flatMap((policy) => speaking(mesh, policy, pod, direction))
  // Input that may be anything is rarely one of these: where it is among the input, a comparison says that it is not complete.
  const unread = mesh.unread.filter(
    ({ reach }) =>
      !pod.hostNetwork &&
      reach.kinds !== 'any' &&
      ((mayBe(reach, 'CiliumNetworkPolicy') && mayBeIn(reach, pod.namespace)) || mayBe(reach, 'CiliumClusterwideNetworkPolicy')),
  )
  if (policies.length + unread.length === 0) return undefined
  // Denials take away from whatever NetworkPolicies let in, which is then the same as without any policy of Cilium.
  if (unread.length === 0 && policies.every(({ side }) => onlyDenies(side))) return { policies, unread }
  const besides = mesh.kubernetesPolicies.flatMap((policy) => speaking(mesh, policy, pod, direction))
  return { policies: [...policies, ...besides], unread }
}

/** A policy, where it governs a pod, or may, and says something of the direction. */
function speaking(mesh: Mesh, policy: EndpointPolicy, pod: Governed, direction: 'ingress' | 'egress'): EndpointPool['policies'] {
  if (policy.refused !== undefined) return []
  const side = policy[direction]
  if (!side.defaultDeny && side.allow.length + side.deny.length === 0) return []
  const applies = and([policy.unmodelled.length === 0 ? true : 'unknown', governs(mesh, policy, pod)])
  return applies === false ? [] : [{ policy, side, applies }]
}

/** Host-network pods are not endpoints of their own but part of their node. */
function governs(mesh: Mesh, { subject }: EndpointPolicy, pod: Governed): Truth {
  if (pod.hostNetwork) return subject.kind === 'nodes' ? 'unknown' : false
  if (pod.entity !== undefined) return subject.kind === 'endpoints' && selectorHolds(mesh, subject.selector, { kind: pod.entity })
  const { namespace, serviceAccount } = pod
  const labels = pod.labels === undefined ? undefined : labelsWithoutSidecar({ ...pod, labels: pod.labels })
  const known = { ...(serviceAccount === undefined ? {} : { serviceAccount }), ...(labels === undefined ? {} : { labels }) }
  return subject.kind === 'endpoints' && selectorHolds(mesh, subject.selector, { kind: 'pod', namespace, ...known })
}

/** The rules that match a flow, or may. */
export function matchingRules(mesh: Mesh, pool: EndpointPool, effect: 'allow' | 'deny', flow: EndpointFlow): MatchingRule[] {
  return pool.policies.flatMap(({ policy, side, applies }) =>
    side[effect].flatMap((rule) => {
      const known = rule.unmodelled.length === 0 ? true : 'unknown'
      const truth = and([applies, carries(rule.traffic, flow), isAmong(mesh, rule.peers, flow.peer), known])
      return truth === false ? [] : [{ policy, rule, truth }]
    }),
  )
}

/** A rule with no more than the ports that a flow goes to. */
export function onlyCarrying(rule: EndpointRule, flow: EndpointFlow): EndpointRule {
  const { traffic } = rule
  return traffic === undefined ? rule : { ...rule, traffic: traffic.filter((one) => carries([one], flow) !== false) }
}

function carries(traffic: readonly EndpointTraffic[] | undefined, flow: EndpointFlow): Truth {
  return traffic === undefined || or(traffic.map((one) => (one.kind === 'icmp' ? isIcmp(one, flow) : isPort(one, flow))))
}

function isIcmp({ family, type }: Extract<EndpointTraffic, { kind: 'icmp' }>, { transport }: EndpointFlow): boolean {
  if (typeof transport === 'string' && transport !== 'ping') return false
  const asked = transport === 'ping' ? ({ family: 'IPv4', type: 8 } as const) : transport
  const number = /^\d+$/.test(String(type)) ? Number(type) : icmpTypes[family][String(type)]
  return asked.family === family && asked.type === number
}

/** Every port of any protocol takes in no ICMP (measured: Cilium 1.20.2). */
function isPort(traffic: Extract<EndpointTraffic, { kind: 'ports' }>, { transport, port, named }: EndpointFlow): boolean {
  if (typeof transport !== 'string' || transport === 'ping') return false
  if (traffic.transport !== 'any' && traffic.transport !== transport) return false
  return portRanges(traffic, named).some(({ from, to, protocol = transport }) => protocol === transport && from <= port && port <= to)
}
