import type { GatewaySpecListenersTls, GatewaySpecTlsFrontend } from '../../../src/crd/generated/types/gateway-api/gateway.ts'
import type { EdgeGateway } from '../../../src/model/gateway.ts'
import { settingTexts } from '../../../src/model/setting-texts.ts'
import type { Labels } from '../../../src/model/workload.ts'

type Server = EdgeGateway['servers'][number]

/** The option by which a listener says more than `mode: Terminate` (istio:pilot/pkg/config/kube/gateway/conversion.go buildTLS). */
const terminateMode = 'gateway.istio.io/tls-terminate-mode'

/**
 * A server with what its listener, and the Gateway for frontends, say of TLS. Clients show a certificate where the option asks for one, or
 * where frontends are validated; `AllowInsecureFallback` lets others in (api: gateway-api v1.4 FrontendTLSValidation).
 */
export function withTls(server: Server, tls: GatewaySpecListenersTls | undefined, frontend: GatewaySpecTlsFrontend | undefined): Server {
  if (tls === undefined) return server
  const { validation } = frontend?.perPort?.find(({ port }) => port === server.port)?.tls ?? frontend?.default ?? {}
  const mode = tls.options?.[terminateMode]
  const validated = (validation?.caCertificateRefs ?? []).length > 0 && validation?.mode !== 'AllowInsecureFallback'
  const written = settingTexts({ ...tls, frontendValidation: validation })
  return {
    ...server,
    ...(mode === 'MUTUAL' || mode === 'ISTIO_MUTUAL' || validated ? { wantsCertificate: true } : {}),
    ...(written === undefined ? {} : { tls: written }),
  }
}

/**
 * Whether istiod makes an AUTO_PASSTHROUGH server of a listener: by the option, or by the port of a gateway that has the label of its network
 * (istio:pilot/pkg/config/kube/gateway/conversion.go IsAutoPassthrough).
 */
export function handsThrough(labels: Labels, server: Server, tls: GatewaySpecListenersTls | undefined): boolean {
  if (tls?.mode !== 'Passthrough') return false
  if (tls.options?.['gateway.istio.io/listener-protocol'] === 'auto-passthrough') return true
  if (labels['topology.istio.io/network'] === undefined) return false
  return String(server.port) === (labels['networking.istio.io/gatewayPort'] ?? '15443')
}
