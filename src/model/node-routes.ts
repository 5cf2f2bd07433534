import type { Place } from '../diagnostics/place.ts'
import type { TokenIssuer } from './authentication.ts'
import type { Predicate } from './predicate.ts'
import type { RateLimit } from './rate-limit.ts'
import type { RouteTable } from './route.ts'
import type { ExternalAuthorizer, MeshSettings } from './settings.ts'

/**
 * What the proxies of Cilium's nodes know about requests for Services: a route of Gateway API with a Service as its parent, or a
 * CiliumEnvoyConfig. Those of Gateway API have the order `specificity`, and all that is for one Service becomes one table
 * (src/resolve/routes/node-routes.ts). A binding without a port means every port, but for routes of Gateway API those with an `appProtocol`.
 */
export interface NodeRoutes extends RouteTable {
  /** What the listener makes of paths before it looks at routes: nothing, in what Cilium's operator writes (measured: Cilium 1.20.2). */
  readonly normalization: MeshSettings['pathNormalization']
  /** Whose tokens the listener checks before it routes, as a RequestAuthentication has sidecars do; absent where it looks at none. */
  readonly issuers?: readonly TokenIssuer[]
  /** Who is asked about requests before tokens are looked at, as a CUSTOM policy has sidecars do; absent where no authorizer is. */
  readonly authorizers?: readonly NodeAuthorizer[]
  /** Limits of how many requests the listener lets through; absent where there are none. */
  readonly limits?: readonly RateLimit[]
  /** What is written in it and not understood: what becomes of requests for its Services is not known then. */
  readonly unmodelled: readonly Place[]
}

/** An external authorizer that a listener asks about the requests that one of some rules matches. */
export interface NodeAuthorizer {
  readonly authorizer: ExternalAuthorizer
  readonly rules: readonly { readonly matches: Predicate; readonly place: Place }[]
}

/** Lets routes of some namespaces send requests to Services of its own (ReferenceGrant). */
export interface BackendGrant {
  readonly name: string
  readonly namespace: string
  readonly from: readonly { readonly kind: string; readonly namespace: string }[]
  /** Services by name; without a name all of its namespace. */
  readonly to: readonly { readonly service?: string }[]
  readonly place: Place
}
