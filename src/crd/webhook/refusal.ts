import type { PathStep } from '../../diagnostics/place.ts'

/** A value that Istio's webhook refuses; `reason` goes on after the value's path. */
export interface Refusal {
  readonly path: readonly PathStep[]
  readonly reason: string
}
