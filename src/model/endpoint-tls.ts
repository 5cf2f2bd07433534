import type { OriginatedTls } from './backend.ts'
import { mayHaveSidecars } from './data-plane.ts'
import { ownValue } from './own-value.ts'
import type { Labels, Workload } from './workload.ts'

/** The label by which pods say whether clients should speak mutual TLS to them; the injector writes `istio` where it is not there. */
export const tlsModeLabel = 'security.istio.io/tlsMode'

/**
 * Pods that say themselves that they speak no mutual TLS: whatever is not `istio` means so, and proxies go by it unless a DestinationRule says
 * what they speak (istio:pilot/pkg/model/service.go GetTLSModeFromEndpointLabels, istio:pilot/pkg/xds/endpoints/mtls_checker.go checkMtlsEnabled).
 */
export function refusesMutualTls({ labels }: { readonly labels: Labels }): boolean {
  return (ownValue(labels, tlsModeLabel) ?? 'istio') !== 'istio'
}

/** Pods to which no proxy speaks mutual TLS on its own: they have no sidecar, or say that theirs speaks none. */
export function isWithoutMutualTls(pod: Workload): boolean {
  return pod.hostNetwork || !mayHaveSidecars(pod.dataPlane) || refusesMutualTls(pod)
}

/** Whether sidecars connect only to servers with certificates of these names (istio:pilot/pkg/networking/core/cluster_tls.go buildUpstreamTLSSettings). */
export function namesServers(tls: OriginatedTls): boolean {
  return namesAskedOf(tls).length > 0
}

/** The names of `subjectAltNames`, as they are written: a certificate has to have one of them, letter by letter. */
export function namesAskedOf({ settings }: OriginatedTls): readonly string[] {
  return (settings as { readonly subjectAltNames?: readonly string[] }).subjectAltNames ?? []
}
