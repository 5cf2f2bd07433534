import { compareText } from '../../../diagnostics/place.ts'
import type { Mutation } from '../../../model/action.ts'
import { canonical } from '../../../model/canonical.ts'
import type {
  EndpointEntity,
  EndpointPeer,
  EndpointPolicy,
  EndpointRequirement,
  EndpointRule,
  EndpointSelector,
  EndpointTraffic,
} from '../../../model/endpoint-policy.ts'
import type { Mesh } from '../../../model/mesh.ts'
import { ownValue } from '../../../model/own-value.ts'
import type { Workload } from '../../../model/workload.ts'
import { onlyRulesOut } from '../../../resolve/network/endpoint-identity.ts'
import { type EndpointPool, poolOf } from '../../../resolve/network/endpoint-pool.ts'
import { portRanges } from '../../../resolve/network/port-ranges.ts'
import { refusedPattern } from '../../../resolve/network/refused-pattern.ts'
import { type Attribute, attributes, clientLabel } from '../attribute.ts'
import { allOf, alwaysTrue, anyOf, type Condition, constant, neverTrue, notOf, textIn, unknown } from '../condition.ts'

import { type ConnectionContent, type Permission, proxyAdmits } from './at-proxy.ts'

/** What Cilium takes the client for: a pod by its labels, an address outside the cluster, or a waypoint, whose labels are not in the model. */
export type EndpointClient = 'pod' | 'world' | 'unknown'

/**
 * The clients whose TCP connections Cilium lets into a pod: no denial matches, and where a policy closes the pod some permission does
 * (cc:pkg/policy/repository.go, mapstate.go). Undefined when none of Cilium's policies speaks of the pod.
 */
export function endpointAllows(
  mesh: Mesh,
  pod: Workload,
  port: number,
  client: EndpointClient,
  content: ConnectionContent,
  mutations: readonly Mutation[],
): Condition | undefined {
  const pool = pod.address === undefined ? poolOf(mesh, pod, 'ingress') : undefined
  if (pool === undefined) return undefined
  const name = `Cilium at ${pod.namespace}/${pod.name} ${contentOf(pool)}`
  if (client === 'unknown') return unknown(`${name}: from a waypoint`, 'what Cilium takes the waypoint for')
  const others = [...pool.networkPolicies, ...pool.unread].length > 0
  const unread =
    pool.unread.length > 0 ? unknown(`${name}: unread policies`, `Cilium's policies for ${pod.namespace}/${pod.name}`) : neverTrue
  const network = pool.networkPolicies.length > 0
  const rules = (effect: 'allow' | 'deny'): Condition[] => rulesOf(mesh, pool, effect, pod, port, client, name)
  const closed = pool.policies
    .filter(({ side }) => side.defaultDeny)
    .map(({ applies, policy }) => certain(applies, `${name}: ${policy.name} applies`))
  const open = anyOf([
    notOf(anyOf([...closed, constant(network), unread])),
    others ? unknown(`${name}: other policies allow`, `what NetworkPolicies allow into ${pod.namespace}/${pod.name}`) : neverTrue,
  ])
  const atProxy = proxyAdmits(permissionsOf(mesh, pool, pod, port, client, name), open, content, refusedPattern(mesh, pod), {
    mesh,
    mutations,
    name,
  })
  return allOf([
    notOf(anyOf([...rules('deny'), unread])),
    anyOf([open, ...rules('allow')]),
    bound(mesh, pool, pod, port, client, name),
    atProxy ?? alwaysTrue,
  ])
}

/** The permissions for a port, with the clients that each of their peers means. */
function permissionsOf(mesh: Mesh, pool: EndpointPool, pod: Workload, port: number, client: EndpointClient, name: string): Permission[] {
  return pool.policies.flatMap(({ policy, side, applies }) =>
    side.allow.flatMap((rule): Permission[] => {
      const traffic = rule.traffic?.filter((one) => carries(one, pod, port))
      if (traffic?.length === 0) return []
      const holds = certain(applies, `${name}: ${policy.name} applies`)
      const means: Permission['means'] = (peer) =>
        allOf([holds, peer === undefined ? alwaysTrue : peerCondition(mesh, peer, client, name), beyond(rule, policy, name)])
      return [{ rule: { ...rule, ...(traffic === undefined ? {} : { traffic }) }, means }]
    }),
  )
}

/** What the model does not carry of a rule. */
function beyond({ unmodelled }: EndpointRule, policy: EndpointPolicy, name: string): Condition {
  if (unmodelled.length === 0) return alwaysTrue
  return unknown(`${name}: ${policy.name} beyond layer 4`, `what ${policy.name} asks beyond layer 4`)
}

function rulesOf(
  mesh: Mesh,
  pool: EndpointPool,
  effect: 'allow' | 'deny',
  pod: Workload,
  port: number,
  client: EndpointClient,
  name: string,
): Condition[] {
  return pool.policies.flatMap(({ policy, side, applies }) =>
    side[effect].map((rule) =>
      allOf([met(mesh, rule, certain(applies, `${name}: ${policy.name} applies`), pod, port, client, name), beyond(rule, policy, name)]),
    ),
  )
}

/** What a pool holds, as a text: a doubt is the same in two meshes only where it is about the same policies. */
function contentOf({ policies, networkPolicies, unread }: EndpointPool): string {
  const texts = [
    ...policies.map(({ policy }) => policy.written),
    ...networkPolicies.map(canonical),
    ...unread.map(({ what, span }) => `${what} ${span?.line ?? 0}`),
  ]
  return texts.sort(compareText).join(' ')
}

/**
 * A condition beside one permission can bind the others for the same traffic of the same clients (cc:pkg/policy/rule.go mergePortProto). Whom
 * no permission with further conditions meets, the others let in as they are.
 */
function bound(mesh: Mesh, pool: EndpointPool, pod: Workload, port: number, client: EndpointClient, name: string): Condition {
  const conditional = pool.policies.flatMap(({ policy, side, applies }) =>
    side.allow
      .filter(({ unmodelled }) => unmodelled.length > 0)
      .map((rule) => met(mesh, rule, certain(applies, `${name}: ${policy.name} applies`), pod, port, client, name)),
  )
  const doubt = unknown(`${name}: permissions with further conditions`, 'what Cilium asks beyond layer 4')
  return anyOf([notOf(anyOf(conditional)), doubt])
}

/** That a rule is for a connection, whatever it asks beyond layer 4. */
function met(
  mesh: Mesh,
  rule: EndpointRule,
  applies: Condition,
  pod: Workload,
  port: number,
  client: EndpointClient,
  name: string,
): Condition {
  const carried = rule.traffic === undefined || rule.traffic.some((traffic) => carries(traffic, pod, port))
  return allOf([applies, constant(carried), peersCondition(mesh, rule, client, name)])
}

/** The clients that a policy governs, by its subject: the policy of one pod decides nothing about what leaves another. */
export function governedClients(mesh: Mesh, { subject, namespace, written }: EndpointPolicy): Condition {
  return subject.kind === 'nodes' ? neverTrue : selectorCondition(mesh, subject.selector, 'pod', `Cilium governs ${namespace} ${written}`)
}

function certain(truth: true | false | 'unknown', name: string): Condition {
  return truth === 'unknown' ? unknown(name, 'the labels of the namespace') : constant(truth)
}

function carries(traffic: EndpointTraffic, pod: Workload, port: number): boolean {
  if (traffic.kind !== 'ports' || (traffic.transport !== 'any' && traffic.transport !== 'TCP')) return false
  return portRanges(traffic, pod.ports).some(({ from, to, protocol = 'TCP' }) => protocol === 'TCP' && from <= port && port <= to)
}

function peersCondition(mesh: Mesh, { peers }: EndpointRule, client: EndpointClient, name: string): Condition {
  return peers === undefined ? alwaysTrue : anyOf(peers.map((peer) => peerCondition(mesh, peer, client, name)))
}

function peerCondition(mesh: Mesh, peer: EndpointPeer, client: EndpointClient, name: string): Condition {
  switch (peer.kind) {
    case 'endpoints':
      return peerSelectorCondition(mesh, peer.selector, client, name)
    case 'entity':
      return constant(isEntity(peer.entity, client))
    case 'range':
      return rangesCondition([peer.cidr], peer.except, client)
    case 'range-group': {
      const group = mesh.addressGroups.find((one) => one.name === peer.name)
      return group === undefined ? someOutside(client, name) : rangesCondition(group.cidrs, peer.except, client)
    }
    case 'looked-up':
      return someOutside(client, name)
    case 'service':
      return unknown(`${name}: the pods of Service ${peer.namespace}/${peer.name}`, 'whom Cilium means by a peer')
    case 'unknown':
      return peer.outside === true ? someOutside(client, name) : unknown(`${name}: a peer`, 'whom Cilium means by a peer')
  }
}

/** A selector that only rules out may take in whom it seems to rule out, and what is no pod (decide/cilium/endpoint-identity.ts). */
function peerSelectorCondition(mesh: Mesh, selector: EndpointSelector, client: EndpointClient, name: string): Condition {
  const holds = selectorCondition(mesh, selector, client, name)
  if (!onlyRulesOut(selector)) return holds
  const doubt = unknown(`${name}: a selector that only rules out`, 'whom Cilium means by a selector that only rules out')
  return client === 'pod' ? anyOf([holds, doubt]) : doubt
}

function someOutside(client: EndpointClient, name: string): Condition {
  return client === 'world' ? unknown(`${name}: a peer outside`, 'which addresses Cilium means by a peer') : neverTrue
}

function rangesCondition(cidrs: readonly string[], except: readonly string[], client: EndpointClient): Condition {
  if (client !== 'world') return neverTrue
  return allOf([anyOf(cidrs.map(within)), ...except.map((range) => notOf(within(range)))])
}

const within = (range: string): Condition => ({ kind: 'address', attribute: attributes.peer, range })

function isEntity(entity: EndpointEntity, client: EndpointClient): boolean {
  return entity === 'all' || (entity === 'cluster' || entity === 'cluster-mesh' ? client !== 'world' : entity === client)
}

function selectorCondition(mesh: Mesh, selector: EndpointSelector, client: EndpointClient, name: string): Condition {
  return allOf(selector.map((requirement) => requirementCondition(mesh, requirement, client, name)))
}

function requirementCondition(mesh: Mesh, requirement: EndpointRequirement, client: EndpointClient, name: string): Condition {
  const { operator, values } = requirement
  const [isThere, isListed] = askedOf(mesh, requirement, client, name)
  if (operator === 'Exists') return isThere
  if (operator === 'DoesNotExist') return notOf(isThere)
  const listed = values.length === 0 ? neverTrue : isListed
  return operator === 'In' ? listed : notOf(listed)
}

/** Whether the client has the attribute, and whether its value is one of those listed. */
function askedOf(
  mesh: Mesh,
  { attribute, values }: EndpointRequirement,
  client: EndpointClient,
  name: string,
): readonly [Condition, Condition] {
  if (attribute.kind === 'unknown') {
    const doubt = unknown(`${name}: ${JSON.stringify(values)}`, 'labels that are not in the model')
    return [doubt, doubt]
  }
  if (attribute.kind === 'absent') return [neverTrue, neverTrue]
  if (attribute.kind === 'entity') {
    const marked = constant(attribute.name === client)
    return [marked, values.includes('') ? marked : neverTrue]
  }
  if (client !== 'pod') return [neverTrue, neverTrue]
  const isOneOf = (of: Attribute): Condition => anyOf(values.map((value) => textIn(of, { kind: 'exact', value })))
  switch (attribute.kind) {
    case 'namespace':
      return [alwaysTrue, isOneOf(attributes.clientNamespace)]
    case 'service-account':
      return [alwaysTrue, isOneOf(attributes.clientAccount)]
    case 'namespace-label':
      return namespaceLabel(mesh, attribute.name, values, name)
    case 'label': {
      const label = clientLabel(attribute.name)
      return [textIn(label, { kind: 'all' }), isOneOf(label)]
    }
  }
}

/** Labels of namespaces that the input has; Kubernetes gives each its name as a label. */
function namespaceLabel(mesh: Mesh, label: string, values: readonly string[], name: string): readonly [Condition, Condition] {
  const named = (value: string): Condition => textIn(attributes.clientNamespace, { kind: 'exact', value })
  if (label === 'kubernetes.io/metadata.name') return [alwaysTrue, anyOf(values.map(named))]
  const known = mesh.namespaces.filter(({ place }) => place !== undefined)
  const elsewhere = notOf(anyOf(known.map((namespace) => named(namespace.name))))
  const doubt = allOf([elsewhere, unknown(`${name}: label ${label} of other namespaces`, 'the labels of the namespace')])
  const having = known.filter(({ labels }) => ownValue(labels, label) !== undefined)
  return [
    anyOf([...having.map((namespace) => named(namespace.name)), doubt]),
    anyOf([
      ...having.filter(({ labels }) => values.includes(ownValue(labels, label) ?? '')).map((namespace) => named(namespace.name)),
      doubt,
    ]),
  ]
}

export function asksBeyondLayer4({ unmodelled, http, serverNames }: EndpointRule): boolean {
  return unmodelled.length > 0 || http !== undefined || serverNames !== undefined
}
