/**
 * What the controller that programs the routes does where Gateway API leaves the choice to it. A target has one, and what its routes say is written
 * for it: istiod retries every route on four causes, Cilium's operator on others.
 */
export interface RouteController {
  /** Names it in messages. */
  readonly name: string
  /** What a route with `retry` is retried on besides its codes, in Envoy's words. */
  readonly retriedOn: readonly string[]
  /** The first release of Gateway API with which it reads a kind. */
  readonly since: { readonly TLSRoute: string; readonly TCPRoute: string }
}
