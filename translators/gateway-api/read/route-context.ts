import type { Place } from '../../../src/diagnostics/place.ts'
import type { ReadContext } from '../../../src/model/dialect.ts'

/** What the readers of a Gateway API route's parts know. */
export interface RouteContext extends ReadContext {
  readonly namespace: string
  /** What istiod cannot convert: one such part and the whole route is not programmed. */
  readonly faults: { readonly what: string; readonly place: Place }[]
}
