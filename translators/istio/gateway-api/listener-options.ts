import type { GatewaySpecListenersTls } from '../../../src/crd/generated/types/gateway-api/gateway.ts'
import type { EdgeGateway } from '../../../src/model/gateway.ts'
import type { Labels } from '../../../src/model/workload.ts'

/** The option by which a listener says more than `mode: Terminate` (istio:pilot/pkg/config/kube/gateway/conversion.go buildTLS). */
const terminateMode = 'gateway.istio.io/tls-terminate-mode'

/** Whether clients of a listener show a certificate because its option asks for one. */
export function asksForCertificate(tls: GatewaySpecListenersTls | undefined): boolean {
  const mode = tls?.options?.[terminateMode]
  return mode === 'MUTUAL' || mode === 'ISTIO_MUTUAL'
}

/**
 * Whether istiod makes an AUTO_PASSTHROUGH server of a listener: by the option, or by the port of a gateway that has the label of its network
 * (istio:pilot/pkg/config/kube/gateway/conversion.go IsAutoPassthrough).
 */
export function handsThrough(labels: Labels, { port }: EdgeGateway['servers'][number], tls: GatewaySpecListenersTls | undefined): boolean {
  if (tls?.mode !== 'Passthrough') return false
  if (tls.options?.['gateway.istio.io/listener-protocol'] === 'auto-passthrough') return true
  if (labels['topology.istio.io/network'] === undefined) return false
  return String(port) === (labels['networking.istio.io/gatewayPort'] ?? '15443')
}
