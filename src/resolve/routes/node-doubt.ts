import type { Place } from '../../diagnostics/place.ts'

/** What keeps the rules that the proxy of a node has for a Service from being known. */
export interface NodeDoubt {
  /** Completes "it is not known …". */
  readonly why: string
  readonly at: Place
}
