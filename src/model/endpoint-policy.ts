import type { Place } from '../diagnostics/place.ts'

/**
 * A policy of the network itself: who may connect to which port of some pods, and from them, known by what the network knows of an address
 * rather than by a certificate. All policies that select a pod form one pool: any denial drops, and once one of them asks for default-deny
 * only what some policy allows passes. An object that holds several rules is several of these.
 */
export interface EndpointPolicy {
  readonly name: string
  /** Empty for one that is for the whole cluster. */
  readonly namespace: string
  /** Whom it governs. Rules for nodes govern host-network pods, if the cluster enforces them at all. */
  readonly subject: { readonly kind: 'endpoints' | 'nodes'; readonly selector: EndpointSelector }
  readonly ingress: EndpointDirection
  readonly egress: EndpointDirection
  /** Parts for which the network may refuse or reinterpret the whole policy: whether it is enforced as read is unknown. */
  readonly unmodelled: readonly Place[]
  /** The part for which the network is known to refuse the whole object: it is stored and enforces nothing. */
  readonly refused?: Place
  /** The rule as JSON: tells two policies apart where the model holds only part of them. */
  readonly written: string
  readonly place: Place
}

export interface EndpointDirection {
  /** Whether the policy closes this direction to everything that no policy allows. */
  readonly defaultDeny: boolean
  readonly allow: readonly EndpointRule[]
  readonly deny: readonly EndpointRule[]
}

/** Whether a direction takes away from what other policies let in, and adds nothing: it closes no pod and opens none. */
export function onlyDenies({ defaultDeny, allow }: EndpointDirection): boolean {
  return !defaultDeny && allow.length === 0
}

export interface EndpointRule {
  /** Any of them; an empty list means none of the clients, an absent one all of them. */
  readonly peers?: readonly EndpointPeer[]
  /** Any of it; absent means everything, ICMP included. */
  readonly traffic?: readonly EndpointTraffic[]
  /** Any of them: what the node's proxy asks of each request. Absent where it is asked nothing (`http: []` of Cilium, too). */
  readonly http?: readonly EndpointHttp[]
  /** Any of them: the server names of TLS that the node's proxy lets through. Absent where none is asked. */
  readonly serverNames?: readonly EndpointPattern[]
  /** Any of them: the names that pods may look up through the agent's DNS proxy. What it makes of other bytes is among `unmodelled`. */
  readonly lookups?: readonly EndpointPattern[]
  /** Conditions on top of who and where that the model does not carry; they may bind the same traffic of other rules too. */
  readonly unmodelled: readonly Place[]
  readonly place: Place
}

/**
 * What a request has to be: all that is given. An entry that gives nothing (`{}`) admits every request, and the traffic goes through the
 * node's proxy all the same.
 */
export interface EndpointHttp {
  readonly method?: EndpointPattern
  /** Held against the path that the proxy has normalised, query included: `/a` admits `/a` and neither `/a?x` nor `/a/b`. */
  readonly path?: EndpointPattern
  /** Held against `:authority` as the client sends it, port and letter case included. */
  readonly host?: EndpointPattern
  readonly headers: readonly EndpointHeader[]
  readonly place: Place
}

/** A text as it is written: RE2 that has to match the whole value, or a pattern of server names. */
export interface EndpointPattern {
  readonly pattern: string
  readonly place: Place
}

/** A header of a request; several values of one name are one text, joined with commas. */
export interface EndpointHeader {
  readonly name: string
  /** The whole text; absent where the header only has to be there. */
  readonly value?: string
  /** Where the header is another one the request passes, and this is done to it: such a header restricts nothing. */
  readonly mismatch?: 'LOG' | 'ADD' | 'DELETE' | 'REPLACE'
  /** The value is kept in a Secret: what it is, and whether the agent may read it, is not in the input. */
  readonly secret?: true
  readonly place: Place
}

export type EndpointPeer =
  | { readonly kind: 'endpoints'; readonly selector: EndpointSelector; readonly place: Place }
  | { readonly kind: 'entity'; readonly entity: EndpointEntity; readonly place: Place }
  /** Addresses that belong to no pod and no node. */
  | { readonly kind: 'range'; readonly cidr: string; readonly except: readonly string[]; readonly place: Place }
  /** Ranges that an object of their own lists (CiliumCIDRGroup), by its name. */
  | { readonly kind: 'range-group'; readonly name: string; readonly except: readonly string[]; readonly place: Place }
  /** Addresses outside the cluster that pods got as answers when they looked up one of these names; `*` stands for letters of one label. */
  | { readonly kind: 'looked-up'; readonly names: readonly string[]; readonly place: Place }
  /** The pods behind a Service. */
  | { readonly kind: 'service'; readonly namespace: string; readonly name: string; readonly place: Place }
  /** A peer that the input does not name; `outside` where it is known to be no part of the cluster. */
  | { readonly kind: 'unknown'; readonly outside?: true; readonly place: Place }

export type EndpointEntity =
  | 'all'
  | 'world'
  | 'cluster'
  | 'cluster-mesh'
  | 'host'
  | 'remote-node'
  | 'ingress'
  | 'health'
  | 'init'
  | 'unmanaged'
  | 'kube-apiserver'
  | 'none'

/** All requirements must hold. */
export type EndpointSelector = readonly EndpointRequirement[]

export interface EndpointRequirement {
  readonly attribute: EndpointAttribute
  /** `NotIn` and `DoesNotExist` also hold for whom lacks the attribute. */
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'
  readonly values: readonly string[]
  readonly place: Place
}

/** What is asked about an endpoint. */
export type EndpointAttribute =
  | { readonly kind: 'namespace' | 'service-account' }
  | { readonly kind: 'label' | 'namespace-label'; readonly name: string }
  /** Marks everything that is not a pod; its value is the empty text. */
  | { readonly kind: 'entity'; readonly name: string }
  /** A label that the network leaves out of identities: no client has it. */
  | { readonly kind: 'absent' }
  /** A label that the model knows nothing of. */
  | { readonly kind: 'unknown' }

/** Ranges of addresses outside the cluster that policies refer to by name. */
export interface AddressGroup {
  readonly name: string
  /** Empty: groups are the whole cluster's. */
  readonly namespace: ''
  readonly cidrs: readonly string[]
  readonly place: Place
}

export type EndpointTraffic =
  | {
      readonly kind: 'ports'
      readonly transport: 'any' | 'TCP' | 'UDP' | 'SCTP' | 'VRRP' | 'IGMP' | 'GRE' | 'IPIP' | 'IPV6' | 'ESP' | 'AH'
      /** The pod's own port, both ends included, or the name that its container gives it; `to` makes that port the first of a range. */
      readonly port: { readonly from: number; readonly to: number } | { readonly name: string; readonly to: number } | string
      readonly place: Place
    }
  | { readonly kind: 'icmp'; readonly family: 'IPv4' | 'IPv6'; readonly type: number | string; readonly place: Place }
