import type { GatewaySpecListenersTls, GatewaySpecTlsFrontend } from '../../../src/crd/generated/types/gateway-api/gateway.ts'
import type { EdgeGateway } from '../../../src/model/gateway.ts'
import { settingTexts } from '../../../src/model/setting-texts.ts'

type Server = EdgeGateway['servers'][number]

/**
 * A server with what its listener, and the Gateway for frontends, say of TLS. Clients show a certificate where frontends are validated;
 * `AllowInsecureFallback` lets others in (api: gateway-api v1.4 FrontendTLSValidation).
 */
export function withTls(server: Server, tls: GatewaySpecListenersTls | undefined, frontend: GatewaySpecTlsFrontend | undefined): Server {
  if (tls === undefined) return server
  const { validation } = frontend?.perPort?.find(({ port }) => port === server.port)?.tls ?? frontend?.default ?? {}
  const validated = (validation?.caCertificateRefs ?? []).length > 0 && validation?.mode !== 'AllowInsecureFallback'
  const written = settingTexts({ ...tls, frontendValidation: validation })
  return { ...server, ...(validated ? { wantsCertificate: true } : {}), ...(written === undefined ? {} : { tls: written }) }
}
