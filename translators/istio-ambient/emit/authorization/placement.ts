import type { AuthorizationPolicy } from '../../../../src/model/authorization.ts'

/** What decides where one AuthorizationPolicy is enforced once its pods have left their sidecars. */
export interface Situation {
  readonly effect: AuthorizationPolicy['effect']
  readonly dryRun: boolean
  /** It says something that only Envoy sees, such as a method. */
  readonly needsEnvoy: boolean
  /** Gateways or sidecars go on enforcing it, so that its document has to keep its meaning. */
  readonly stays: boolean
  /** A Service in front of its pods has a waypoint. */
  readonly bound: boolean
  /** It says something that a waypoint does not see as a sidecar does, such as the address of the peer. */
  readonly lostAtWaypoint: boolean
  /** It has values that ztunnel drops without leaving out their rule. */
  readonly misread: boolean
  /** What comes through a waypoint has to be decided there: all but denials that do not ask who the client is. */
  readonly rehomed: boolean
  /** Some of its rules are left when everything that ztunnel cannot see is rounded to the safe side. */
  readonly seen: boolean
  /** One bound Service selects all of its pods, which therefore have an ALLOW policy for the waypoint. */
  readonly behindWaypoint: boolean
}

/** Where a policy is enforced, and what is said about it. */
export interface Placement {
  /**
   * What becomes of its own document: ztunnel takes it `untouched`, or `respelled` where it reads the text otherwise; it is `moved` to the
   * waypoint; or it `denies` what ztunnel cannot see.
   */
  readonly original: 'untouched' | 'respelled' | 'moved' | 'denies'
  /** Waypoints enforce it, in objects beside the original or, when that is moved, in the original. */
  readonly atWaypoint: boolean
  /** The object for ztunnel beside the original: what is left of the policy there. */
  readonly direct: 'nothing' | 'allows' | 'denies'
  readonly findings: readonly PlacementFinding[]
}

/** `not-logged`: nothing logs its matches any more; the others say which callers are denied more than before. */
export type PlacementFinding = 'not-logged' | 'direct-callers-denied' | 'uncovered-pods-denied'

/** Decides before anything is written. On every path but to what can decide it exactly, a policy is stricter than it was, never wider. */
export function placementOf(situation: Situation): Placement {
  const { effect, dryRun, needsEnvoy, stays, bound, rehomed } = situation
  if (dryRun || effect === 'audit') return logged(situation)
  if (!needsEnvoy) return { original: 'respelled', atWaypoint: rehomed, direct: 'nothing', findings: [] }
  if (!bound) return atZtunnelAlone(situation)
  return {
    original: stays ? 'respelled' : 'moved',
    atWaypoint: true,
    direct: directBesideWaypoint(situation),
    findings: ['direct-callers-denied', 'uncovered-pods-denied'],
  }
}

/** Dry runs and AUDIT decide nothing: they are enforced by waypoints or not at all. */
function logged({ stays, bound, lostAtWaypoint }: Situation): Placement {
  if (!bound || lostAtWaypoint) return { original: 'untouched', atWaypoint: false, direct: 'nothing', findings: ['not-logged'] }
  return { original: stays ? 'untouched' : 'moved', atWaypoint: true, direct: 'nothing', findings: [] }
}

/** ztunnel denies what it cannot see. ALLOW policies do that as they are, because istiod leaves out rules with anything unseen. */
function atZtunnelAlone({ effect, stays, misread, seen }: Situation): Placement {
  const findings = ['uncovered-pods-denied'] as const
  if (effect === 'allow' && (stays || !misread)) return { original: 'respelled', atWaypoint: false, direct: 'nothing', findings }
  if (stays) return { original: 'untouched', atWaypoint: false, direct: seen ? 'denies' : 'nothing', findings }
  return { original: 'denies', atWaypoint: false, direct: 'nothing', findings }
}

/** Callers that bypass the waypoint. An ALLOW policy without rules need not be written where another one closes its pods to them already. */
function directBesideWaypoint({ effect, stays, seen, behindWaypoint }: Situation): Placement['direct'] {
  if (effect === 'allow') return stays || (!seen && behindWaypoint) ? 'nothing' : 'allows'
  return seen ? 'denies' : 'nothing'
}
