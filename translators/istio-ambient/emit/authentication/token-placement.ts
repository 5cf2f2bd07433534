/** What decides where the tokens of one RequestAuthentication are checked once its pods have left their sidecars. */
export interface TokenSituation {
  /** It names issuers: without any it checks nothing. */
  readonly checks: boolean
  /** It is attached by `targetRefs`, to waypoints or gateways that check it already. */
  readonly targeted: boolean
  /** ztunnel serves some of its pods. */
  readonly atZtunnel: boolean
  /** Gateways or sidecars go on enforcing it, so that its document has to keep its meaning. */
  readonly stays: boolean
  /** Some Service in front of its pods has a waypoint. */
  readonly bound: boolean
  /** One of those is in the namespace of the document, which can refer to Services there alone. */
  readonly boundBeside: boolean
}

/** Where the tokens are checked. */
export interface TokenPlacement {
  /** What becomes of its own document: it is `moved` to waypoints of its namespace, or `untouched`, which ztunnel ignores. */
  readonly original: 'untouched' | 'moved'
  /** Waypoints check the tokens, by objects beside the original where that is not moved to them. */
  readonly atWaypoint: boolean
  /** ztunnel reads no tokens: it denies what bypasses the waypoints, which is everything where there is none. */
  readonly direct: 'nothing' | 'denies'
}

/** Decides before anything is written. A request that reaches the pods with its tokens unchecked is denied wherever they could matter. */
export function tokenPlacementOf({ checks, targeted, atZtunnel, stays, bound, boundBeside }: TokenSituation): TokenPlacement {
  if (!checks || targeted || !atZtunnel) return { original: 'untouched', atWaypoint: false, direct: 'nothing' }
  return { original: bound && boundBeside && !stays ? 'moved' : 'untouched', atWaypoint: bound, direct: 'denies' }
}
