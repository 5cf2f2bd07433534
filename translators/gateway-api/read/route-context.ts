import type { Place } from '../../../src/diagnostics/place.ts'
import type { ReadContext } from '../../../src/model/dialect.ts'
import type { RouteController, RouteFeature } from '../../../src/model/route-controller.ts'

/** What the readers of a Gateway API route's parts know. */
export interface RouteContext extends ReadContext {
  readonly namespace: string
  /** For which the route is read. */
  readonly controller: RouteController
  /** Parts that not every controller can program. */
  readonly asked: { readonly feature: RouteFeature; readonly what: string; readonly place: Place }[]
}
