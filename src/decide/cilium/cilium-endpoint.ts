import { objectText, type Place, pathText } from '../../diagnostics/place.ts'
import type { EndpointPattern } from '../../model/endpoint-policy.ts'
import { labelsWithoutSidecar } from '../../model/injected-labels.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { PointDecision } from '../../model/verdict.ts'
import type { Workload } from '../../model/workload.ts'
import { seesLookup } from '../../resolve/network/dns-lookups.ts'
import type { EndpointIdentity } from '../../resolve/network/endpoint-identity.ts'
import {
  type EndpointFlow,
  type EndpointPool,
  type Governed,
  type MatchingRule,
  matchingRules,
  onlyCarrying,
  poolOf,
} from '../../resolve/network/endpoint-pool.ts'
import type { IngressEndpoint } from '../../resolve/network/ingress-endpoint.ts'
import { refusedPattern } from '../../resolve/network/refused-pattern.ts'
import { and, negate, or, type Truth } from '../../resolve/truth.ts'
import type { RuleDecision } from '../rules/proxy-authorization.ts'
import { type ConnectionContent, decideAtProxy, isProxied } from './at-proxy.ts'

/** The other end of a connection: as an endpoint knows it, or a process on some node or other. */
export type EndpointPeerEnd = EndpointIdentity | { readonly kind: 'node' }

/** What a connection carries. Default: TCP, and nothing is known of what the client sends in it. */
export interface ConnectionBytes {
  readonly transport?: EndpointFlow['transport']
  readonly spoken?: ConnectionContent | undefined
}

/** One direction of a pod's connections. */
interface EndpointSide {
  readonly mesh: Mesh
  readonly pod: Workload | Stranger | IngressEndpoint
  readonly direction: 'ingress' | 'egress'
}

/** The policies that decide about one direction of a pod's connections. */
interface GuardedSide {
  readonly mesh: Mesh
  readonly pool: EndpointPool
  readonly direction: 'ingress' | 'egress'
  /** A pattern because of which Envoy may have none of the pod's rules. */
  readonly refused: () => EndpointPattern | undefined
}

/**
 * What Cilium lets into a pod, before the pod's own proxy sees it: denials first, then the union of what all policies allow, and everything
 * where none of them is default-deny (cc:pkg/policy/repository.go, mapstate.go). The port is the pod's. Where a permission asks about
 * requests, the proxy of the node decides about what is `spoken`; without it, that is not known. Undefined when no policy of Cilium is there
 * for what comes in. The gateways of Cilium are an endpoint like pods.
 */
export function decideAtCiliumEndpoint(
  mesh: Mesh,
  pod: Workload | IngressEndpoint,
  port: number,
  client: EndpointPeerEnd,
  { transport = 'TCP', spoken }: ConnectionBytes = {},
): EndpointDecision | undefined {
  const named = 'place' in pod ? pod.ports : []
  return atEndpoint({ mesh, pod, direction: 'ingress' }, client, { port, transport, named }, spoken)
}

/**
 * What Cilium lets out of a pod, towards the pod that a Service's address was resolved to. Undefined when no policy of Cilium is there for
 * what goes out.
 */
export function decideAtCiliumEgress(
  mesh: Mesh,
  pod: Workload | Stranger,
  port: number,
  destination: Workload | EndpointPeerEnd,
  { transport = 'TCP', spoken }: ConnectionBytes = {},
): EndpointDecision | undefined {
  const side: EndpointSide = { mesh, pod, direction: 'egress' }
  if (!('place' in destination)) return atEndpoint(side, destination, { port, transport, named: [] }, spoken)
  return atEndpoint(side, endOf(destination), { port, transport, named: destination.ports }, spoken)
}

/** A pod that the input does not have, by what is known of it. */
export type Stranger = Extract<EndpointIdentity, { kind: 'pod' }>

/**
 * How Cilium knows a workload: by the labels of its template, as a part of its node, or as an address outside the cluster. Whether it has those
 * of the injector when Cilium decides is not known.
 */
export function endOf(workload: Workload): EndpointPeerEnd {
  if (workload.address !== undefined) return { kind: 'world', ip: workload.address }
  if (workload.hostNetwork) return { kind: 'node' }
  return { kind: 'pod', namespace: workload.namespace, serviceAccount: workload.serviceAccount, labels: labelsWithoutSidecar(workload) }
}

interface PoolDecision extends RuleDecision {
  /** What the endpoint decides by: layers 3 and 4, or what its proxy reads. */
  readonly proxied: Truth
  readonly code?: string
}

/** What an endpoint said. */
export interface EndpointDecision extends PointDecision {
  /** Whether the connection goes through the proxy of the node, which normalises the paths of requests. */
  readonly proxied: Truth
}

function atEndpoint(
  { mesh, pod, direction }: EndpointSide,
  end: EndpointPeerEnd,
  flow: Omit<EndpointFlow, 'peer'>,
  spoken: ConnectionContent | undefined,
): EndpointDecision | undefined {
  const isWorkload = 'place' in pod
  if (isWorkload && pod.address !== undefined) return undefined
  const governed: Governed = isWorkload || 'entity' in pod ? pod : { ...pod, hostNetwork: false }
  const pool = poolOf(mesh, governed, direction)
  if (pool === undefined) return undefined
  const side: GuardedSide = { mesh, pool, direction, refused: () => refusedPattern(mesh, governed) }
  const decide = (peer: EndpointIdentity): PoolDecision => decideIn(side, { ...flow, peer }, spoken)
  const { allowed, reason, because, needs, proxied, code } =
    end.kind === 'node' ? eitherNode(decide({ kind: 'host' }), decide({ kind: 'remote-node' })) : decide(asLookedUp(mesh, pool, end))
  const http = proxied === false ? undefined : spoken?.http
  return {
    point: 'cilium endpoint',
    at: 'entity' in pod ? 'the gateways of Cilium' : isWorkload ? `${pod.namespace}/${pod.name}` : `a pod of ${pod.namespace}`,
    verdict: allowed === true ? 'allowed' : allowed === false ? 'denied' : 'undetermined',
    ...(allowed === false ? { code: code ?? 'connection timed out' } : {}),
    reason,
    saw: {
      identity: identityText(end),
      port: flow.port,
      ...(http === undefined ? {} : { path: http.target, method: http.method, host: http.authority }),
    },
    because,
    ...(needs === undefined ? {} : { needs }),
    proxied,
  }
}

/** A host outside whose name some permission certainly has the pod look up through the agent is known by it. */
function asLookedUp(mesh: Mesh, { policies }: EndpointPool, end: EndpointIdentity): EndpointIdentity {
  if (end.kind !== 'world' || end.host === undefined || end.names !== undefined) return end
  const { host } = end
  const isSeen = policies.some(({ side, applies }) => applies === true && side.allow.some((rule) => seesLookup(mesh, rule, host)))
  return isSeen ? { ...end, names: [host] } : end
}

function eitherNode(own: PoolDecision, other: PoolDecision): PoolDecision {
  if (own.allowed === other.allowed) return other
  const because = [...new Set([...own.because, ...other.because])]
  const reason = "the pod's own node and other nodes are told apart"
  return { allowed: 'unknown', reason, because, needs: 'the nodes that pods run on', proxied: own.proxied === other.proxied && own.proxied }
}

/** More policies of which it is unknown whether they apply are not tried one way and the other. */
const mostTried = 6

/**
 * Where it is unknown whether a policy applies, what both answers come to stands: a policy that admits the peer and may not be there closes the
 * pod for others only.
 */
function decideIn(side: GuardedSide, flow: EndpointFlow, spoken: ConnectionContent | undefined): PoolDecision {
  const decision = decideByTruth(side, flow, spoken)
  if (decision.allowed !== 'unknown') return decision
  const { policies } = side.pool
  const open = policies.filter(({ applies }) => applies === 'unknown')
  const [first] = open
  if (first === undefined || open.length > mostTried) return decision
  const settled = ([true, false] as const).map((applies) => {
    const tried = policies.flatMap((one) => (one !== first ? [one] : applies ? [{ ...one, applies }] : []))
    return decideIn({ ...side, pool: { ...side.pool, policies: tried } }, flow, spoken)
  })
  const [there, missing] = settled as [PoolDecision, PoolDecision]
  if (there.allowed === 'unknown' || there.allowed !== missing.allowed || there.proxied !== missing.proxied) return decision
  return { ...there, reason: `${there.allowed ? 'allowed' : 'denied'} whether or not ${nameOf(first)} applies` }
}

function decideByTruth(
  { mesh, pool, direction, refused }: GuardedSide,
  flow: EndpointFlow,
  spoken: ConnectionContent | undefined,
): PoolDecision {
  const denies = matchingRules(mesh, pool, 'deny', flow)
  const allows = matchingRules(mesh, pool, 'allow', flow)
  const unread = pool.unread.length > 0 ? 'unknown' : false
  // A pod's own node always gets in, unless it is denied (cc:pkg/policy/repository.go AlwaysAllowLocalhost).
  const ownNode = direction === 'ingress' && flow.peer.kind === 'host'
  const denied = or([...denies.map(({ truth }) => truth), unread])
  const closing = pool.policies.filter(({ side }) => side.defaultDeny)
  const closed = or([...closing.map(({ applies }) => applies), unread])
  const besides = or([ownNode, unread])
  const admitted = or([...allows.map(({ truth }) => truth), besides])
  // A condition beside one permission can bind the others for the same traffic (cc:pkg/policy/rule.go mergePortProto).
  const bound = allows.some(({ rule }) => rule.unmodelled.length > 0) ? 'unknown' : true
  const allowed = and([negate(denied), or([negate(closed), admitted]), bound])
  const proxied = allowed === false ? false : isProxied({ allows })
  if (proxied !== false && bound === true) {
    const open = or([negate(closed), besides])
    const carried = allows.map((one) => ({ ...one, rule: onlyCarrying(one.rule, flow) }))
    const atProxy = decideAtProxy(mesh, { allows: carried, peer: flow.peer, open, refused: refused() }, spoken)
    if (allowed === true && proxied === true) return { ...atProxy, proxied }
    if (atProxy.allowed !== true) {
      const { reason, because } = atProxy
      return { allowed: 'unknown', reason, because, needs: atProxy.needs ?? 'who the other end is', proxied }
    }
  }
  if (allowed === 'unknown') return { ...doubt(pool, flow, denies, allows, closing), proxied }
  const cause = (allowed ? allows : denies).find(({ truth }) => truth === true)
  if (cause !== undefined && (!allowed || closed === true))
    return { allowed, reason: `${allowed ? 'allowed' : 'denied'} by ${nameOf(cause)}`, because: [cause.rule.place], proxied }
  if (!allowed) return { allowed, reason: 'no policy of Cilium allows it', because: closing.map(({ policy }) => policy.place), proxied }
  return { allowed, reason: closed === true ? "the pod's own node always gets in" : 'no policy of Cilium denies it', because: [], proxied }
}

/** What made the answer unknown: the first of what may deny, what may close the pod, what may allow. */
function doubt(
  pool: EndpointPool,
  { peer }: EndpointFlow,
  denies: readonly MatchingRule[],
  allows: readonly MatchingRule[],
  closing: EndpointPool['policies'],
): RuleDecision {
  const maybe = (effect: string, { policy, rule }: MatchingRule): RuleDecision => {
    const [part] = [
      ...policy.unmodelled,
      ...rule.unmodelled,
      ...(rule.peers ?? []).flatMap((one) => (one.kind === 'unknown' ? [one.place] : [])),
    ]
    const needs = part === undefined ? `the ${peer.kind === 'world' ? 'address' : 'labels'} of the other end` : meaningOf(part)
    return { allowed: 'unknown', reason: `${nameOf({ policy })} may ${effect}`, because: [part ?? rule.place], needs }
  }
  const [mayDeny] = denies.filter(({ truth }) => truth === 'unknown')
  if (mayDeny !== undefined) return maybe('deny', mayDeny)
  const [other] = pool.unread
  if (other !== undefined) {
    const { what, place } = other
    return {
      allowed: 'unknown',
      reason: `${what} is in the same pool`,
      because: place === undefined ? [] : [place],
      needs: `what ${what} allows`,
    }
  }
  const [mayAllow] = allows.filter(({ truth }) => truth === 'unknown')
  if (mayAllow !== undefined) return maybe('allow', mayAllow)
  const [mayClose] = closing.filter(({ applies }) => applies === 'unknown')
  const { policy } = mayClose!
  const part = policy.unmodelled[0]
  const asked = policy.subject.kind === 'nodes' ? 'whether the agent enforces policies on nodes' : 'the labels of the namespace'
  const needs = part === undefined ? asked : meaningOf(part)
  return { allowed: 'unknown', reason: `${nameOf({ policy })} may close the pod`, because: [part ?? policy.place], needs }
}

function nameOf({ policy }: Pick<MatchingRule, 'policy'>): string {
  return policy.namespace === '' ? policy.name : `${policy.namespace}/${policy.name}`
}

function meaningOf(part: Place): string {
  return `what \`${pathText(part.path)}\` of ${objectText(part.object)} does`
}

function identityText(end: EndpointPeerEnd): string {
  if (end.kind === 'pod') return `pod ${end.namespace}/${end.serviceAccount ?? '*'}`
  return end.kind === 'world' && (end.ip ?? end.host) !== undefined ? `world ${end.ip ?? end.host}` : end.kind
}
