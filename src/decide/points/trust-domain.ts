import type { MeshSettings } from '../../model/settings.ts'
import { identityParts } from '../../resolve/text.ts'
import type { Truth } from '../../resolve/truth.ts'

/**
 * Whether Envoy accepts the certificate of a peer: its trust domain is the mesh's, an alias of it, or one of `caCertificates`, which the
 * model does not carry (istio:pilot/pkg/networking/plugin/authn/util.go TrustDomainsForValidation).
 */
export function proxyAcceptsPeer(identity: string, settings: MeshSettings): Truth {
  if (settings.flags.PILOT_SKIP_VALIDATE_TRUST_DOMAIN === 'true') return true
  const domain = identityParts(identity)?.trustDomain
  if (domain !== undefined && [settings.trustDomain, ...settings.trustDomainAliases].includes(domain)) return true
  return settings.unmodelled.some(({ path }) => path.at(-1) === 'caCertificates') ? 'unknown' : false
}

/** Whether ztunnel does: only its own trust domain will do, without aliases (ztunnel:src/tls/certificate.rs). */
export function ztunnelAcceptsPeer(identity: string, settings: MeshSettings): boolean {
  return identityParts(identity)?.trustDomain === settings.trustDomain
}
