import { describe, expect, test } from 'vitest'
import { type Believed, believedToken } from '../../../src/decide/rules/token.ts'
import type { TokenIssuer } from '../../../src/model/authentication.ts'
import type { HttpRequest, Token, TokenLocation } from '../../../src/model/request.ts'
import { http } from './seen.ts'
import { believing, issuer } from './tokens.ts'

const valid = (iss: string, claims: Record<string, unknown> = {}): Token => ({ kind: 'valid', claims: { iss, ...claims } })
const invalid: Token = { kind: 'invalid' }
const none: Token = { kind: 'none' }
const at = (where: TokenLocation['in'], name: string, token: Token) => ({ at: { in: where, name }, token })

/** What is believed as one line: whose token, or how it is refused, with the places that say so. */
function line(believed: Believed): string {
  const who = (token: Token): string => (token.kind === 'valid' ? `${token.claims.iss}` : token.kind)
  const places = 'because' in believed ? ` [${believed.because.map(({ path }) => path.join('.')).join(' ')}]` : ''
  switch (believed.kind) {
    case 'passed':
      return who(believed.token)
    case 'passed-with-one-of':
      return `${believed.tokens.map(who).join(' or ')}${places}`
    case 'refused':
      return `${believed.code} ${believed.reason}${places}`
    case 'unknown':
      return `unknown ${believed.needs}${places}`
  }
}

const decided = (issuers: readonly TokenIssuer[], request: Partial<HttpRequest>): string =>
  line(believedToken([believing(...issuers)], http(request)))

const a = issuer('a')
const b = issuer('b')
const needsA = issuer('a', { required: true })
const needsB = issuer('b', { required: true })
const inHeader = (name: string, header = 'x-token', changes: Partial<TokenIssuer> = {}) =>
  issuer(name, { locations: [{ in: 'header', name: header }], ...changes })
const bInHeader = inHeader('b')
const forUs = (changes: Partial<TokenIssuer> = {}) => issuer('a', { audiences: ['us', 'them'], ...changes })
const which = 'which of several tokens the proxy believes'

// istio:pilot/pkg/security/authn/policy_applier.go convertToEnvoyJwtConfig, envoy:source/extensions/filters/http/jwt_authn
describe('a token', () => {
  test.each<[says: string, issuers: readonly TokenIssuer[], request: Partial<HttpRequest>, believed: string]>([
    ['is looked at by nobody without issuers', [], { token: invalid }, 'none'],
    ['need not be there', [a], {}, 'none'],
    ['of the issuer is believed', [a], { token: valid('a') }, 'a'],
    ['that is invalid is refused', [a], { token: invalid }, '401 the token is invalid [tokens]'],
    ['of another issuer is refused', [a], { token: valid('z') }, '401 the token is invalid [tokens]'],
    ['of one of several issuers is believed', [b, a], { token: valid('b') }, 'b'],
    ['of any issuer is believed by an issuer without a name', [issuer('')], { token: valid('z') }, 'z'],
    ['for the audience is believed', [forUs()], { token: valid('a', { aud: 'us' }) }, 'a'],
    ['for it among others is believed', [forUs()], { token: valid('a', { aud: ['x', 'them'] }) }, 'a'],
    ['for another audience is refused', [forUs()], { token: valid('a', { aud: 'x' }) }, '403 the token is for another audience [a]'],
    ['for no audience is refused', [forUs()], { token: valid('a') }, '403 the token is for another audience [a]'],
    [
      'for another audience does not count as a token of another issuer',
      [b, forUs()],
      { token: valid('a', { aud: 'x' }) },
      '403 the token is for another audience [a]',
    ],
    ['is looked for in the query, too', [a], { otherTokens: [at('query', 'access_token', valid('a'))] }, 'a'],
    ['is not looked for in another parameter', [a], { otherTokens: [at('query', 'token', invalid)] }, 'none'],
    ['nor in a header of that name', [a], { otherTokens: [at('header', 'access_token', invalid)] }, 'none'],
    ['is looked for in a header', [bInHeader], { otherTokens: [at('header', 'x-token', valid('b'))] }, 'b'],
    ['whose name has no case', [inHeader('b', 'X-Token')], { otherTokens: [at('header', 'x-token', valid('b'))] }, 'b'],
    [
      'and only there',
      [bInHeader],
      { token: invalid, otherTokens: [at('query', 'access_token', invalid), at('header', 'x-other', invalid)] },
      'none',
    ],
    ['may be looked for in the header of old', [inHeader('b', 'Authorization')], { token: valid('b') }, 'b'],
    [
      'is looked for in a cookie',
      [issuer('b', { locations: [{ in: 'cookie', name: 'jwt' }] })],
      { otherTokens: [at('cookie', 'jwt', valid('b'))] },
      'b',
    ],
    [
      'is looked for in a parameter',
      [issuer('b', { locations: [{ in: 'query', name: 'jwt' }] })],
      { otherTokens: [at('query', 'jwt', invalid)] },
      '401 the token is invalid [tokens]',
    ],
    [
      'is believed although another issuer finds a bad one',
      [a, bInHeader],
      { token: valid('a'), otherTokens: [at('header', 'x-token', invalid)] },
      'a',
    ],
    [
      'of the first issuer by name is believed',
      [bInHeader, a],
      { token: valid('a'), otherTokens: [at('header', 'x-token', valid('b'))] },
      'a',
    ],
    [
      'that is good at one place and bad at another',
      [a],
      { token: valid('a'), otherTokens: [at('query', 'access_token', invalid)] },
      `unknown ${which} [a]`,
    ],
    [
      'that is bad at one place and good at another',
      [a],
      { token: invalid, otherTokens: [at('query', 'access_token', valid('a'))] },
      `unknown ${which} [a]`,
    ],
    ['that is twice the same', [a], { token: valid('a'), otherTokens: [at('query', 'access_token', valid('a'))] }, 'a'],
    [
      'that is there twice and differs',
      [a],
      { token: valid('a', { sub: 'x' }), otherTokens: [at('query', 'access_token', valid('a', { sub: 'y' }))] },
      `unknown ${which} [a]`,
    ],
    [
      'that is bad in two ways',
      [forUs()],
      { token: invalid, otherTokens: [at('query', 'access_token', valid('a'))] },
      '401 the token is invalid [tokens]',
    ],
    [
      'of an issuer before one with a doubt',
      [inHeader('a'), b],
      { token: valid('b'), otherTokens: [at('header', 'x-token', valid('a')), at('query', 'access_token', invalid)] },
      'a',
    ],
    [
      'of an issuer behind one with a doubt',
      [inHeader('c'), b],
      { token: valid('b'), otherTokens: [at('header', 'x-token', valid('c')), at('query', 'access_token', invalid)] },
      `unknown ${which} [b]`,
    ],
  ])('%s', (_, issuers, request, believed) => expect(decided(issuers, request)).toBe(believed))

  test('does not apply to CORS preflights', () => {
    const preflight = { method: 'OPTIONS', token: invalid, headers: { origin: 'https://a', 'access-control-request-method': 'PUT' } }
    const { origin, ...other } = preflight.headers
    expect(decided([a], preflight)).toBe('none')
    const refused = '401 the token is invalid [tokens]'
    expect(decided([a], { ...preflight, method: 'GET' })).toBe(refused)
    expect(decided([a], { ...preflight, headers: other })).toBe(refused)
    expect(decided([a], { ...preflight, headers: { origin } })).toBe(refused)
    expect(decided([a], { ...preflight, headers: { ...preflight.headers, origin: '' } })).toBe(refused)
    expect(decided([a], { ...preflight, headers: { ...preflight.headers, origin: ['', 'https://a'] } })).toBe('none')
  })

  test('has claims that are lists of words', () => {
    const claims = { sub: 'x y', scope: 'read  write', permission: 'all', groups: 'p q', roles: ['r'] }
    const found = believedToken(
      [believing(issuer('a', { spaceDelimitedClaims: ['groups', 'roles', 'constructor'] }))],
      http({ token: valid('a', claims) }),
    )
    expect(found).toEqual({
      kind: 'passed',
      token: {
        kind: 'valid',
        claims: { iss: 'a', sub: 'x y', scope: ['read', 'write'], permission: ['all'], groups: ['p', 'q'], roles: ['r'] },
      },
    })
  })

  test('is that of all RequestAuthentications together', () => {
    const both = [believing(b), believing(a)]
    expect(line(believedToken(both, http({ token: valid('b') })))).toBe('b')
    expect(line(believedToken(both, http({ token: invalid })))).toBe('401 the token is invalid [tokens tokens]')
    expect(line(believedToken([], http({ token: invalid })))).toBe('none')
  })
})

// api:security/v1beta1/request_authentication.proto JWTRequirement
describe('a token that an issuer requires', () => {
  const beside = 'unknown whether a bad token is refused beside the one that is required'
  const header = (token: Token) => [at('header', 'x-token', token)]
  test.each<[says: string, issuers: readonly TokenIssuer[], request: Partial<HttpRequest>, believed: string]>([
    ['is there', [needsA], { token: valid('a') }, 'a'],
    ['is missing', [needsA], {}, '401 a token of `a` is required and missing [a]'],
    [
      'is missing beside a good one',
      [needsA, bInHeader],
      { otherTokens: header(valid('b')) },
      '401 a token of `a` is required and missing [a]',
    ],
    ['is invalid', [needsA], { token: invalid }, '401 a token of `a` is required and invalid [a]'],
    ['is for another audience', [forUs({ required: true })], { token: valid('a') }, '403 the token is for another audience [a]'],
    [
      'differs between its places',
      [needsA],
      { token: valid('a'), otherTokens: [at('query', 'access_token', invalid)] },
      `unknown ${which} [a]`,
    ],
    ['is good, and nothing else is there', [needsA, bInHeader], { token: valid('a') }, 'a'],
    ['is good beside a bad one', [needsA, bInHeader], { token: valid('a'), otherTokens: header(invalid) }, `${beside} [b]`],
    ['is good beside a good one', [needsA, bInHeader], { token: valid('a'), otherTokens: header(valid('b')) }, 'a or b [a b]'],
    ['is that of each of two issuers', [needsA, needsB], { token: valid('a') }, '401 a token of `b` is required and invalid [b]'],
    [
      'is missing for the second',
      [needsA, inHeader('b', 'x-token', { required: true })],
      { token: valid('a') },
      '401 a token of `b` is required and missing [b]',
    ],
    [
      'does not apply to CORS preflights',
      [needsA],
      { method: 'OPTIONS', headers: { origin: 'o', 'access-control-request-method': 'PUT' } },
      'none',
    ],
  ])('%s', (_, issuers, request, believed) => expect(decided(issuers, request)).toBe(believed))

  test('none', () => expect(decided([a], { token: none })).toBe('none'))
})
