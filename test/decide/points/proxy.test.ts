import { describe, expect, test } from 'vitest'
import { throughProxy } from '../../../src/decide/points/proxy.ts'
import type { RequestAuthentication } from '../../../src/model/authentication.ts'
import type { AuthorizationPolicy } from '../../../src/model/authorization.ts'
import { always, type Predicate } from '../../../src/model/predicate.ts'
import type { HttpRequest, Token } from '../../../src/model/request.ts'
import { defaultSettings } from '../../../src/model/settings.ts'
import type { Truth } from '../../../src/resolve/truth.ts'
import { clause, policy, rule } from '../rules/policies.ts'
import { atom, http, placeAt, view } from '../rules/seen.ts'

const guard = { name: 'guard', protocol: 'grpc', service: 'guard', port: 9000, failOpen: false, place: placeAt('guard') } as const
const settings = { ...defaultSettings, externalAuthorizers: [guard] }

const on = (name: string, effect: AuthorizationPolicy['effect'], predicate: Predicate): AuthorizationPolicy =>
  policy(name, effect, [rule(name, clause('condition', predicate))], effect === 'external' ? { provider: 'guard' } : {})
const principal: Predicate = atom({ kind: 'token-principal', issuer: { op: 'present' }, subject: { op: 'exact', value: 'ann' } })
const path = (value: string): Predicate => atom({ kind: 'path', match: { op: 'exact', value } })
const header = (name: string): Predicate => atom({ kind: 'header', name, match: { op: 'present' } })

function tokens(
  ...issuers: readonly { readonly name: string; readonly header?: string; readonly required?: boolean }[]
): RequestAuthentication {
  return {
    name: 'tokens',
    namespace: 'shop',
    attachment: { scope: 'namespace', namespace: 'shop' },
    place: placeAt('tokens'),
    issuers: issuers.map(({ name, header: at, required = false }) => ({
      issuer: name,
      audiences: [],
      keys: { kind: 'discovery' },
      locations: at === undefined ? [] : [{ in: 'header', name: at }],
      required,
      forwardToken: false,
      claimHeaders: [{ header: 'X-Sub', claim: 'sub' }],
      spaceDelimitedClaims: [],
      place: placeAt(name),
    })),
  }
}

const of = (iss: string, sub: string): Token => ({ kind: 'valid', claims: { iss, sub } })
const beside = (token: Token): Partial<HttpRequest> => ({ otherTokens: [{ at: { in: 'header', name: 'x-token' }, token }] })

interface Scene {
  readonly policies?: readonly AuthorizationPolicy[]
  readonly tokens?: RequestAuthentication
  readonly request?: Partial<HttpRequest>
  readonly tcp?: true
  readonly answer?: Truth
}

function decided({ policies = [], tokens: believed, request, tcp, answer = true }: Scene): string {
  const seen = view({ http: tcp === true ? undefined : http(request) })
  const authentication = believed === undefined ? [] : [believed]
  const { allowed, code, reason, needs } = throughProxy({ authorization: policies, authentication }, seen, settings, answer)
  if (allowed === true) return 'allowed'
  return allowed === false ? `${code}: ${reason}` : `unknown: ${reason}, needs ${needs}`
}

// istio:pilot/pkg/networking/core/listener_builder.go, networkfilter.go
describe('the filters of a proxy, in their order', () => {
  const denies = on('d', 'deny', always)
  const ask = on('c', 'external', always)
  const answers = 'what the external authorizer answers'
  const which = 'which of several tokens the proxy believes'

  test.each<[says: string, scene: Scene, decided: string]>([
    ['nothing', {}, 'allowed'],
    [
      'a path that is refused, before all others',
      { policies: [denies], request: { target: '/a b' } },
      '400: the path has an encoded zero byte, a space or text beyond ASCII',
    ],
    [
      'policies see the normalised path',
      { policies: [on('d', 'deny', path('/b'))], request: { target: '/a/../b' } },
      '403: denied by shop/d',
    ],
    [
      'also at the authorizer',
      { policies: [on('c', 'external', path('/b'))], request: { target: '/a/../b' }, answer: false },
      '403: the external authorizer denies',
    ],
    [
      'the authorizer comes before tokens',
      { policies: [ask], tokens: tokens({ name: 'a' }), request: { token: { kind: 'invalid' } }, answer: false },
      '403: the external authorizer denies',
    ],
    [
      'it knows no principal',
      { policies: [on('c', 'external', principal)], tokens: tokens({ name: 'a' }), request: { token: of('a', 'ann') }, answer: false },
      'allowed',
    ],
    [
      'tokens come before policies',
      { policies: [denies], tokens: tokens({ name: 'a' }), request: { token: { kind: 'invalid' } } },
      '401: the token is invalid',
    ],
    [
      'policies see the principal',
      { policies: [on('d', 'deny', principal)], tokens: tokens({ name: 'a' }), request: { token: of('a', 'ann') } },
      '403: denied by shop/d',
    ],
    ['but none where nobody looks at tokens', { policies: [on('d', 'deny', principal)], request: { token: of('a', 'ann') } }, 'allowed'],
    [
      'a header that the filter of tokens writes is not known',
      { policies: [on('d', 'deny', header('x-sub'))], tokens: tokens({ name: 'a' }) },
      'unknown: shop/d may deny, needs what proxies write into the header',
    ],
    ['an answer that is not known', { policies: [ask], answer: 'unknown' }, `unknown: an external authorizer is asked, needs ${answers}`],
    ['is no matter where it is denied later', { policies: [ask, denies], answer: 'unknown' }, '403: denied by shop/d'],
    [
      'nor where its token is refused',
      { policies: [ask], tokens: tokens({ name: 'a' }), request: { token: { kind: 'invalid' } }, answer: 'unknown' },
      '401: the token is invalid',
    ],
    [
      'comes before a later doubt',
      { policies: [ask, on('d', 'deny', header('x-envoy-peer-metadata'))], answer: 'unknown' },
      `unknown: an external authorizer is asked, needs ${answers}`,
    ],
    [
      'several tokens',
      {
        tokens: tokens({ name: 'a' }),
        request: { token: of('a', 'ann'), otherTokens: [{ at: { in: 'query', name: 'access_token' }, token: of('a', 'bob') }] },
      },
      `unknown: there are several tokens, needs ${which}`,
    ],
    [
      'several tokens of which each is allowed',
      {
        policies: [on('d', 'deny', principal)],
        tokens: tokens({ name: 'a', required: true }, { name: 'b', header: 'x-token' }),
        request: { token: of('a', 'bob'), ...beside(of('b', 'bob')) },
      },
      'allowed',
    ],
    [
      'several tokens of which each is denied',
      {
        policies: [on('d', 'deny', principal)],
        tokens: tokens({ name: 'a', required: true }, { name: 'b', header: 'x-token' }),
        request: { token: of('a', 'ann'), ...beside(of('b', 'ann')) },
      },
      '403: denied by shop/d',
    ],
    [
      'several tokens of which one is denied',
      {
        policies: [on('d', 'deny', principal)],
        tokens: tokens({ name: 'a', required: true }, { name: 'b', header: 'x-token' }),
        request: { token: of('a', 'bob'), ...beside(of('b', 'ann')) },
      },
      `unknown: there are several tokens, needs ${which}`,
    ],
    ['TCP', { tcp: true, policies: [denies] }, 'connection closed: denied by shop/d'],
    ['TCP has no tokens', { tcp: true, tokens: tokens({ name: 'a', required: true }) }, 'allowed'],
    ['TCP and the authorizer', { tcp: true, policies: [ask], answer: false }, 'connection closed: the external authorizer denies'],
    [
      'TCP and an answer that is not known',
      { tcp: true, policies: [ask], answer: 'unknown' },
      `unknown: an external authorizer is asked, needs ${answers}`,
    ],
    ['TCP that is denied later', { tcp: true, policies: [ask, denies], answer: 'unknown' }, 'connection closed: denied by shop/d'],
  ])('%s', (_, scene, expected) => expect(decided(scene)).toBe(expected))
})
