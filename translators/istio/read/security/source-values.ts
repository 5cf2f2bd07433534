import { parseIpRange } from '../../../../src/algebra/ip-range.ts'
import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { IdentityMatch, Predicate, TextMatch } from '../../../../src/model/predicate.ts'
import { lossText } from './rule-context.ts'
import { starredMatch } from './text-match.ts'
import { expandPrincipal, expandTrustDomain } from './trust-domains.ts'
import type { ValueReader } from './value-list.ts'

export const readPrincipal: ValueReader = (value, place, context) => {
  if (value.replace(/^\*/, '').startsWith('spiffe://')) {
    context.diagnostics.push(diagnose(catalogue.spiffePrefixNeverMatches, place, { principal: value }))
  }
  return expandPrincipal(value, context.settings).map((text): Predicate => {
    const written = text === value ? {} : { written: value }
    const match: IdentityMatch = text === '*' ? { by: 'any' } : { by: 'principal', match: starredMatch(text), ...written }
    return { kind: 'identity', match, place }
  })
}

/** Every star stands for any characters here, unlike anywhere else (istio:pilot/pkg/security/authz/model/generator.go srcNamespaceGenerator). */
export const readNamespace: ValueReader = (value, place) => {
  const pattern = isPlainNamespace(value) ? {} : { pattern: `.*/ns/${value.replaceAll('*', '.*')}/.*` }
  return [{ kind: 'identity', match: { by: 'namespace', glob: value, ...pattern }, place }]
}

/** `*a` is not plain: a star takes slashes too, so that the `a` of `/sa/` ends it, and every identity matches. */
function isPlainNamespace(value: string): boolean {
  return /^[\w*-]*$/.test(value) && !/\*s?a$/.test(value)
}

/** `namespace/name`, or a name in the policy's own namespace; the trust domain does not matter. */
export const readServiceAccount: ValueReader = (value, place, context) => {
  const slash = value.indexOf('/')
  const account =
    slash < 0 ? { namespace: context.namespace, name: value } : { namespace: value.slice(0, slash), name: value.slice(slash + 1) }
  const pattern = /^[\w-]*$/.test(account.namespace + account.name)
    ? {}
    : { pattern: `spiffe://.+/ns/${account.namespace}/(.+/|)sa/${account.name}(/.+)?` }
  return [{ kind: 'identity', match: { by: 'service-account', ...account, ...pattern }, place }]
}

export const readTrustDomain: ValueReader = (value, place, context) =>
  expandTrustDomain(value, context.settings).map((glob): Predicate => ({ kind: 'identity', match: { by: 'trust-domain', glob }, place }))

/**
 * `issuer/subject`, split at the last slash because issuers are URLs. A star is special at the very start or end of the whole value, so a
 * value that starts with one compares its subject exactly (istio:pilot/pkg/security/authz/model/generator.go requestPrincipalGenerator).
 */
export const readRequestPrincipal: ValueReader = (value, place, context) => {
  const slash = value.lastIndexOf('/')
  const found = slash >= 0
  const issuer = found ? value.slice(0, slash) : value
  const subject = found ? value.slice(slash + 1) : ''
  const token = (issuerMatch: TextMatch, subjectMatch: TextMatch): Predicate[] => [
    { kind: 'token-principal', issuer: issuerMatch, subject: subjectMatch, place },
  ]
  const some: TextMatch = { op: 'non-empty' }
  if (value === '*') return token(some, some)
  if (value.startsWith('*')) {
    return found ? token(textMatchOfSuffix(issuer), { op: 'exact', value: subject }) : token(some, { op: 'suffix', value: value.slice(1) })
  }
  if (value.endsWith('*')) {
    if (!found) return token({ op: 'prefix', value: value.slice(0, -1) }, some)
    return token({ op: 'exact', value: issuer }, subject === '*' ? some : { op: 'prefix', value: subject.slice(0, -1) })
  }
  if (!found) context.diagnostics.push(diagnose(catalogue.requestPrincipalWithoutSubject, place, { value }))
  return token({ op: 'exact', value: issuer }, { op: 'exact', value: subject })
}

function textMatchOfSuffix(issuer: string): TextMatch {
  return issuer === '*' ? { op: 'non-empty' } : { op: 'suffix', value: issuer.slice(1) }
}

export const readPeerAddress: ValueReader = addressReader('peer-address')
export const readClientAddress: ValueReader = addressReader('client-address')
export const readDestinationAddress: ValueReader = addressReader('destination-address')

function addressReader(kind: 'peer-address' | 'client-address' | 'destination-address'): ValueReader {
  return (value, place, context) => {
    if (parseIpRange(value) !== undefined) return [{ kind, range: value, place }]
    context.diagnostics.push(diagnose(catalogue.badAddressRange, place, { text: value, effect: lossText(context) }))
    return kind === 'client-address' ? 'everybody' : 'proxies'
  }
}
