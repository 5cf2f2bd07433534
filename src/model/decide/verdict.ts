import type { Place } from '../../diagnostics/place.ts'

export type Verdict = 'allowed' | 'denied' | 'unreachable' | 'undetermined'

export type PointName = 'client sidecar' | 'waypoint' | 'ztunnel' | 'destination sidecar' | 'no enforcement'

/** What one enforcement point said, and why. */
export interface PointDecision {
  readonly point: PointName
  /** The pod or waypoint, as `namespace/name`. */
  readonly at: string
  readonly verdict: Verdict
  /** `403`, `401`, or how a connection ends; only for denials. */
  readonly code?: string
  /** One sentence. */
  readonly reason: string
  /** What the point saw. */
  readonly saw: { readonly identity?: string; readonly port: number; readonly path?: string }
  /** The policies and rules that decided. */
  readonly because: readonly Place[]
  /** What the input would have to tell, when undetermined. */
  readonly needs?: string
}
