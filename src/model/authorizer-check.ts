/**
 * How an external authorizer is asked and what is made of its answer, as far as all of it is understood
 * (api:mesh/v1alpha1/config.proto EnvoyExternalAuthorizationHttpProvider, EnvoyExternalAuthorizationGrpcProvider).
 * Names of headers are in lower case; one star at an end stands for any text. A header named twice counts once.
 */
export interface AuthorizerCheck {
  readonly timeoutMs: number
  /** The code that is answered when the authorizer cannot be reached; absent for 403. */
  readonly statusOnError?: number
  readonly body?: AuthorizerBody
  /** HTTP alone: what stands before the path of a check. */
  readonly pathPrefix?: string
  /** HTTP alone: headers of the request that the check has beside those that it always has. */
  readonly requestHeaders: readonly string[]
  /** HTTP alone: headers with fixed values that the check gets, sorted by name. */
  readonly addedHeaders: readonly { readonly name: string; readonly value: string }[]
  /** HTTP alone: headers of an answer that allows, which the request gets. */
  readonly toUpstream: readonly string[]
  /** HTTP alone: headers of an answer that denies, which the client gets. */
  readonly toClientOnDeny: readonly string[]
  /** HTTP alone: headers of an answer that allows, which the client gets. */
  readonly toClientOnAllow: readonly string[]
}

/** How much of the body of a request the authorizer is shown. */
export interface AuthorizerBody {
  readonly maxBytes: number
  readonly allowPartial: boolean
  readonly asBytes: boolean
}

/** What holds where a provider says nothing (istio:pilot/pkg/security/authz/builder/extauthz.go timeoutOrDefault). */
export const plainCheck: AuthorizerCheck = {
  timeoutMs: 600_000,
  requestHeaders: [],
  addedHeaders: [],
  toUpstream: [],
  toClientOnDeny: [],
  toClientOnAllow: [],
}
