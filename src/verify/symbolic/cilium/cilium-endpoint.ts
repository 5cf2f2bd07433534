import { compareText } from '../../../diagnostics/place.ts'
import type { Mutation } from '../../../model/action.ts'
import type { EndpointDirection, EndpointPattern, EndpointPeer, EndpointPolicy, EndpointTraffic } from '../../../model/endpoint-policy.ts'
import type { Mesh } from '../../../model/mesh.ts'
import { unreadSays } from '../../../model/unread.ts'
import type { ContainerPort } from '../../../model/workload.ts'
import { type EndpointPool, poolOf } from '../../../resolve/network/endpoint-pool.ts'
import { portRanges } from '../../../resolve/network/port-ranges.ts'
import { refusedPattern } from '../../../resolve/network/refused-pattern.ts'
import type { PodPort } from '../../../resolve/services.ts'
import { allOf, alwaysTrue, anyOf, type Condition, constant, neverTrue, notOf, unknown } from '../condition.ts'
import { type ConnectionContent, type Permission, proxyAdmits } from './at-proxy.ts'
import { type EndpointClient, peerCondition } from './client-conditions.ts'

/** One direction of an endpoint's connections at one port: which policies speak of it, and what their rules mean there. */
export interface EndpointGuard {
  readonly mesh: Mesh
  /** Names the doubts that all of its policies raise together. */
  readonly name: string
  readonly policies: readonly GuardingPolicy[]
  /** That policies which were not read may be in the pool. */
  readonly unread: Condition
  readonly means: (peer: EndpointPeer, policy: GuardingPolicy) => Condition
  readonly port: number
  /** The ports of the pod that is connected to, by which names of ports are resolved. */
  readonly named: readonly ContainerPort[]
  /** Patterns because of which Envoy may have none of these rules, and for whom that is so. */
  readonly refused: readonly { readonly pattern: EndpointPattern; readonly when: Condition }[]
}

export interface GuardingPolicy {
  readonly policy: EndpointPolicy
  readonly side: EndpointDirection
  readonly applies: Condition
  /** Names the doubts that the policy raises alone. */
  readonly name: string
}

/** Connections of some clients, on their way into a pod. */
export interface Entering {
  readonly client: EndpointClient
  readonly content: ConnectionContent
  readonly mutations: readonly Mutation[]
}

/**
 * The clients whose TCP connections Cilium lets into a pod: no denial matches, and where a policy closes the pod some permission does
 * (cc:pkg/policy/repository.go, mapstate.go). Undefined when none of Cilium's policies speaks of the pod.
 */
export function endpointAllows(mesh: Mesh, { pod, port }: PodPort, { client, content, mutations }: Entering): Condition | undefined {
  const pool = pod.address === undefined ? poolOf(mesh, pod, 'ingress') : undefined
  if (pool === undefined) return undefined
  const name = `Cilium at ${pod.namespace}/${pod.name} ${contentOf(pool)}`
  if (client === 'unknown') return unknown(`${name}: from a waypoint`, 'what Cilium takes the waypoint for')
  const pattern = refusedPattern(mesh, pod)
  const guard: EndpointGuard = {
    mesh,
    name,
    policies: pool.policies.map(({ policy, side, applies }) => ({
      policy,
      side,
      applies: applies === 'unknown' ? unknown(`${name}: ${policy.name} applies`, 'the labels of the namespace') : constant(applies),
      name: `${name}: ${policy.name}`,
    })),
    unread: constant(pool.unread.length > 0),
    means: (peer) => peerCondition(mesh, peer, client, name),
    port,
    named: pod.ports,
    refused: pattern === undefined ? [] : [{ pattern, when: alwaysTrue }],
  }
  return guardAllows(guard, content, mutations)
}

/** The connections that an endpoint lets through in one direction. */
export function guardAllows(guard: EndpointGuard, content: ConnectionContent, mutations: readonly Mutation[]): Condition {
  const { mesh, name, policies } = guard
  const unread = allOf([guard.unread, unknown(`${name}: unread policies`, 'what policies of Cilium that were not read do')])
  const closing = policies.filter(({ side }) => side.defaultDeny).map(({ applies }) => applies)
  const others = allOf([guard.unread, unknown(`${name}: other policies allow`, 'what policies that were not read allow there')])
  const open = anyOf([notOf(anyOf([...closing, unread])), others])
  const allows = permissionsOf(guard)
  const atProxy = proxyAdmits(allows, open, content, guard.refused, { mesh, mutations, name })
  return allOf([
    notOf(anyOf([...rulesOf(guard, 'deny'), unread])),
    anyOf([open, ...rulesOf(guard, 'allow')]),
    bound(guard),
    atProxy ?? alwaysTrue,
  ])
}

/** The permissions for the port, with the clients that each of their peers means. */
function permissionsOf(guard: EndpointGuard): Permission[] {
  return guard.policies.flatMap((policy) =>
    policy.side.allow.flatMap((rule): Permission[] => {
      const traffic = rule.traffic?.filter((one) => carries(guard, one))
      if (traffic?.length === 0) return []
      const means: Permission['means'] = (peer) =>
        allOf([policy.applies, peer === undefined ? alwaysTrue : guard.means(peer, policy), beyond(rule.unmodelled, policy)])
      return [{ rule: { ...rule, ...(traffic === undefined ? {} : { traffic }) }, means }]
    }),
  )
}

/** What the model does not carry of a rule. */
function beyond(unmodelled: readonly unknown[], { name }: GuardingPolicy): Condition {
  return unmodelled.length === 0 ? alwaysTrue : unknown(`${name} beyond layer 4`, 'what Cilium asks beyond layer 4')
}

function rulesOf(guard: EndpointGuard, effect: 'allow' | 'deny'): Condition[] {
  return guard.policies.flatMap((policy) =>
    policy.side[effect].map((rule) => allOf([met(guard, policy, rule), beyond(rule.unmodelled, policy)])),
  )
}

/**
 * A condition beside one permission can bind the others for the same traffic of the same clients (cc:pkg/policy/rule.go mergePortProto). Whom
 * no permission with further conditions meets, the others let in as they are.
 */
function bound(guard: EndpointGuard): Condition {
  const conditional = guard.policies.flatMap((policy) =>
    policy.side.allow.filter(({ unmodelled }) => unmodelled.length > 0).map((rule) => met(guard, policy, rule)),
  )
  const doubt = unknown(`${guard.name}: permissions with further conditions`, 'what Cilium asks beyond layer 4')
  return anyOf([notOf(anyOf(conditional)), doubt])
}

/** That a rule is for a connection, whatever it asks beyond layer 4. */
function met(guard: EndpointGuard, policy: GuardingPolicy, { traffic, peers }: EndpointDirection['allow'][number]): Condition {
  const carried = traffic === undefined || traffic.some((one) => carries(guard, one))
  if (!carried) return neverTrue
  const whose = peers === undefined ? alwaysTrue : anyOf(peers.map((peer) => guard.means(peer, policy)))
  return allOf([policy.applies, whose])
}

function carries({ named, port }: EndpointGuard, traffic: EndpointTraffic): boolean {
  if (traffic.kind !== 'ports' || (traffic.transport !== 'any' && traffic.transport !== 'TCP')) return false
  return portRanges(traffic, named).some(({ from, to, protocol = 'TCP' }) => protocol === 'TCP' && from <= port && port <= to)
}

/** What a pool holds, as a text: a doubt is the same in two meshes only where it is about the same policies. */
function contentOf({ policies, unread }: EndpointPool): string {
  const texts = [...policies.map(({ policy }) => policy.written), ...unread.map(unreadSays)]
  return texts.sort(compareText).join(' ')
}
