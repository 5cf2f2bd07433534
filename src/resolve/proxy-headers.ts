import type { Atom } from '../model/predicate.ts'
import { matchesText } from './text.ts'
import type { Truth } from './truth.ts'

/**
 * What a proxy finds in `x-forwarded-client-cert`: a sidecar that the peer showed a certificate writes it, a proxy that sees no certificate takes
 * it away (istio:pilot/pkg/networking/core/listener_builder.go, envoy:source/common/http/conn_manager_utility.cc mutateXfccRequestHeader).
 */
export type CertificateHeader = 'written' | 'absent'

export const certificateHeader = 'x-forwarded-client-cert'

/** Headers by which sidecars tell each other who they are (istio:pilot/pkg/xds/filters/filters.go SidecarInboundMetadataFilter). */
const peerMetadata: ReadonlySet<string> = new Set(['x-envoy-peer-metadata', 'x-envoy-peer-metadata-id'])

/** Whether proxies write the header and not clients. */
export function isProxyHeader(name: string): boolean {
  const lower = name.toLowerCase()
  return lower === certificateHeader || peerMetadata.has(lower)
}

/**
 * Whether the proxy of a client writes the header, or takes it away, after it has chosen a route: `x-envoy-original-path` where the route
 * rewrites the path, `x-envoy-attempt-count` on every request, headers of tracing. The sidecar of the destination sees that; a waypoint
 * decides about requests as clients sent them (measured: Envoy 1.40.0; envoy:source/common/router/router.cc).
 */
export function isWrittenOnTheWay(name: string): boolean {
  const lower = name.toLowerCase()
  return lower.startsWith('x-envoy-') || lower.startsWith('x-b3-') || writtenOnTheWay.has(lower)
}

const writtenOnTheWay: ReadonlySet<string> = new Set([
  'b3',
  'baggage',
  'forwarded',
  'traceparent',
  'tracestate',
  'x-cloud-trace-context',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-ot-span-context',
  'x-request-id',
])

/** A condition on a header of proxies: whether it is there may be known, its text is not. */
export function proxyHeaderHolds(
  { name, match, absentIsEmpty }: Extract<Atom, { kind: 'header' }>,
  found: CertificateHeader | undefined,
): Truth {
  if (name.toLowerCase() !== certificateHeader || found === undefined) return 'unknown'
  if (found === 'absent') return absentIsEmpty === true && matchesText(match, '')
  return match.op === 'present' || match.op === 'non-empty' ? true : 'unknown'
}
