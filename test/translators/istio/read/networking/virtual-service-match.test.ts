import { describe, expect, it } from 'vitest'
import { plain, read, virtualService } from '../../../reading.ts'

function matchOf(match: string) {
  const { mesh, codes } = read(virtualService(`hosts: [web]\nhttp:\n- match:\n  - ${match}\n  route: [{destination: {host: web}}]`))
  const found = mesh.routes[0]?.http[0]?.matches[0]
  if (found === undefined) throw new Error('no match was read')
  return { match: found, predicate: plain(found.predicate), codes }
}

const at = 'spec.http[0].match[0]'

describe('what an HTTP match compares', () => {
  it.each([
    ['uri: {exact: /foo}', { kind: 'path', match: { op: 'exact', value: '/foo' }, place: `${at}.uri.exact` }],
    ['uri: {prefix: /foo}', { kind: 'path', match: { op: 'prefix', value: '/foo' }, place: `${at}.uri.prefix` }],
    ['uri: {prefix: /foo/}', { kind: 'path', match: { op: 'prefix', value: '/foo/' }, place: `${at}.uri.prefix` }],
    ['uri: {regex: "/v[0-9]+"}', { kind: 'path', match: { op: 'regex', value: '/v[0-9]+' }, place: `${at}.uri.regex` }],
    ['method: {exact: PURGE}', { kind: 'method', match: { op: 'exact', value: 'PURGE' }, place: `${at}.method.exact` }],
    ['method: {regex: "GET|HEAD"}', { kind: 'method', match: { op: 'regex', value: 'GET|HEAD' }, place: `${at}.method.regex` }],
    ['authority: {exact: "web:80"}', { kind: 'authority', match: { op: 'exact', value: 'web:80' }, place: `${at}.authority.exact` }],
    ['scheme: {exact: http}', { kind: 'scheme', match: { op: 'exact', value: 'http' }, place: `${at}.scheme.exact` }],
    ['headers: {x: {exact: "1"}}', { kind: 'header', name: 'x', match: { op: 'exact', value: '1' }, place: `${at}.headers.x.exact` }],
    ['headers: {x: {exact: ""}}', { kind: 'header', name: 'x', match: { op: 'exact', value: '' }, place: `${at}.headers.x.exact` }],
    ['headers: {x: {prefix: v1}}', { kind: 'header', name: 'x', match: { op: 'prefix', value: 'v1' }, place: `${at}.headers.x.prefix` }],
    ['headers: {x: {}}', { kind: 'header', name: 'x', match: { op: 'present' }, place: `${at}.headers.x` }],
    ['headers: {x: null}', { kind: 'header', name: 'x', match: { op: 'present' }, place: `${at}.headers.x` }],
    ['headers: {x: {regex: "*"}}', { kind: 'header', name: 'x', match: { op: 'present' }, place: `${at}.headers.x.regex` }],
    ['queryParams: {q: {exact: a}}', { kind: 'query', name: 'q', match: { op: 'exact', value: 'a' }, place: `${at}.queryParams.q.exact` }],
    ['queryParams: {q: {}}', { kind: 'query', name: 'q', match: { op: 'present' }, place: `${at}.queryParams.q` }],
    ['sourceLabels: {app: x}', { kind: 'client-labels', labels: { app: 'x' }, place: `${at}.sourceLabels` }],
    ['sourceNamespace: shop', { kind: 'client-namespace', namespace: 'shop', place: `${at}.sourceNamespace` }],
  ])('%s', (match, predicate) => {
    expect(matchOf(match).predicate).toEqual(predicate)
  })

  it('takes an empty match on the path for no condition at all', () => {
    expect(matchOf('uri: {}').predicate).toEqual({ kind: 'all', of: [] })
  })

  it('joins everything that is written', () => {
    const { predicate } = matchOf('{uri: {prefix: /a}, method: {exact: GET}, headers: {x: {}, b: {}}, sourceNamespace: shop}')
    expect(predicate).toMatchObject({
      kind: 'all',
      of: [{ kind: 'path' }, { kind: 'method' }, { name: 'x' }, { name: 'b' }, { kind: 'client-namespace' }],
    })
  })
})

describe('ignoreUriCase', () => {
  it.each(['exact', 'prefix'])('ignores case for a path that is compared %s', (op) => {
    expect(matchOf(`{uri: {${op}: /Foo}, ignoreUriCase: true}`).predicate).toMatchObject({ match: { op, value: '/Foo', ignoreCase: true } })
  })

  it('does not touch a regex', () => {
    expect(matchOf('{uri: {regex: /Foo}, ignoreUriCase: true}').match.predicate).not.toHaveProperty('match.ignoreCase')
  })

  it('is remembered beside no path, for delegates', () => {
    expect(matchOf('{ignoreUriCase: true}').match.ignorePathCase).toBe(true)
    expect(matchOf('{ignoreUriCase: false}').match.ignorePathCase).toBeUndefined()
  })
})

describe('withoutHeaders', () => {
  it('sees a missing header as empty text', () => {
    expect(matchOf('withoutHeaders: {x: {exact: ""}}').predicate).toMatchObject({
      kind: 'not',
      of: { kind: 'header', name: 'x', match: { op: 'exact', value: '' }, absentIsEmpty: true },
    })
  })

  it('asks for absence when nothing is compared', () => {
    const { predicate } = matchOf('withoutHeaders: {x: {}}')
    expect(predicate).toMatchObject({ kind: 'not', of: { kind: 'header', match: { op: 'present' } } })
    expect(predicate).not.toHaveProperty('of.absentIsEmpty')
  })
})

describe('headers that are claims of the token', () => {
  it.each([
    ['@request.auth.claims.realm.roles', ['realm', 'roles']],
    ['@request.auth.claims[a.b][c]', ['a.b', 'c']],
    ['@REQUEST.auth.Claims.Group', ['Group']],
  ])('%s', (name, path) => {
    expect(matchOf(`headers: {"${name}": {exact: admin}}`).predicate).toMatchObject({ kind: 'token-claim', path })
  })

  it('takes a name without any claim for a header', () => {
    expect(matchOf('headers: {"@request.auth.claims": {exact: admin}}').predicate).toMatchObject({ kind: 'header' })
  })

  it('negates a claim without treating its absence as text', () => {
    const { predicate } = matchOf('withoutHeaders: {"@request.auth.claims.group": {exact: admin}}')
    expect(predicate).toMatchObject({ kind: 'not', of: { kind: 'token-claim', path: ['group'] } })
    expect(predicate).not.toHaveProperty('of.absentIsEmpty')
  })
})

describe('gateways in a match', () => {
  it('switch conditions on the client off, and the condition stays visible', () => {
    const { match, predicate, codes } = matchOf('{gateways: [mesh], sourceLabels: {app: x}, sourceNamespace: shop, uri: {exact: /a}}')
    expect(predicate).toMatchObject({ kind: 'path' })
    expect(match.unevaluated).toMatchObject([
      { kind: 'client-labels', labels: { app: 'x' } },
      { kind: 'client-namespace', namespace: 'shop' },
    ])
    expect(codes).toEqual(['US2102', 'US2102'])
  })

  it('are full names', () => {
    expect(matchOf('gateways: [mesh, edge, ./own, istio-system/public, old.legacy.svc.cluster.local]').match.gateways).toEqual([
      'mesh',
      'prod/edge',
      'prod/own',
      'istio-system/public',
      'legacy/old',
    ])
  })

  it('mean nothing when the list is empty', () => {
    const { match, predicate, codes } = matchOf('{gateways: [], sourceLabels: {app: x}}')
    expect(predicate).toMatchObject({ kind: 'client-labels' })
    expect(match.gateways).toBeUndefined()
    expect(codes).toEqual([])
  })
})

it('reads port, name and statPrefix of a match', () => {
  expect(matchOf('{port: 8080, name: blue, statPrefix: stats}').match).toMatchObject({ port: 8080, name: 'blue', statPrefix: 'stats' })
  expect(matchOf('{port: 0}').match).not.toHaveProperty('port')
})
