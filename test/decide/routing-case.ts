/** How a case's objects are set up: the same configuration before migration, and in three ways after it. */
export const columns = ['sidecar', 'waypoint', 'httproute', 'ztunnel'] as const

/**
 * `sidecar`: clients and servers have sidecars. `waypoint`: both are ambient, everything in `prod` is bound to the waypoint `prod/waypoint`,
 * and the configuration is unchanged. `httproute`: the same, with the HTTPRoute in the place of the VirtualService. `ztunnel`: ambient
 * without a waypoint.
 */
export type Column = (typeof columns)[number]

/** An object: its kind, its metadata, and the fields of its spec beside them. The namespace is `prod` unless it says otherwise. */
export interface CaseObject {
  readonly kind: string
  readonly name?: string
  readonly namespace?: string
  readonly labels?: Record<string, string>
  readonly annotations?: Record<string, string>
  readonly created?: string
  readonly status?: object
  readonly [field: string]: unknown
}

/** A rule as VirtualService or HTTPRoute have it; `to` is short for its only destination: A, B and D are the Services web-a, web-b, web-d. */
export interface CaseRule {
  readonly to?: string
  /** In place of a destination: a direct response with a body of that many bytes. */
  readonly answerOfBytes?: number
  readonly [field: string]: unknown
}

export interface Expected {
  /** Destinations with their shares, an answer, or the point that denied: see `outcomeOf`. */
  readonly is: string
  /** What the destination receives. */
  readonly target?: string
  readonly authority?: string
  readonly headers?: Record<string, string>
  /** What the routes do besides, settings that say nothing left out. */
  readonly settings?: unknown
  /** The points that the request meets. */
  readonly via?: readonly string[]
  /** Identity that the last point saw. */
  readonly identity?: string
}

export type CaseRequest = Partial<Record<Column, string | Expected>> & {
  /** `namespace/service-account`, of `shop/client` unless written. */
  readonly from?: string
  readonly labels?: Record<string, string>
  /** How the client is meshed, where that is not as the column says. */
  readonly client?: 'sidecar' | 'ingress' | 'outside'
  /** A gateway that the request comes in at; it is then for the host `name`. */
  readonly gateway?: string
  /** The Service, `web` unless written. */
  readonly to?: string
  /** In place of a Service: a workload's own address, or a host by name. */
  readonly pod?: string
  readonly name?: string
  readonly port?: number
  readonly method?: string
  readonly path?: string
  readonly host?: string
  readonly headers?: Record<string, string>
  /** Bytes that are not HTTP; the server name of TLS. */
  readonly tcp?: boolean
  readonly sni?: string
}

export interface RoutingCase {
  readonly id: number | string
  readonly says: string
  readonly source: string
  /** What the case cannot show because it is outside of what one request's decision tells. */
  readonly note?: string
  /** True where the API server of today would not take the objects any more. */
  readonly unvalidated?: boolean
  /** The mesh configuration. */
  readonly settings?: Record<string, unknown>
  /** Ports of all the Services, by name. */
  readonly ports?: Record<string, number>
  /** Labels of namespaces beyond those of the column. */
  readonly namespaces?: Record<string, Record<string, string>>
  /** Fields of the Service web. */
  readonly web?: Record<string, unknown>
  /** Rules of the VirtualService prod/web for the host web, and what else is in it. */
  readonly rules?: readonly CaseRule[]
  readonly virtualService?: Record<string, unknown>
  /** Rules of the HTTPRoute prod/web for the Service web, which a field-by-field translation would write. */
  readonly naive?: readonly CaseRule[]
  /** Objects of every column, and of one. */
  readonly objects?: readonly CaseObject[]
  readonly only?: Partial<Record<Column, readonly CaseObject[]>>
  readonly requests?: readonly CaseRequest[]
  /** Objects that the cluster does not take, and what it says. */
  readonly rejected?: readonly { readonly object: CaseObject; readonly because: string }[]
  /** Codes of findings with which a translation of the sidecar column tells what the decision of a request cannot. */
  readonly announced?: readonly string[]
}
