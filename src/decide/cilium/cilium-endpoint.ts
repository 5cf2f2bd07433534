import { objectText, type Place, pathText } from '../../diagnostics/place.ts'
import { labelsWithoutSidecar } from '../../model/injected-labels.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { PointDecision } from '../../model/verdict.ts'
import type { Workload } from '../../model/workload.ts'
import type { EndpointIdentity } from '../../resolve/network/endpoint-identity.ts'
import { type EndpointFlow, type EndpointPool, type MatchingRule, matchingRules, poolOf } from '../../resolve/network/endpoint-pool.ts'
import { and, negate, or } from '../../resolve/truth.ts'
import type { RuleDecision } from '../rules/proxy-authorization.ts'

/** The other end of a connection: as an endpoint knows it, or a process on some node or other. */
export type EndpointPeerEnd = EndpointIdentity | { readonly kind: 'node' }

type Transport = EndpointFlow['transport']

/**
 * What Cilium lets into a pod, before the pod's own proxy sees it: denials first, then the union of what all policies allow, and everything
 * where none of them is default-deny (cc:pkg/policy/repository.go, mapstate.go). The port is the pod's. Undefined when no policy of Cilium
 * is there for what comes in.
 */
export function decideAtCiliumEndpoint(
  mesh: Mesh,
  pod: Workload,
  port: number,
  client: EndpointPeerEnd,
  transport: Transport = 'TCP',
): PointDecision | undefined {
  return atEndpoint(mesh, pod, 'ingress', client, { port, transport, named: pod.ports })
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
  transport: Transport = 'TCP',
): PointDecision | undefined {
  if (!('place' in destination)) return atEndpoint(mesh, pod, 'egress', destination, { port, transport, named: [] })
  return atEndpoint(mesh, pod, 'egress', endOf(destination), { port, transport, named: destination.ports })
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
  readonly needs?: string
}

function atEndpoint(
  mesh: Mesh,
  pod: Workload | Stranger,
  direction: 'ingress' | 'egress',
  end: EndpointPeerEnd,
  flow: Omit<EndpointFlow, 'peer'>,
): PointDecision | undefined {
  const isWorkload = 'place' in pod
  if (isWorkload && pod.address !== undefined) return undefined
  const pool = poolOf(mesh, isWorkload ? pod : { ...pod, hostNetwork: false }, direction)
  if (pool === undefined) return undefined
  const decide = (peer: EndpointIdentity): PoolDecision => decideIn(mesh, pool, direction, { ...flow, peer })
  const { allowed, reason, because, needs } =
    end.kind === 'node' ? eitherNode(decide({ kind: 'host' }), decide({ kind: 'remote-node' })) : decide(end)
  return {
    point: 'cilium endpoint',
    at: isWorkload ? `${pod.namespace}/${pod.name}` : `a pod of ${pod.namespace}`,
    verdict: allowed === true ? 'allowed' : allowed === false ? 'denied' : 'undetermined',
    ...(allowed === false ? { code: 'connection timed out' } : {}),
    reason,
    saw: { identity: identityText(end), port: flow.port },
    because,
    ...(needs === undefined ? {} : { needs }),
  }
}

function eitherNode(own: PoolDecision, other: PoolDecision): PoolDecision {
  if (own.allowed === other.allowed) return other
  const because = [...new Set([...own.because, ...other.because])]
  return { allowed: 'unknown', reason: "the pod's own node and other nodes are told apart", because, needs: 'the nodes that pods run on' }
}

function decideIn(mesh: Mesh, pool: EndpointPool, direction: 'ingress' | 'egress', flow: EndpointFlow): PoolDecision {
  const denies = matchingRules(mesh, pool, 'deny', flow)
  const allows = matchingRules(mesh, pool, 'allow', flow)
  // Of these policies, nothing is known but that they are there.
  const others = [...pool.networkPolicies, ...pool.unread]
  const unread = pool.unread.length > 0 ? 'unknown' : false
  // A pod's own node always gets in, unless it is denied (cc:pkg/policy/repository.go AlwaysAllowLocalhost).
  const ownNode = direction === 'ingress' && flow.peer.kind === 'host'
  const denied = or([...denies.map(({ truth }) => truth), unread])
  const closing = pool.policies.filter(({ side }) => side.defaultDeny)
  const closed = or([...closing.map(({ applies }) => applies), pool.networkPolicies.length > 0, unread])
  const admitted = or([...allows.map(({ truth }) => truth), ownNode, others.length > 0 ? 'unknown' : false])
  // A condition beside one permission can bind the others for the same traffic (cc:pkg/policy/rule.go mergePortProto).
  const bound = allows.some(({ rule }) => rule.unmodelled.length > 0) ? 'unknown' : true
  const allowed = and([negate(denied), or([negate(closed), admitted]), bound])
  if (allowed === 'unknown') return doubt(pool, flow, denies, allows, closing)
  const cause = (allowed ? allows : denies).find(({ truth }) => truth === true)
  if (cause !== undefined && (!allowed || closed === true))
    return { allowed, reason: `${allowed ? 'allowed' : 'denied'} by ${nameOf(cause)}`, because: [cause.rule.place] }
  if (!allowed) return { allowed, reason: 'no policy of Cilium allows it', because: closing.map(({ policy }) => policy.place) }
  return { allowed, reason: closed === true ? "the pod's own node always gets in" : 'no policy of Cilium denies it', because: [] }
}

/** What made the answer unknown: the first of what may deny, what may close the pod, what may allow. */
function doubt(
  pool: EndpointPool,
  { peer }: EndpointFlow,
  denies: readonly MatchingRule[],
  allows: readonly MatchingRule[],
  closing: EndpointPool['policies'],
): PoolDecision {
  const maybe = (effect: string, { policy, rule }: MatchingRule): PoolDecision => {
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
  const [other] = [...pool.unread, ...pool.networkPolicies]
  if (other !== undefined) {
    const name = 'what' in other ? other.what : objectText(other.place.object)
    const because = other.place === undefined ? [] : [other.place]
    return { allowed: 'unknown', reason: `${name} is in the same pool`, because, needs: `what ${name} allows` }
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
  return end.kind === 'world' && end.ip !== undefined ? `world ${end.ip}` : end.kind
}
