import { authorityTexts } from '../../algebra/language/authority-classes.ts'
import type { Language } from '../../algebra/language/language.ts'
import type { TokenLocation } from '../../model/request.ts'
import type { MeshSettings } from '../../model/settings.ts'

type Normalisation = MeshSettings['pathNormalization']

/** Where a token stands; absent at the default location, `Authorization: Bearer`. */
interface OfToken {
  readonly at?: TokenLocation
}

/** What a request is known by: `header x-user`, `query page`, `client label app`, the `iss` of a token. */
type AttributeValue =
  | { readonly kind: 'client-trust-domain' }
  | { readonly kind: 'client-namespace' }
  | { readonly kind: 'client-account' }
  | { readonly kind: 'client-label'; readonly label: string }
  | { readonly kind: 'peer' }
  | { readonly kind: 'method' }
  | { readonly kind: 'authority' }
  | { readonly kind: 'path' }
  /** The path as proxies of a mesh that normalises otherwise see it. */
  | { readonly kind: 'path-under'; readonly normalisation: Normalisation }
  | { readonly kind: 'header'; readonly header: string }
  /** All that stands behind the `?` of a target, where it is asked for as one text. */
  | { readonly kind: 'target-query' }
  | { readonly kind: 'query'; readonly parameter: string }
  /** Whether X-Forwarded-For is there. */
  | { readonly kind: 'forwarded' }
  | { readonly kind: 'forwarded-address' }
  /** Whether the client shows the certificate that a gateway wants. */
  | { readonly kind: 'certificate' }
  /** What one external authorizer answers. */
  | { readonly kind: 'external-answer'; readonly authorizer: string }
  /** Whether a token is there, and valid. */
  | ({ readonly kind: 'token' } & OfToken)
  | ({ readonly kind: 'issuer' } & OfToken)
  | ({ readonly kind: 'subject' } & OfToken)
  | ({ readonly kind: 'claim'; readonly path: readonly string[] } & OfToken)

type Kind = AttributeValue['kind']

/**
 * An attribute, and its name: the two meshes meet in names, so what both sides call by one name is one attribute. Names are for maps and for
 * readers; what an attribute is, its other fields say.
 */
export type Attribute<K extends Kind = Kind> = Extract<AttributeValue, { kind: K }> & { readonly name: string }

interface Traits<V> {
  readonly name: (value: V) => string
  /** Whether a request can be without it. */
  readonly optional: boolean
  /** What splits requests most has the lowest: variables of diagrams are in this order. */
  readonly level: number
  /** The texts that it can have; the printable ones where nothing else is said. */
  readonly domain?: (value: V, settings: MeshSettings) => Language
  /** The finitely many values of a choice; the first is taken where nothing asks. */
  readonly values?: readonly string[]
}

const names: Language = { kind: 'regex', pattern: '[a-z0-9]([-a-z0-9]*[a-z0-9])?' }
const dotted: Language = { kind: 'regex', pattern: '[a-z0-9]([-.a-z0-9]*[a-z0-9])?' }
/** A name of DNS, which may end with a dot (istio:pkg/config/validation/agent/validation.go ValidateTrustDomain). */
const trustDomains: Language = { kind: 'regex', pattern: '[a-z0-9]([-.a-z0-9]*[.a-z0-9])?' }
const printable: Language = { kind: 'regex', pattern: '([!-~]([ -~]*[!-~])?)?' }
const methods: Language = { kind: 'regex', pattern: '[A-Z][-A-Z]*' }
const targetQueries: Language = { kind: 'regex', pattern: '[!-"$-~]*' }
/** Routes compare the values of parameters as they are sent (envoy:source/common/router/config_impl.cc parseQueryString). */
const queryValues: Language = { kind: 'regex', pattern: `[!"$%'-~]*` }
const labelValues: Language = { kind: 'regex', pattern: '([A-Za-z0-9]([-_.A-Za-z0-9]*[A-Za-z0-9])?)?' }

/** Percent-encodings that RFC 3986 normalisation decodes, and the ones that are refused. */
const decoded = '%(2[dDeE]|3[0-9]|4[1-9a-fA-F]|5[0-9aAfF]|6[1-9a-fA-F]|7[0-9aAeE]|00)'

/**
 * The paths that proxies compare. HTTP lets clients write any visible character of ASCII in them (envoy:source/common/http/http1/balsa_parser.cc
 * isUrlValid), a `%` without digits included. What normalisation encodes is compared as it is only where nothing normalises: `/a|b` is `/a%7Cb` to
 * a rule under BASE, and itself under NONE (measured: Envoy 1.40.0).
 */
function pathDomain(normalization: MeshSettings['pathNormalization']): Language {
  if (normalization === 'none') return { kind: 'regex', pattern: '/[!"$->@-~]*' }
  const parts: Language[] = [{ kind: 'regex', pattern: '/[!$-;=@-\\[\\]_a-z~]*' }]
  const exclude = (pattern: string): void => {
    parts.push({ kind: 'not', of: { kind: 'regex', pattern } })
  }
  exclude('(.*/)?\\.\\.?(;[^/]*)?(/.*)?')
  exclude(`.*${decoded}.*`)
  if (normalization !== 'base') exclude('.*//.*')
  if (normalization === 'decode-and-merge-slashes') exclude('.*%(2[fF]|5[cC]).*')
  return { kind: 'and', of: parts }
}

const pathDomains: Readonly<Record<MeshSettings['pathNormalization'], Language>> = {
  none: pathDomain('none'),
  base: pathDomain('base'),
  'merge-slashes': pathDomain('merge-slashes'),
  'decode-and-merge-slashes': pathDomain('decode-and-merge-slashes'),
}

const traits: { readonly [K in Kind]: Traits<Extract<AttributeValue, { kind: K }>> } = {
  'client-namespace': { name: () => 'client namespace', optional: false, level: 0, domain: () => names },
  'client-account': { name: () => 'client service account', optional: false, level: 1, domain: () => dotted },
  'client-trust-domain': { name: () => 'client trust domain', optional: false, level: 2, domain: () => trustDomains },
  'client-label': { name: ({ label }) => `client label ${label}`, optional: true, level: 3, domain: () => labelValues },
  method: { name: () => 'method', optional: false, level: 4, domain: () => methods },
  authority: { name: () => 'authority', optional: false, level: 5, domain: () => authorityTexts },
  // Paths are those that normalisation leaves alone.
  path: { name: () => 'path', optional: false, level: 6, domain: (_, { pathNormalization }) => pathDomains[pathNormalization] },
  'path-under': {
    name: ({ normalisation }) => `path under ${normalisation}`,
    optional: false,
    level: 7,
    domain: ({ normalisation }) => pathDomains[normalisation],
  },
  'target-query': { name: () => 'target query', optional: true, level: 8, domain: () => targetQueries },
  query: { name: ({ parameter }) => `query ${parameter}`, optional: true, level: 8, domain: () => queryValues },
  header: { name: ({ header: name }) => `header ${name}`, optional: true, level: 9 },
  token: { name: tokenName, optional: false, level: 10, values: ['none', 'invalid', 'valid'] },
  issuer: { name: (of) => `${tokenName(of)} issuer`, optional: true, level: 10 },
  subject: { name: (of) => `${tokenName(of)} subject`, optional: true, level: 10 },
  claim: { name: ({ path, ...of }) => `${tokenName(of)} claim ${JSON.stringify(path)}`, optional: false, level: 10 },
  peer: { name: () => 'peer address', optional: false, level: 11 },
  forwarded: { name: () => 'x-forwarded-for', optional: false, level: 11, values: ['no', 'yes'] },
  'forwarded-address': { name: () => 'forwarded address', optional: false, level: 11 },
  certificate: { name: () => 'client certificate', optional: false, level: 11, values: ['shown', 'none'] },
  'external-answer': {
    name: ({ authorizer }) => `external authorizer ${authorizer}`,
    optional: false,
    level: 11,
    values: ['allow', 'deny'],
  },
}

/** Names of parameters may have spaces: they are quoted then, so that no two tokens have one name. */
function tokenName({ at }: OfToken): string {
  if (at === undefined) return 'token'
  return `token in ${at.in} ${/[\s"]/.test(at.name) ? JSON.stringify(at.name) : at.name}`
}

function traitsOf<V extends AttributeValue>({ kind }: V): Traits<V> {
  return traits[kind] as unknown as Traits<V>
}

function attribute<V extends AttributeValue>(value: V): V & { readonly name: string } {
  return { ...value, name: traitsOf(value).name(value) }
}

export const attributes = {
  clientTrustDomain: attribute({ kind: 'client-trust-domain' }),
  clientNamespace: attribute({ kind: 'client-namespace' }),
  clientAccount: attribute({ kind: 'client-account' }),
  peer: attribute({ kind: 'peer' }),
  method: attribute({ kind: 'method' }),
  authority: attribute({ kind: 'authority' }),
  path: attribute({ kind: 'path' }),
  targetQuery: attribute({ kind: 'target-query' }),
  forwarded: attribute({ kind: 'forwarded' }),
  forwardedAddress: attribute({ kind: 'forwarded-address' }),
  certificate: attribute({ kind: 'certificate' }),
} as const

export const clientLabel = (label: string): Attribute<'client-label'> => attribute({ kind: 'client-label', label })
export const header = (name: string): Attribute<'header'> => attribute({ kind: 'header', header: name.toLowerCase() })
export const query = (parameter: string): Attribute<'query'> => attribute({ kind: 'query', parameter })
export const externalAnswerOf = (authorizer: string): Attribute<'external-answer'> => attribute({ kind: 'external-answer', authorizer })
export const pathUnder = (normalisation: Normalisation): Attribute<'path-under'> => attribute({ kind: 'path-under', normalisation })
export const tokenAt = (at: TokenLocation | undefined): Attribute<'token'> => attribute({ kind: 'token', ...located(at) })
export const issuerOf = ({ at }: OfToken): Attribute<'issuer'> => attribute({ kind: 'issuer', ...located(at) })
export const tokenSubject = ({ at }: OfToken): Attribute<'subject'> => attribute({ kind: 'subject', ...located(at) })
export const tokenClaim = ({ at }: OfToken, path: readonly string[]): Attribute<'claim'> =>
  attribute({ kind: 'claim', path, ...located(at) })

function located(at: TokenLocation | undefined): OfToken {
  return at === undefined ? {} : { at }
}

export function isPath({ kind }: Attribute): boolean {
  return kind === 'path' || kind === 'path-under'
}

export function choicesOf(of: Attribute): readonly string[] {
  return traitsOf(of).values ?? []
}

export function isOptional(of: Attribute): boolean {
  return traitsOf(of).optional
}

export function levelOf(of: Attribute): number {
  return traitsOf(of).level
}

export function domainOf(of: Attribute, settings: MeshSettings): Language {
  return traitsOf(of).domain?.(of, settings) ?? printable
}
