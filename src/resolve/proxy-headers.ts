import type { Atom } from '../model/predicate.ts'
import { matchesText } from './text.ts'
import type { Truth } from './truth.ts'

/**
 * What a proxy finds in `x-forwarded-client-cert`: a sidecar that the peer showed a certificate writes it, whoever sees no certificate takes
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

/** A condition on such a header: whether it is there may be known, its text is not. */
export function proxyHeaderHolds(
  { name, match, absentIsEmpty }: Extract<Atom, { kind: 'header' }>,
  found: CertificateHeader | undefined,
): Truth {
  if (name.toLowerCase() !== certificateHeader || found === undefined) return 'unknown'
  if (found === 'absent') return absentIsEmpty === true && matchesText(match, '')
  return match.op === 'present' || match.op === 'non-empty' ? true : 'unknown'
}
