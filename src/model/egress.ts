import type { Place } from '../diagnostics/place.ts'
import type { PortProtocol } from './service.ts'
import type { SettingTexts } from './setting-texts.ts'
import type { Labels } from './workload.ts'

/** A Sidecar resource: what some clients can see and how their proxy listens. Without `labels` it holds for its whole namespace, or the mesh when in the root namespace. */
export interface EgressVisibility {
  readonly name: string
  readonly namespace: string
  readonly labels?: Labels
  /** Hosts that can be reached, as `namespace/host`; absent means everything exported. */
  readonly hosts?: readonly { readonly host: string; readonly place: Place }[]
  readonly outboundPolicy?: { readonly mode: 'allow-any' | 'registry-only'; readonly place: Place }
  /** Ingress listeners: inbound ports that the proxy maps to other ports, sockets or TLS settings. */
  readonly listeners: readonly Place[]
  /** The same, read. */
  readonly ingress?: readonly IngressListener[]
  /** Egress listeners bound to a port, socket or address. */
  readonly boundEgress: readonly Place[]
  readonly inboundConnectionPool?: Place
  /** The proxy that requests for unknown hosts are sent through. */
  readonly egressProxy?: Place
  /** Of several that hold for one pod the oldest counts. */
  readonly creationTimestamp?: string
  readonly place: Place
}

/** An inbound port that a Sidecar declares in place of those that Services do. */
export interface IngressListener {
  readonly port: number
  readonly protocol: PortProtocol
  /** What it does besides handing the port to the same port of the pod: another endpoint, address or TLS; absent when nothing. */
  readonly remapped?: string
  /** All that it says of TLS. */
  readonly tls?: SettingTexts
  readonly place: Place
}
