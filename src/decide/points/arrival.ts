/** How a connection arrives at a pod: with which identity, from where, and whether ztunnel's tunnel (HBONE) carried it. */
export interface Arrival {
  readonly identity: string | undefined
  readonly peerAddress: string | 'unknown'
  readonly tunnelled: boolean
  readonly behindWaypoint: boolean
}
