import type { Place } from '../diagnostics/place.ts'
import type { ActionSettings } from './action.ts'
import type { HttpHeaders } from './request.ts'

/** `denied`: a policy or a proxy refuses it; `unreachable`: nothing takes it; `undetermined`: the input does not say. */
export type Verdict = 'allowed' | 'denied' | 'unreachable' | 'undetermined'

export type PointName =
  | 'client sidecar'
  | 'gateway'
  | 'waypoint'
  | 'ztunnel'
  | 'node proxy'
  | 'cilium endpoint'
  | 'destination sidecar'
  | 'no enforcement'

/** Where enforcement points stand: beside the client, at the edge of the mesh, on the way, in the network, at the pod, or nowhere. */
const standings: Readonly<Record<PointName, 'client' | 'edge' | 'way' | 'network' | 'pod' | 'nowhere'>> = {
  'client sidecar': 'client',
  gateway: 'edge',
  waypoint: 'way',
  'node proxy': 'way',
  'cilium endpoint': 'network',
  ztunnel: 'pod',
  'destination sidecar': 'pod',
  'no enforcement': 'nowhere',
}

export function standingOf(point: PointName): (typeof standings)[PointName] {
  return standings[point]
}

/** What one enforcement point said, and why. */
export interface PointDecision {
  readonly point: PointName
  /** The pod, gateway or waypoint, as `namespace/name`. */
  readonly at: string
  readonly verdict: Verdict
  /** `403`, `401`, or how a connection ends; only for denials. */
  readonly code?: string
  /** One sentence. */
  readonly reason: string
  /** What the point saw: port and path are its own view of them, and a point that decides by method and host says those, too. */
  readonly saw: {
    readonly identity?: string
    readonly port: number
    readonly path?: string
    readonly method?: string
    readonly host?: string
  }
  /** The policies, rules and routes that decided. */
  readonly because: readonly Place[]
  /** What the input would have to tell, when undetermined. */
  readonly needs?: string
  /** Limits of how many requests it lets through: it refuses those beyond them, which no single request tells. */
  readonly counts?: readonly Place[]
}

/** Where a request ends up. */
export type BranchEnd =
  /** The pods of one template, at a port of theirs. */
  | { readonly kind: 'pods'; readonly namespace: string; readonly workload: string; readonly port: number }
  /** A host outside the mesh. */
  | { readonly kind: 'host'; readonly host: string; readonly port: number }
  /** A proxy answers with a status: nothing is there, or it answers a share of the requests. */
  | { readonly kind: 'status'; readonly status: number }
  /** Nothing that the input has. */
  | { readonly kind: 'none' }

/** One place where a request may end up: the pods of one template, or a host outside the mesh. */
export interface Branch {
  /** The place as a value; the next three are what it is called. */
  readonly end: BranchEnd
  /** `namespace/name` of the pods; undefined when the request reaches no known pods. */
  readonly workload: string | undefined
  /** The port there, or the external host and port as `host:port`. */
  readonly port?: number
  readonly host?: string
  /** The share of requests that the routes send here, 0 to 1; pods of one Service share its part evenly, so each of them has the whole part. */
  readonly share: number
  readonly verdict: Verdict
  /** All points that it met, in order; the last one decided. */
  readonly points: readonly PointDecision[]
  /** The request as this destination gets it, after every mutation on the way; absent for TCP. */
  readonly received?: ReceivedRequest
}

export interface ReceivedRequest {
  readonly target: string
  readonly authority: string
  readonly headers: HttpHeaders
}

/** An answer that a proxy gives instead of passing the request on. */
export type Answer =
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string }
  | { readonly kind: 'response'; readonly status: number; readonly body?: string }

/** What a mesh decides about one request, with the points that it met on its way. */
export interface Decision {
  /** The verdict of all branches when they agree; `undetermined` when they do not. An answer by a proxy is `allowed`. */
  readonly verdict: Verdict
  /** What the input would have to tell; the first that was met. */
  readonly needs?: string
  /** Set when a proxy answers; there are no branches then. */
  readonly answer?: Answer
  /** The points of an answer, or those that all branches share. */
  readonly points: readonly PointDecision[]
  readonly branches: readonly Branch[]
  /** What the routes do besides choosing destinations, client side first; absent where no route applied. */
  readonly settings: readonly ActionSettings[]
}
