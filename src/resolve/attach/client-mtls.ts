import { refusesMutualTls } from '../../model/endpoint-tls.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Workload } from '../../model/workload.ts'
import { modeUnder, possibleMtlsLevels } from '../peer-authentication.ts'
import { type ClientTls, isOfMesh, type NamedTls } from '../routes/client-tls.ts'

/**
 * What a client's proxy speaks to a pod's sidecar: mutual TLS of the mesh, no TLS, TLS that the port does not take for the mesh's, or mutual
 * TLS with a server whose certificate has none of the names that the client asks for.
 */
export type Spoken = 'mutual' | 'plain' | 'foreign' | 'misnamed'

/**
 * What the proxy of a client speaks to a port of a pod that has a sidecar, given what DestinationRules say: more than one answer where the
 * input hides which PeerAuthentication is the oldest. On their own, proxies speak mutual TLS (auto mTLS), but not to pods whose label says that
 * they speak none, nor to a namespace that is DISABLE, whatever its workloads and ports say, nor to a port that is
 * (istio:pilot/pkg/model/push_context.go BestEffortInferServiceMTLSMode, pilot/pkg/networking/core/cluster_tls.go buildUpstreamTLSSettings,
 * pilot/pkg/xds/endpoints/mtls_checker.go; measured: istiod 1.31-alpha (commit eed52ebb) + Envoy 1.40.0). ISTIO_MUTUAL asks no client, and its
 * `subjectAltNames` are compared with the identity of the pod (pilot/pkg/networking/core/cluster_tls.go buildUpstreamClusterTLSContext, exact matches).
 */
export function spokenTo(mesh: Mesh, pod: Workload, port: number, tls: ClientTls): readonly Spoken[] {
  if (tls === 'none' || tls === 'off') return ['plain']
  if (tls === 'own') return ['foreign']
  if (tls === 'unset' && !mesh.settings.autoMtls) return ['plain']
  if (tls === 'unset' && refusesMutualTls(pod)) return ['plain']
  const each = possibleMtlsLevels(mesh, pod).map((levels): Spoken => {
    const disabled = modeUnder(levels, port).mode === 'disable'
    if (isOfMesh(tls)) return disabled ? 'foreign' : isNamed(mesh, pod, tls) ? 'mutual' : 'misnamed'
    const above = modeUnder({ ...levels, workload: undefined }, port).mode
    return disabled || above === 'disable' ? 'plain' : 'mutual'
  })
  return [...new Set(each)].sort()
}

function isNamed({ settings }: Mesh, { namespace, serviceAccount }: Workload, tls: 'mesh' | NamedTls): boolean {
  return tls === 'mesh' || tls.names.includes(`spiffe://${settings.trustDomain}/ns/${namespace}/sa/${serviceAccount}`)
}
