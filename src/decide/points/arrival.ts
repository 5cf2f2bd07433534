import type { Request } from '../../model/request.ts'
import type { Truth } from '../../resolve/truth.ts'

/** How a connection arrives at a pod: with which identity, from where, and whether ztunnel's tunnel (HBONE) carried it. */
export interface Arrival {
  readonly identity: string | undefined
  readonly peerAddress: string | 'unknown'
  readonly tunnelled: boolean
  readonly behindWaypoint: boolean
}

/** What comes to a port of a pod. */
export interface InboundTraffic {
  readonly port: number
  /** What arrives, after every change on the way. */
  readonly request: Request
  readonly arrival: Arrival
  /** Whether external authorizers (`CUSTOM`) let it pass. */
  readonly externalAllows: Truth
}
