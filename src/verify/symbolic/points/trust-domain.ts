import type { MeshSettings } from '../../../model/settings.ts'
import { attributes } from '../attribute.ts'
import { alwaysTrue, anyOf, type Condition, neverTrue, textIn, unknown } from '../condition.ts'

/**
 * The clients whose certificate an Envoy of the mesh accepts. Envoy compares the trust domain as it is written, so that an alias with a star
 * (`*.legacy`) accepts no client (istio:pilot/pkg/networking/plugin/authn/util.go TrustDomainsForValidation,
 * istio:pilot/pkg/security/model/authentication.go AppendURIPrefixToTrustDomain).
 */
export function proxyAcceptsClient({ flags, trustDomain, trustDomainAliases, unmodelled }: MeshSettings): Condition {
  if (flags.PILOT_SKIP_VALIDATE_TRUST_DOMAIN === 'true') return alwaysTrue
  const names = new Set([trustDomain, ...trustDomainAliases])
  const others = unmodelled.some(({ path }) => path.at(-1) === 'caCertificates')
  return anyOf([
    ...[...names].map((value) => textIn(attributes.clientTrustDomain, { kind: 'exact', value })),
    others ? unknown('clients that caCertificates accept', 'the trust domains of `caCertificates`') : neverTrue,
  ])
}
