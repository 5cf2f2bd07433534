import type { Place } from '../diagnostics/place.ts'
import type { Attachment } from './authorization.ts'

export type MtlsMode = 'strict' | 'permissive' | 'disable' | 'unset'

/** A PeerAuthentication as written; `resolvePeerAuthentication` says what holds for one workload port. */
export interface PeerAuthentication {
  readonly name: string
  readonly namespace: string
  readonly attachment: Attachment
  readonly mode: MtlsMode
  readonly modePlace?: Place
  /** By container port. */
  readonly ports: readonly { readonly port: number; readonly mode: MtlsMode; readonly place: Place }[]
  readonly creationTimestamp?: string
  readonly place: Place
}

/**
 * A RequestAuthentication: which tokens are believed. A request without a token passes unless some issuer requires one; one with an invalid
 * token is answered 401.
 */
export interface RequestAuthentication {
  readonly name: string
  readonly namespace: string
  readonly attachment: Attachment
  readonly issuers: readonly TokenIssuer[]
  readonly place: Place
}

export interface TokenIssuer {
  readonly issuer: string
  readonly audiences: readonly string[]
  readonly keys:
    | { readonly kind: 'uri'; readonly uri: string }
    | { readonly kind: 'inline'; readonly jwks: string }
    | { readonly kind: 'discovery' }
  /** Where the token is looked for; empty means `Authorization: Bearer` and the `access_token` query parameter. */
  readonly locations: readonly (
    | { readonly in: 'header'; readonly name: string; readonly prefix?: string }
    | { readonly in: 'query' | 'cookie'; readonly name: string }
  )[]
  /** `presence: REQUIRED`: a request without a token of this issuer is answered 401, whatever other issuers say (since Istio 1.32). */
  readonly required: boolean
  readonly forwardToken: boolean
  readonly payloadHeader?: string
  readonly claimHeaders: readonly { readonly header: string; readonly claim: string }[]
  readonly spaceDelimitedClaims: readonly string[]
  readonly timeout?: string
  readonly place: Place
}

/** Whether a PeerAuthentication asks for mutual TLS at some port. */
export function isStrict({ mode, ports }: Pick<PeerAuthentication, 'mode' | 'ports'>): boolean {
  return [mode, ...ports.map((port) => port.mode)].includes('strict')
}
