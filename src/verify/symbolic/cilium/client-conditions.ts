import type { EndpointEntity, EndpointPeer, EndpointPolicy, EndpointRequirement, EndpointSelector } from '../../../model/endpoint-policy.ts'
import type { Mesh } from '../../../model/mesh.ts'
import { ownValue } from '../../../model/own-value.ts'
import { onlyRulesOut } from '../../../resolve/network/endpoint-identity.ts'
import { type Attribute, attributes, clientLabel } from '../attribute.ts'
import { allOf, alwaysTrue, anyOf, type Condition, constant, neverTrue, notOf, textIn, unknown } from '../condition.ts'

/** What Cilium takes the client for: a pod by its labels, an address outside the cluster, the gateways of Cilium, or a waypoint, whose labels are not in the model. */
export type EndpointClient = 'pod' | 'world' | 'ingress' | 'unknown'

/** The clients that a policy governs, by its subject: the policy of one pod decides nothing about what leaves another. */
export function governedClients(mesh: Mesh, { subject, namespace, written }: EndpointPolicy): Condition {
  return subject.kind === 'nodes' ? neverTrue : selectorCondition(mesh, subject.selector, 'pod', `Cilium governs ${namespace} ${written}`)
}

/** The clients that a peer of a rule means. */
export function peerCondition(mesh: Mesh, peer: EndpointPeer, client: EndpointClient, name: string): Condition {
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

/** A selector that only rules out may take in whom it seems to rule out, and what is not a pod (decide/cilium/endpoint-identity.ts). */
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
