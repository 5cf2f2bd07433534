import { parseIpRange, rangeContains } from '../../algebra/ip-range.ts'
import type { EndpointAttribute, EndpointEntity, EndpointPeer, EndpointRequirement, EndpointSelector } from '../../model/endpoint-policy.ts'
import type { Mesh } from '../../model/mesh.ts'
import { ownValue } from '../../model/own-value.ts'
import { type Labels, selects } from '../../model/workload.ts'
import { findNamespace } from '../namespaces.ts'
import { and, negate, or, type Truth } from '../truth.ts'

/** What Cilium knows of one end of a connection. */
export type EndpointIdentity =
  /** What the input does not say of a pod that it does not have is unknown. */
  | { readonly kind: 'pod'; readonly namespace: string; readonly serviceAccount?: string; readonly labels?: Labels }
  /**
   * Outside the cluster; the API server, wherever it runs, is none of these. `names` are those that pods looked it up by, where that is known;
   * `host` is the name by which the client knows it, where it is not known whether the agent saw the client look it up.
   */
  | { readonly kind: 'world'; readonly ip?: string; readonly names?: readonly string[]; readonly host?: string }
  /** Cilium's own gateways, whichever client they have; its health checks; pods that have no labels yet, and those that Cilium does not manage. */
  | { readonly kind: 'ingress' | 'health' | 'init' | 'unmanaged' }
  /** Processes on a node and its host-network pods: on the node of the other end, or on another one. Whether the API server runs there may be known. */
  | { readonly kind: 'host' | 'remote-node'; readonly apiServer?: boolean }

const unknown: unique symbol = Symbol('unknown')

/** True when the identity has all that a selector requires (cc:pkg/policy/types/selector.go MatchesRequirement). */
export function selectorHolds(mesh: Mesh, selector: EndpointSelector, identity: EndpointIdentity): Truth {
  return and(selector.map((requirement) => requirementHolds(mesh, requirement, identity)))
}

/**
 * A peer's selector. One that only rules out (`NotIn`, `DoesNotExist`) may take in more than it seems to: Cilium 1.20 adds the own cluster to
 * it or not, by a setting of the agent (measured: Cilium 1.20.2). A pod that it does not rule out is taken in either way.
 */
function peerSelectorHolds(mesh: Mesh, selector: EndpointSelector, identity: EndpointIdentity): Truth {
  const holds = selectorHolds(mesh, selector, identity)
  return onlyRulesOut(selector) && (identity.kind !== 'pod' || holds !== true) ? 'unknown' : holds
}

/** True for a selector that asks for nothing that an endpoint must have. */
export function onlyRulesOut(selector: EndpointSelector): boolean {
  return selector.length > 0 && selector.every(({ operator }) => operator === 'NotIn' || operator === 'DoesNotExist')
}

function requirementHolds(mesh: Mesh, { attribute, operator, values }: EndpointRequirement, identity: EndpointIdentity): Truth {
  const value = attributeValue(mesh, attribute, identity)
  const isThere = value === unknown ? 'unknown' : value !== undefined
  const isListed = value === unknown ? 'unknown' : value !== undefined && values.includes(value)
  switch (operator) {
    case 'Exists':
      return isThere
    case 'DoesNotExist':
      return negate(isThere)
    case 'In':
      return isListed
    case 'NotIn':
      return negate(isListed)
  }
}

function attributeValue(mesh: Mesh, attribute: EndpointAttribute, identity: EndpointIdentity): string | undefined | typeof unknown {
  if (attribute.kind === 'unknown') return unknown
  if (attribute.kind === 'absent') return undefined
  if (attribute.kind === 'entity') return isMarked(attribute.name, identity)
  if (identity.kind !== 'pod') return undefined
  switch (attribute.kind) {
    case 'namespace':
      return identity.namespace
    case 'service-account':
      return identity.serviceAccount ?? unknown
    case 'namespace-label':
      return namespaceLabel(mesh, identity.namespace, attribute.name)
    case 'label': {
      const value = identity.labels === undefined ? undefined : ownValue(identity.labels, attribute.name)
      return value === undefined && (identity.labels === undefined || isAddedLater.test(attribute.name)) ? unknown : value
    }
  }
}

/** Labels that pods get beside those of their template: by the sidecar's injection, or by the Job controller. */
const isAddedLater = /(^|\.)istio\.io\/|^(batch\.kubernetes\.io\/)?job-name$/

function isMarked(entity: string, identity: EndpointIdentity): string | undefined | typeof unknown {
  const { kind } = identity
  if (entity === kind) return kind === 'pod' ? undefined : ''
  // Outside, the mark can tell the address families apart.
  if (kind === 'world') return entity === 'world-ipv4' || entity === 'world-ipv6' ? unknown : undefined
  if (entity !== 'kube-apiserver') return undefined
  const isThere = runsApiServer(identity)
  return isThere === 'unknown' ? unknown : isThere ? '' : undefined
}

/** Kubernetes itself gives every namespace its name as a label. */
function namespaceLabel(mesh: Mesh, name: string, label: string): string | undefined | typeof unknown {
  if (label === 'kubernetes.io/metadata.name') return name
  const namespace = findNamespace(mesh, name)
  return namespace?.place === undefined ? unknown : ownValue(namespace.labels, label)
}

/** True when a peer of a rule means the identity; absent peers mean everybody. */
export function isAmong(mesh: Mesh, peers: readonly EndpointPeer[] | undefined, identity: EndpointIdentity): Truth {
  return peers === undefined || or(peers.map((peer) => means(mesh, peer, identity)))
}

function means(mesh: Mesh, peer: EndpointPeer, identity: EndpointIdentity): Truth {
  switch (peer.kind) {
    case 'endpoints':
      return peerSelectorHolds(mesh, peer.selector, identity)
    case 'entity':
      return isEntity(peer.entity, identity)
    case 'range':
      return inRanges([peer.cidr], peer.except, identity)
    case 'range-group': {
      const group = mesh.addressGroups.find(({ name }) => name === peer.name)
      return group === undefined ? mayBeOutside(identity) : inRanges(group.cidrs, peer.except, identity)
    }
    case 'looked-up':
      return wasLookedUp(peer.names, identity)
    case 'service':
      return isBehind(mesh, peer, identity)
    case 'unknown':
      return peer.outside === true ? mayBeOutside(identity) : 'unknown'
  }
}

const mayBeOutside = ({ kind }: EndpointIdentity): Truth => (kind === 'world' ? 'unknown' : false)

/** What is asked of this cluster holds of the clusters that it is joined with, too (measured: Cilium 1.20.2). */
function isEntity(entity: EndpointEntity, identity: EndpointIdentity): Truth {
  const { kind } = identity
  if (entity === 'all') return true
  if (entity === 'cluster' || entity === 'cluster-mesh') return kind !== 'world'
  return entity === 'kube-apiserver' ? runsApiServer(identity) : entity === kind
}

function runsApiServer(identity: EndpointIdentity): Truth {
  return identity.kind === 'host' || identity.kind === 'remote-node' ? (identity.apiServer ?? 'unknown') : false
}

/** A rule lets in what answers to a name brought, as far as the agent's DNS proxy saw them (cc:pkg/fqdn/matchpattern/matchpattern.go). */
function wasLookedUp(patterns: readonly string[], identity: EndpointIdentity): Truth {
  if (identity.kind !== 'world') return false
  const { names, host } = identity
  const isMeant = (name: string): boolean => patterns.some((pattern) => namesMatch(pattern, name))
  if (names !== undefined) return names.some(isMeant)
  return host === undefined || isMeant(host) ? 'unknown' : false
}

/** `*` is any letters of one label, `**.` at the beginning any labels, and `*` alone every name (measured: Cilium 1.20.2). */
export function namesMatch(pattern: string, name: string): boolean {
  if (/^\*+\.?$/.test(pattern)) return true
  const parts = pattern
    .toLowerCase()
    .replace(/\.$/, '')
    .split(/(^\*\*+\.|\*+)/)
  const expression = parts.map((part) => {
    if (!part.startsWith('*')) return part.replaceAll('.', '\\.')
    return part.endsWith('.') ? '([-a-z0-9_]+\\.)+' : '[-a-z0-9_]*'
  })
  return new RegExp(`^${expression.join('')}$`).test(name.toLowerCase().replace(/\.$/, ''))
}

/**
 * Whether a rule's pattern means the server name of a TLS connection: `*` is any letters of one label, `**.` at the beginning any labels, `*`
 * and `**` alone every name (px:tests SNIPatternMatching).
 */
export function matchesServerName(pattern: string, name: string): boolean {
  return name !== '' && namesMatch(pattern, name)
}

/** The selector of a Service is taken over, all ports of the pods included (measured: Cilium 1.20.2); one that the input does not have may be any. */
function isBehind(mesh: Mesh, { namespace, name }: Extract<EndpointPeer, { kind: 'service' }>, identity: EndpointIdentity): Truth {
  const service = mesh.services.find((one) => one.namespace === namespace && one.name === name)
  if (service === undefined) return 'unknown'
  if (Object.keys(service.selector ?? {}).length === 0) return identity.kind === 'pod' ? false : mayBeOutside(identity)
  if (identity.kind !== 'pod' || identity.namespace !== namespace) return false
  return identity.labels === undefined ? 'unknown' : selects(service.selector ?? {}, identity.labels)
}

/** Ranges match only what is outside the cluster, even where they contain addresses of pods and nodes (cc:pkg/policy/types/selector.go CIDRSelector). */
function inRanges(cidrs: readonly string[], except: readonly string[], identity: EndpointIdentity): Truth {
  if (identity.kind !== 'world') return false
  const address = identity.ip === undefined ? undefined : parseIpRange(identity.ip)
  if (address === undefined) return 'unknown'
  const contains = (text: string): boolean => {
    const range = parseIpRange(text)
    return range !== undefined && rangeContains(range, address)
  }
  return cidrs.some(contains) && !except.some(contains)
}
