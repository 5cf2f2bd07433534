import type { Place } from '../../../src/diagnostics/place.ts'

/** Why something cannot be said exactly in a form: `what` completes "because of …". */
export interface Obstacle {
  readonly place: Place
  readonly what: string
}

/** A value, or what stands in the way of it. */
export type Attempt<T> = { readonly value: T } | { readonly obstacles: readonly Obstacle[] }

export function failed<T>(attempt: Attempt<T>): attempt is { readonly obstacles: readonly Obstacle[] } {
  return 'obstacles' in attempt
}
