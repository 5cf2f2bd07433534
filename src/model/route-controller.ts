/** Names a controller: the table of a route is what one of them makes of it. */
export type RouteControllerName = 'istiod' | 'cilium'

/** Parts of a route of Gateway API that not every controller can program. */
export type RouteFeature =
  | 'extension-ref'
  | 'external-auth'
  | 'backend-mirror'
  | 'backend-redirect'
  | 'backend-rewrite'
  | 'backend-cors'
  | 'backend-without-port'

/**
 * What a controller that programs routes of Gateway API does where the API leaves the choice to it. Reading and writing routes are the same for all; this is
 * what differs. For example istiod retries every route on four causes, and Cilium's operator on others.
 */
export interface RouteController {
  readonly name: RouteControllerName
  /** Parts that keep it from programming a route at all. */
  readonly refuses: ReadonlySet<RouteFeature>
  /** What a route with `retry` is retried on besides its codes, in Envoy's words. */
  readonly retriedOn: readonly string[]
  /** The attempts of a `retry` without any, where the API server fills in none. */
  readonly attempts: number
  /** Kinds that may be parents of a route besides those of Gateway API (Gateway, ListenerSet, Service), by group and kind. */
  readonly parents: Readonly<Record<string, 'ServiceEntry'>>
  /** Kinds of backends besides Services whose names are hosts, by group and kind. */
  readonly hostBackends: ReadonlySet<string>
  /** A regular expression for the value of a header or query parameter that it takes for any value, where it has such a one. */
  readonly regexOfAnyValue?: string
  /**
   * What `timeouts.backendRequest` limits. `try`: each try where the rule retries, and else the whole request, in place of `timeouts.request`.
   * `request`: the whole request, where it is the shorter of the two.
   */
  readonly backendRequest: 'try' | 'request'
  /** A regular expression for what a star among other characters of an allowed origin stands for (`https://*.shop.example`). */
  readonly starOfOrigin: string
  /** What becomes of preflights whose origin is not allowed. */
  readonly unmatchedPreflights: 'forward' | 'ignore'
  /** The status of the answer where a rule leads to no backend (istiod: 500, and 404 in Istio 1.30 only). */
  readonly withoutBackends: number
  /** The first release of Gateway API with which it reads a kind. */
  readonly since: { readonly TLSRoute: string; readonly TCPRoute: string }
}
