import type { ClientProxy } from '../../../decide/client.ts'
import { compareText } from '../../../diagnostics/place.ts'
import type { Mutation } from '../../../model/action.ts'
import { canonical } from '../../../model/canonical.ts'
import { type EndpointPolicy, onlyDenies } from '../../../model/endpoint-policy.ts'
import type { Waypoint } from '../../../model/gateway.ts'
import { labelsWithoutSidecar } from '../../../model/injected-labels.ts'
import type { Mesh } from '../../../model/mesh.ts'
import { mayBe, type UnreadInput, unreadSays } from '../../../model/unread.ts'
import type { ContainerPort, Workload } from '../../../model/workload.ts'
import { perMesh } from '../../../resolve/host-index.ts'
import { seesLookup } from '../../../resolve/network/dns-lookups.ts'
import { type EndpointIdentity, isAmong } from '../../../resolve/network/endpoint-identity.ts'
import { type OutsideEnd, outsideEnds } from '../../../resolve/network/outside-ends.ts'
import { firstRefused } from '../../../resolve/network/refused-pattern.ts'
import { tunnelPort } from '../../../resolve/network/wire-port.ts'
import type { RouteTarget } from '../../../resolve/routes/destination-host.ts'
import type { Truth } from '../../../resolve/truth.ts'
import { attributes } from '../attribute.ts'
import { allOf, alwaysTrue, anyOf, type Condition, constant, neverTrue, notOf, textIn, unknown } from '../condition.ts'
import type { ConnectionContent } from './at-proxy.ts'
import { type GuardingPolicy, guardAllows } from './cilium-endpoint.ts'
import { governedClients } from './client-conditions.ts'

/** Connections of some clients, on their way out of their pods. */
export interface Leaving {
  readonly mesh: Mesh
  readonly endpoint: 'pod' | 'world' | 'ingress'
  readonly proxy: ClientProxy
  readonly content: ConnectionContent
  readonly mutations: readonly Mutation[]
}

/** One of these ends is connected to; names of ports are those of the pod there. */
interface Ends {
  readonly ends: readonly OutsideEnd[]
  readonly named: readonly ContainerPort[]
  readonly name: string
}

/** What Cilium lets out of clients towards a pod, at the port that the network sees. */
export function leavesToPod(leaving: Leaving, pod: Workload, port: number): Condition {
  const ends = identitiesOf(pod).map((identity) => ({ identity, port }))
  return leaves(leaving, { ends, named: pod.ports, name: `${pod.namespace}/${pod.name}:${port}` })
}

/** What it lets out towards a host that is not a Service. */
export function leavesCluster(leaving: Leaving, outside: Extract<RouteTarget, { kind: 'external' }>): Condition {
  const carriers = { sidecar: 'proxy', gateway: 'proxy', ztunnel: 'ztunnel', none: 'nothing' } as const
  const ends = outsideEnds(outside, carriers[leaving.proxy])
  return leaves(leaving, { ends, named: [], name: `${outside.host}:${outside.port}` })
}

/** What it lets out towards a waypoint, through the tunnel. */
export function leavesToWaypoint(leaving: Omit<Leaving, 'content' | 'mutations'>, { namespace, serviceAccount }: Waypoint): Condition {
  const ends = [{ identity: { kind: 'pod', namespace, serviceAccount }, port: tunnelPort } as const]
  const content = { kind: 'tls', serverName: 'unknown' } as const
  return leaves({ ...leaving, content, mutations: [] }, { ends, named: [], name: `waypoint ${namespace}/${serviceAccount}` })
}

/** A pod by its labels, an address outside, or a process on the client's own node or another one. */
function identitiesOf(pod: Workload): readonly EndpointIdentity[] {
  if (pod.address !== undefined) return [{ kind: 'world', ip: pod.address }]
  if (pod.hostNetwork) return [{ kind: 'host' }, { kind: 'remote-node' }]
  const { namespace, serviceAccount } = pod
  return [{ kind: 'pod', namespace, serviceAccount, labels: labelsWithoutSidecar(pod) }]
}

function leaves(leaving: Leaving, { ends, named, name }: Ends): Condition {
  const { policies, unread } = egressOf(leaving.mesh)
  if (leaving.endpoint !== 'pod' || policies.length + unread.length === 0) return alwaysTrue
  const each = ends.map(({ identity, port }) => leavesTo(leaving, identity, port, named))
  const [first = neverTrue] = each
  if (each.length === 1) return first
  return anyOf([allOf(each), allOf([anyOf(each), unknown(`end of connections to ${name}`, 'which endpoint is connected to')])])
}

function leavesTo(leaving: Leaving, identity: EndpointIdentity, port: number, named: readonly ContainerPort[]): Condition {
  const { mesh } = leaving
  const { policies, unread, content } = egressOf(mesh)
  const to = `${canonical(identity)}:${port}`
  const there = anyOf(unread.map(inReach))
  return guardAllows(
    {
      mesh,
      name: `egress to ${to} ${content}`,
      policies,
      unread: there,
      means: (peer, { name }) => {
        const told = (end: EndpointIdentity): Condition =>
          certain(isAmong(mesh, [peer], end), `${name}: ${canonical(peer)} means ${to}`, 'whom Cilium means by a peer')
        const { seen, known } = lookedUp(mesh, policies, identity)
        return anyOf([allOf([seen, told(known)]), allOf([notOf(seen), told(identity)])])
      },
      port,
      named,
      refused: refusedFor(mesh),
    },
    leaving.content,
    leaving.mutations,
  )
}

function certain(truth: Truth, name: string, needs: string): Condition {
  return truth === 'unknown' ? unknown(name, needs) : constant(truth)
}

/** The clients that some permission certainly has look up the name of a host through the agent: for them the host is known by its name. */
function lookedUp(
  mesh: Mesh,
  policies: readonly GuardingPolicy[],
  identity: EndpointIdentity,
): { readonly seen: Condition; readonly known: EndpointIdentity } {
  if (identity.kind !== 'world' || identity.host === undefined) return { seen: neverTrue, known: identity }
  const { host } = identity
  const permitting = policies.filter(
    ({ policy, side }) => policy.unmodelled.length === 0 && side.allow.some((rule) => seesLookup(mesh, rule, host)),
  )
  return { seen: anyOf(permitting.map(({ applies }) => applies)), known: { ...identity, names: [host] } }
}

/** All that decides about what leaves pods, and for whom. */
const egressOf = perMesh((mesh) => {
  const own = mesh.endpointPolicies.flatMap((policy) => guarding(mesh, policy))
  const unread = mesh.unread.filter(({ reach }) => reach.kinds !== 'any' && ciliumKinds.some((kind) => mayBe(reach, kind)))
  // NetworkPolicies are in the pool of pods that a policy of Cilium closes or opens; denials alone take away from whatever they let out.
  const pooled = anyOf([...own.filter(({ side }) => !onlyDenies(side)).map(({ applies }) => applies), ...unread.map(inReach)])
  const besides = own.length + unread.length === 0 ? [] : mesh.kubernetesPolicies.flatMap((policy) => guarding(mesh, policy))
  const policies = [...own, ...besides.map((one) => ({ ...one, applies: allOf([one.applies, pooled]) }))]
  const texts = [...policies.map(({ name }) => name), ...unread.map(unreadSays)]
  return {
    policies,
    unread,
    content: texts.sort(compareText).join(' '),
  }
})

/** A policy, where it may govern clients and says something of what leaves them. */
function guarding(mesh: Mesh, policy: EndpointPolicy): GuardingPolicy[] {
  const { egress: side, refused } = policy
  if (refused !== undefined || (!side.defaultDeny && side.allow.length + side.deny.length === 0)) return []
  const name = `${policy.namespace}/${policy.name} ${policy.written}`
  const applies = appliesTo(mesh, policy, name)
  return applies === neverTrue ? [] : [{ policy, side, applies, name }]
}

function appliesTo(mesh: Mesh, policy: EndpointPolicy, name: string): Condition {
  const governed = governedClients(mesh, policy)
  if (policy.unmodelled.length === 0) return governed
  return allOf([governed, unknown(`${name} applies`, 'whether Cilium takes a policy as it was read')])
}

/** Policies for what enters the clients' pods count, too: Envoy has one set of rules for a pod. */
const refusedFor = perMesh((mesh) =>
  mesh.endpointPolicies.flatMap((policy) => {
    const pattern =
      policy.refused === undefined ? firstRefused([...policy.ingress.allow, ...policy.egress.allow], mesh.settings) : undefined
    return pattern === undefined ? [] : [{ pattern, when: governedClients(mesh, policy) }]
  }),
)

const ciliumKinds = ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'] as const

function inReach({ reach }: UnreadInput): Condition {
  if (reach.namespaces === 'any' || mayBe(reach, 'CiliumClusterwideNetworkPolicy')) return alwaysTrue
  return anyOf(reach.namespaces.map((value) => textIn(attributes.clientNamespace, { kind: 'exact', value })))
}
