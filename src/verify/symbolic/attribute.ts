import type { Language } from '../../algebra/language/language.ts'
import type { TokenLocation } from '../../model/request.ts'
import type { MeshSettings } from '../../model/settings.ts'

/**
 * The attributes of a request, by name. Names are built here and nowhere else, because the two meshes meet in them: what both sides call
 * by one name is one attribute.
 */
export const attributes = {
  clientTrustDomain: 'client trust domain',
  clientNamespace: 'client namespace',
  clientAccount: 'client service account',
  peer: 'peer address',
  method: 'method',
  authority: 'authority',
  path: 'path',
  /** Whether X-Forwarded-For is there: `yes` or `no`. */
  forwarded: 'x-forwarded-for',
  forwardedAddress: 'forwarded address',
  /** Whether the client shows the certificate that a gateway wants: `shown` or `none`. */
  certificate: 'client certificate',
} as const

export const clientLabel = (key: string): string => `client label ${key}`
export const header = (name: string): string => `header ${name.toLowerCase()}`
/** What one external authorizer answers: `allow` or `deny`. */
export const externalAnswerOf = (authorizer: string): string => `${externalAnswers}${authorizer}`
/** What the names of such attributes begin with. */
export const externalAnswers = 'external authorizer '
export const query = (name: string): string => `query ${name}`

/** The path as proxies of a mesh that normalises otherwise see it. */
export const pathUnder = (normalisation: MeshSettings['pathNormalization']): string => `${normalisedPath}${normalisation}`
export const isPath = (attribute: string): boolean => attribute === attributes.path || attribute.startsWith(normalisedPath)
const normalisedPath = 'path under '

/** Where a token is: the empty name is the default location. Its state is `none`, `invalid` or `valid`. */
export const tokenAt = (location: TokenLocation | undefined): string =>
  location === undefined ? 'token' : `token in ${location.in} ${location.name}`
export const issuerOf = (token: string): string => `${token} issuer`
export const tokenSubject = (token: string): string => `${token} subject`
export const tokenClaim = (token: string, path: readonly string[]): string => `${token} claim ${JSON.stringify(path)}`

/** The finitely many values of a choice; the first is taken where nothing asks. */
export function choicesOf(attribute: string): readonly string[] {
  if (attribute === attributes.forwarded) return ['no', 'yes']
  if (attribute === attributes.certificate) return ['shown', 'none']
  if (attribute.startsWith(externalAnswers)) return ['allow', 'deny']
  return ['none', 'invalid', 'valid']
}

/** Whether a request can be without the attribute. */
export function isOptional(attribute: string): boolean {
  return /^(header|query|client label) /.test(attribute) || / (issuer|subject)$/.test(attribute)
}

const names: Language = { kind: 'regex', pattern: '[a-z0-9]([-a-z0-9]*[a-z0-9])?' }
const dotted: Language = { kind: 'regex', pattern: '[a-z0-9]([-.a-z0-9]*[a-z0-9])?' }
/** A name of DNS, which may end with a dot (istio:pkg/config/validation/agent/validation.go ValidateTrustDomain). */
const trustDomains: Language = { kind: 'regex', pattern: '[a-z0-9]([-.a-z0-9]*[.a-z0-9])?' }
const printable: Language = { kind: 'regex', pattern: '([!-~]([ -~]*[!-~])?)?' }

const domains: Readonly<Record<string, Language>> = {
  [attributes.clientTrustDomain]: trustDomains,
  [attributes.clientNamespace]: names,
  [attributes.clientAccount]: dotted,
  [attributes.method]: { kind: 'regex', pattern: '[A-Z][-A-Z]*' },
  [attributes.authority]: { kind: 'regex', pattern: '[-A-Za-z0-9._:\\[\\]]+' },
}

/** The texts that an attribute can have. Paths are those that normalisation leaves alone. */
export function domainOf(attribute: string, settings: MeshSettings): Language {
  if (attribute === attributes.path) return pathDomains[settings.pathNormalization]
  if (attribute.startsWith(normalisedPath)) return pathDomains[attribute.slice(normalisedPath.length) as keyof typeof pathDomains]
  if (attribute.startsWith('query ')) return queryValues
  if (attribute.startsWith('client label ')) return labelValues
  return domains[attribute] ?? printable
}

const queryValues: Language = { kind: 'regex', pattern: "[!$'-;=?-~]*" }
const labelValues: Language = { kind: 'regex', pattern: '([A-Za-z0-9]([-_.A-Za-z0-9]*[A-Za-z0-9])?)?' }

/** Percent-encodings that RFC 3986 normalisation decodes, and the ones that are refused. */
const decoded = '%(2[dDeE]|3[0-9]|4[1-9a-fA-F]|5[0-9aAfF]|6[1-9a-fA-F]|7[0-9aAeE]|00)'

function pathDomain(normalization: MeshSettings['pathNormalization']): Language {
  const parts: Language[] = [{ kind: 'regex', pattern: '/([!$&-;=@-\\[\\]-~]|%[0-9A-Fa-f]{2})*' }]
  const exclude = (pattern: string): void => {
    parts.push({ kind: 'not', of: { kind: 'regex', pattern } })
  }
  if (normalization !== 'none') {
    exclude('(.*/)?\\.\\.?(;[^/]*)?(/.*)?')
    exclude(`.*${decoded}.*`)
    exclude('.*[\\^`{|}].*')
  }
  if (normalization === 'merge-slashes' || normalization === 'decode-and-merge-slashes') exclude('.*//.*')
  if (normalization === 'decode-and-merge-slashes') exclude('.*%(2[fF]|5[cC]).*')
  return { kind: 'and', of: parts }
}

const pathDomains: Readonly<Record<MeshSettings['pathNormalization'], Language>> = {
  none: pathDomain('none'),
  base: pathDomain('base'),
  'merge-slashes': pathDomain('merge-slashes'),
  'decode-and-merge-slashes': pathDomain('decode-and-merge-slashes'),
}
