import { compareText, type Place } from '../../diagnostics/place.ts'
import type { RequestAuthentication, TokenIssuer } from '../../model/authentication.ts'
import { ownValue } from '../../model/own-value.ts'
import { type HttpRequest, headerValues, type Token } from '../../model/request.ts'

/** What a proxy makes of the tokens in a request. */
export type Believed =
  /** Who has no valid token has no principal and no claims; `token` is `none` or `valid`. */
  | { readonly kind: 'passed'; readonly token: Token }
  /** Several tokens are good, and which of them gives the claims is not certain. */
  | { readonly kind: 'passed-with-one-of'; readonly tokens: readonly Token[]; readonly because: readonly Place[] }
  | { readonly kind: 'refused'; readonly code: '401' | '403'; readonly reason: string; readonly because: readonly Place[] }
  | { readonly kind: 'unknown'; readonly needs: string; readonly because: readonly Place[] }

/** Issuers of one RequestAuthentication, or of a listener at a node. */
export type TokenCheck = Pick<RequestAuthentication, 'issuers' | 'place'>

const anonymous: Believed = { kind: 'passed', token: { kind: 'none' } }

/**
 * The JWT filter of a proxy that RequestAuthentications are attached to. Each issuer looks at its own locations for a token of its own. One
 * issuer whose tokens are good is enough, and the first in the order of issuers gives the claims; when no location has a token the request
 * passes without a principal; otherwise it is refused. A CORS preflight is not looked at. Without a RequestAuthentication there is no
 * filter, so no token counts (istio:pilot/pkg/security/authn/policy_applier.go convertToEnvoyJwtConfig). Where issuers require their token,
 * each of these has to be good, whatever the others say.
 */
export function believedToken(authentication: readonly TokenCheck[], http: HttpRequest): Believed {
  const issuers = authentication.flatMap((one) => one.issuers).sort((a, b) => compareText(a.issuer, b.issuer))
  if (issuers.length === 0 || isPreflight(http)) return anonymous
  const checks = issuers.map((issuer) => ({ issuer, result: check(issuer, http) }))
  if (issuers.some(({ required }) => required)) return besideRequired(checks)
  const mixed = checks.find(({ result }) => result.kind === 'mixed')
  const good = checks.find(({ result }) => result.kind === 'good')
  if (mixed !== undefined && (good === undefined || checks.indexOf(mixed) < checks.indexOf(good)))
    return { kind: 'unknown', needs: 'which of several tokens the proxy believes', because: [mixed.issuer.place] }
  if (good?.result.kind === 'good') return { kind: 'passed', token: { kind: 'valid', claims: good.result.claims } }
  if (checks.every(({ result }) => result.kind === 'missing')) return anonymous
  const audience = checks.find(({ result }) => result.kind === 'audience')
  if (audience !== undefined)
    return { kind: 'refused', code: '403', reason: 'the token is for another audience', because: [audience.issuer.place] }
  return { kind: 'refused', code: '401', reason: 'the token is invalid', because: authentication.map((one) => one.place) }
}

interface Checked {
  readonly issuer: TokenIssuer
  readonly result: Check
}

/**
 * A request without the token of each issuer that requires one is answered 401, also when other tokens are good
 * (api:security/v1beta1/request_authentication.proto JWTRequirement). What becomes of a bad token of another issuer beside them
 * is not said there.
 */
function besideRequired(checks: readonly Checked[]): Believed {
  for (const { issuer, result } of checks) {
    const because = [issuer.place]
    if (!issuer.required || result.kind === 'good') continue
    if (result.kind === 'mixed') return { kind: 'unknown', needs: 'which of several tokens the proxy believes', because }
    if (result.kind === 'audience') return { kind: 'refused', code: '403', reason: 'the token is for another audience', because }
    const what = result.kind === 'missing' ? 'missing' : 'invalid'
    return { kind: 'refused', code: '401', reason: `a token of \`${issuer.issuer}\` is required and ${what}`, because }
  }
  const doubtful = checks.find(({ result }) => result.kind !== 'good' && result.kind !== 'missing')
  if (doubtful !== undefined)
    return { kind: 'unknown', needs: 'whether a bad token is refused beside the one that is required', because: [doubtful.issuer.place] }
  const good = checks.flatMap(({ issuer, result }) => (result.kind === 'good' ? [{ issuer, claims: result.claims }] : []))
  const tokens = good.map(({ claims }): Token => ({ kind: 'valid', claims }))
  return tokens.length === 1
    ? { kind: 'passed', token: tokens[0]! }
    : { kind: 'passed-with-one-of', tokens, because: good.map(({ issuer }) => issuer.place) }
}

type Claims = Readonly<Record<string, unknown>>
type Check = { readonly kind: 'missing' | 'bad' | 'audience' | 'mixed' } | { readonly kind: 'good'; readonly claims: Claims }

/**
 * Envoy wants all tokens that one issuer finds to be valid, except on the way that lets requests without tokens pass, where the order of
 * locations decides (envoy:source/extensions/filters/http/jwt_authn/authenticator.cc): several that differ are `mixed`.
 */
function check(issuer: TokenIssuer, http: HttpRequest): Check {
  const results = tokensAt(issuer, http).map((token) => checkOne(issuer, token))
  const [first, ...others] = results.filter((result) => result.kind !== 'missing')
  if (first === undefined) return { kind: 'missing' }
  const differ = others.some((other) => JSON.stringify(other) !== JSON.stringify(first))
  return differ && [first, ...others].some(({ kind }) => kind === 'good') ? { kind: 'mixed' } : first
}

function checkOne(issuer: TokenIssuer, token: Token): Check {
  if (token.kind === 'none') return { kind: 'missing' }
  if (token.kind === 'invalid' || (issuer.issuer !== '' && token.claims.iss !== issuer.issuer)) return { kind: 'bad' }
  const audiences = [token.claims.aud].flat()
  if (issuer.audiences.length > 0 && !issuer.audiences.some((audience) => audiences.includes(audience))) return { kind: 'audience' }
  return { kind: 'good', claims: withLists(token.claims, ['scope', 'permission', ...issuer.spaceDelimitedClaims]) }
}

/** Claims whose text is a list of words, as lists. */
function withLists(claims: Claims, names: readonly string[]): Claims {
  const lists = names.flatMap((name) => {
    const value = ownValue(claims, name)
    return typeof value === 'string' ? [[name, value.split(' ').filter((word) => word !== '')] as const] : []
  })
  return { ...claims, ...Object.fromEntries(lists) }
}

/** Without locations of its own an issuer looks at `Authorization: Bearer` and at the query parameter `access_token`. */
function tokensAt(issuer: TokenIssuer, http: HttpRequest): readonly Token[] {
  const at = (place: 'header' | 'query' | 'cookie', name: string): Token[] =>
    (http.otherTokens ?? []).filter((other) => other.at.in === place && other.at.name === name).map(({ token }) => token)
  if (issuer.locations.length === 0) return [http.token, ...at('query', 'access_token')]
  return issuer.locations.flatMap((location) => {
    if (location.in !== 'header') return at(location.in, location.name)
    const name = location.name.toLowerCase()
    return name === 'authorization' ? [http.token] : at('header', name)
  })
}

function isPreflight({ method, headers }: HttpRequest): boolean {
  const given = (name: string): boolean => headerValues(headers, name).some((value) => value !== '')
  return method === 'OPTIONS' && given('origin') && given('access-control-request-method')
}
