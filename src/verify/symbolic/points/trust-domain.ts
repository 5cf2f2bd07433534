import type { MeshSettings } from '../../../model/settings.ts'
import { attributes } from '../attribute.ts'
import { always, any, type Condition, never, text, unknown } from '../condition.ts'

/**
 * The clients whose certificate an Envoy of the mesh accepts. Envoy compares the trust domain as it is written, so that an alias with a star
 * (`*.legacy`) accepts nobody (istio:pilot/pkg/networking/plugin/authn/util.go TrustDomainsForValidation,
 * istio:pilot/pkg/security/model/authentication.go AppendURIPrefixToTrustDomain).
 */
export function proxyAcceptsClient({ flags, trustDomain, trustDomainAliases, unmodelled }: MeshSettings): Condition {
  if (flags.PILOT_SKIP_VALIDATE_TRUST_DOMAIN === 'true') return always
  const names = new Set([trustDomain, ...trustDomainAliases])
  const others = unmodelled.some(({ path }) => path.at(-1) === 'caCertificates')
  return any([
    ...[...names].map((value) => text(attributes.clientTrustDomain, { kind: 'exact', value })),
    others ? unknown('clients that caCertificates accept', 'the trust domains of `caCertificates`') : never,
  ])
}
