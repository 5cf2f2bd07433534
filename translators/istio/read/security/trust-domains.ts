import type { MeshSettings } from '../../../../src/model/settings.ts'

/**
 * The principals that a written one stands for. One of exactly five `/`-parts whose trust domain is the mesh's, an alias, matches one with
 * a star, or is the literal `cluster.local` stands for the same account in the mesh's trust domain and every alias; any other stands for
 * itself (istio:pilot/pkg/security/trustdomain/bundle.go ReplaceTrustDomainAliases).
 */
export function expandPrincipal(principal: string, settings: MeshSettings): readonly string[] {
  const [written, ...account] = principal.split('/')
  if (written === undefined || account.length !== 4 || written === '*') return [principal]
  const own = trustDomains(settings)
  if (written !== 'cluster.local' && !own.some((domain) => overlap(written, domain))) return [principal]
  // A written `*suffix` that covers a domain stays as it is, for that domain.
  return [...new Set(own.map((domain) => (coversBySuffix(written, domain) ? principal : [domain, ...account].join('/'))))]
}

/** The trust domains that a written one stands for: the mesh's own or an alias stands for all of them (bundle.go ExpandTrustDomainAliases). */
export function expandTrustDomain(domain: string, settings: MeshSettings): readonly string[] {
  const own = trustDomains(settings)
  return own.includes(domain) ? [...new Set(own)] : [domain]
}

function trustDomains(settings: MeshSettings): readonly string[] {
  return [settings.trustDomain, ...settings.trustDomainAliases]
}

function overlap(a: string, b: string): boolean {
  return a === b || coversBySuffix(a, b) || coversBySuffix(b, a) || coversByPrefix(a, b) || coversByPrefix(b, a)
}

function coversBySuffix(pattern: string, text: string): boolean {
  return pattern.startsWith('*') && text.endsWith(pattern.slice(1))
}

function coversByPrefix(pattern: string, text: string): boolean {
  return pattern.endsWith('*') && text.startsWith(pattern.slice(0, -1))
}
