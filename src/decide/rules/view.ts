import type { HttpRequest } from '../../model/request.ts'
import type { Labels } from '../../model/workload.ts'
import type { CertificateHeader } from '../../resolve/proxy-headers.ts'

/**
 * A request as one enforcement point sees it: a waypoint sees the service port, a sidecar the container port, ztunnel behind a waypoint
 * the waypoint's identity. What the point cannot see is absent; what the input does not say is `unknown`.
 */
export interface View {
  /** `trust-domain/ns/N/sa/S`; undefined for plaintext. */
  readonly identity: string | undefined
  /** Address of the connection's peer; `hidden` where address rules never match (a waypoint). */
  readonly peerAddress: string | 'unknown' | 'hidden'
  readonly clientAddress: string | 'unknown'
  readonly destinationAddress: string | 'unknown'
  readonly port: number | 'unknown'
  /** HTTP attributes, where the point understands HTTP on this port. The token is the one that the point believes. */
  readonly http: HttpRequest | undefined
  /** Lower-case names of headers that the point itself writes before it authorizes (claims of a token): their values are unknown. */
  readonly writtenHeaders?: ReadonlySet<string>
  /** Query parameters that may have been taken away with a token that stood there. */
  readonly takenParameters?: ReadonlySet<string>
  /** Set where the request went through a proxy of its client before, which may have written headers of its own. */
  readonly behindProxy?: true
  /** What the point finds in `x-forwarded-client-cert`; absent where that is unknown. */
  readonly certificateHeader?: CertificateHeader
  /** Undefined where there is none, or where the point does not look. */
  readonly sni: string | undefined | 'unknown'
  /** What only the client's own proxy knows. */
  readonly client?: { readonly labels?: Labels; readonly namespace: string }
}
