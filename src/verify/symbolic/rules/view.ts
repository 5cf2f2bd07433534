import type { Mutation } from '../../../model/action.ts'
import type { TokenIssuer } from '../../../model/authentication.ts'
import type { CertificateHeader } from '../../../resolve/proxy-headers.ts'
import type { Attribute } from '../attribute.ts'
import type { Condition } from '../condition.ts'

/** Who the peer of a point is: no identity it can name, the client itself, or a proxy with an identity of its own (`trust-domain/ns/N/sa/S`). */
export type SeenIdentity = 'none' | 'client' | { readonly principal: string }

/**
 * How one enforcement point sees the client's request: which attributes reach it unchanged, which are replaced, which it cannot see. What
 * the input does not say is `unknown`.
 */
export interface SeenRequest {
  /** Names the point in what is unknown, so that two points are never taken for one: `sidecar of shop/cart`. */
  readonly point: string
  readonly identity: SeenIdentity
  /** Address of the connection's peer: the client's own, never to be matched, or unknown. */
  readonly peer: 'client' | 'hidden' | 'unknown'
  /** The client's address where X-Forwarded-For is not given; `unreliable` where it is not to be relied on even then. */
  readonly origin: 'client' | 'unknown' | 'unreliable'
  readonly port: number
  /** Set where the point understands HTTP. */
  readonly http?: SeenHttp
  /** Whether the point knows the client's labels and namespace: its own sidecar does; a waypoint takes itself for the client. */
  readonly clientIs: 'itself' | { readonly namespace: string } | 'unknown'
}

export interface SeenHttp {
  /** What was done to the request before it got here, in order. */
  readonly mutations: readonly Mutation[]
  readonly token: SeenToken
  /** How the point sees the path, where that is not as the mesh's own proxies see it. */
  readonly path?: Attribute<'path-under'>
  /** What the point finds in `x-forwarded-client-cert`; absent where that is unknown. */
  readonly certificateHeader?: CertificateHeader
  /** Set where the request went through a proxy of its client before, which may have written headers of its own. */
  readonly behindProxy?: true
  /** Headers that the point writes itself from claims, before it looks at them. */
  readonly written?: ReadonlySet<string>
  /** Query parameters that may have been taken away with a token that stood there. */
  readonly takenParameters?: ReadonlySet<string>
}

/** What a point believes of the tokens in a request. `atLocation` turns a condition on the believed token into one on the request. */
export interface SeenToken {
  /** Holds when the token is refused. */
  readonly refused: Condition
  /** Where `about` holds of the believed token, which it is given; never holds when none is believed. */
  believed(about: (token: Attribute<'token'>, issuer: TokenIssuer) => Condition): Condition
}
