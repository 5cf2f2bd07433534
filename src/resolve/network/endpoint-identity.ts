import { parseIpRange, rangeContains } from '../../algebra/ip-range.ts'
import type { EndpointAttribute, EndpointEntity, EndpointPeer, EndpointRequirement, EndpointSelector } from '../../model/endpoint-policy.ts'
import type { Mesh } from '../../model/mesh.ts'
import { ownValue } from '../../model/own-value.ts'
import type { Labels } from '../../model/workload.ts'
import { and, negate, or, type Truth } from '../truth.ts'

/** What Cilium knows of one end of a connection. */
export type EndpointIdentity =
  /** What is not told of a pod that the input does not have is unknown. */
  | { readonly kind: 'pod'; readonly namespace: string; readonly serviceAccount?: string; readonly labels?: Labels }
  /** Outside the cluster; the API server, wherever it runs, is none of these. */
  | { readonly kind: 'world'; readonly ip?: string }
  /** Cilium's own gateways, whoever their client is. */
  | { readonly kind: 'ingress' }
  /** Processes on a node and its host-network pods: on the node of the other end, or on another one. */
  | { readonly kind: 'host' | 'remote-node' }

const unknown: unique symbol = Symbol('unknown')

/** True when the identity has all that a selector requires (cc:pkg/policy/types/selector.go MatchesRequirement). */
export function selectorHolds(mesh: Mesh, selector: EndpointSelector, identity: EndpointIdentity): Truth {
  return and(selector.map((requirement) => requirementHolds(mesh, requirement, identity)))
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

function isMarked(entity: string, { kind }: EndpointIdentity): string | undefined | typeof unknown {
  if (entity === kind) return kind === 'pod' ? undefined : ''
  // Outside, the mark can tell the address families apart.
  if (kind === 'world') return entity === 'world-ipv4' || entity === 'world-ipv6' ? unknown : undefined
  return entity === 'kube-apiserver' && (kind === 'host' || kind === 'remote-node') ? unknown : undefined
}

/** Kubernetes itself gives every namespace its name as a label. */
function namespaceLabel(mesh: Mesh, name: string, label: string): string | undefined | typeof unknown {
  if (label === 'kubernetes.io/metadata.name') return name
  const namespace = mesh.namespaces.find((candidate) => candidate.name === name)
  return namespace?.place === undefined ? unknown : ownValue(namespace.labels, label)
}

/** True when a peer of a rule means the identity; absent peers mean everybody. */
export function isAmong(mesh: Mesh, peers: readonly EndpointPeer[] | undefined, identity: EndpointIdentity): Truth {
  return peers === undefined || or(peers.map((peer) => means(mesh, peer, identity)))
}

function means(mesh: Mesh, peer: EndpointPeer, identity: EndpointIdentity): Truth {
  switch (peer.kind) {
    case 'endpoints':
      return selectorHolds(mesh, peer.selector, identity)
    case 'entity':
      return isEntity(peer.entity, identity)
    case 'range':
      return inRange(peer, identity)
    case 'unknown':
      return 'unknown'
  }
}

function isEntity(entity: EndpointEntity, { kind }: EndpointIdentity): Truth {
  if (entity === 'all') return true
  if (entity === 'cluster') return kind !== 'world'
  if (entity === 'kube-apiserver') return kind === 'host' || kind === 'remote-node' ? 'unknown' : false
  return entity === kind
}

/** Ranges match only what is outside the cluster, even where they contain addresses of pods and nodes (cc:pkg/policy/types/selector.go CIDRSelector). */
function inRange({ cidr, except }: Extract<EndpointPeer, { kind: 'range' }>, identity: EndpointIdentity): Truth {
  if (identity.kind !== 'world') return false
  const address = identity.ip === undefined ? undefined : parseIpRange(identity.ip)
  if (address === undefined) return 'unknown'
  const contains = (text: string): boolean => {
    const range = parseIpRange(text)
    return range !== undefined && rangeContains(range, address)
  }
  return contains(cidr) && !except.some(contains)
}
