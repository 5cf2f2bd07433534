import { describe, expect, test } from 'vitest'
import { clauses, identity, not, source, when } from './rule-meaning.ts'

describe('request principals', () => {
  const token = (issuer: object, subject: object) => ({ kind: 'token-principal', issuer, subject })
  const some = { op: 'non-empty' }
  const exact = (value: string) => ({ op: 'exact', value })
  test.each([
    ['*', token(some, some)],
    ['https://a/b/sub', token(exact('https://a/b'), exact('sub'))],
    ['iss/*', token(exact('iss'), some)],
    ['*/sub', token(some, exact('sub'))],
    ['*x', token(some, { op: 'suffix', value: 'x' })],
    ['x*', token({ op: 'prefix', value: 'x' }, some)],
    ['iss/pre*', token(exact('iss'), { op: 'prefix', value: 'pre' })],
    ['*suf/sub', token({ op: 'suffix', value: 'suf' }, exact('sub'))],
    ['*suf/sub*', token({ op: 'suffix', value: 'suf' }, exact('sub*'))],
  ])('%s', (written, expected) => {
    expect(source(`requestPrincipals: ["${written}"]`)).toEqual(expected)
  })

  test('a value without a slash wants an empty subject, and is reported', () => {
    const { clauses: read, codes } = clauses('{from: [{source: {notRequestPrincipals: [foo]}}]}')
    expect(read).toEqual([[not(token(exact('foo'), exact('')))]])
    expect(codes).toEqual(['US2011'])
  })
})

describe('conditions', () => {
  test.each([
    ['key: source.ip, values: [10.0.0.1]', { kind: 'peer-address', range: '10.0.0.1' }],
    ['key: remote.ip, values: [10.0.0.1]', { kind: 'client-address', range: '10.0.0.1' }],
    ['key: destination.ip, values: [10.0.0.1]', { kind: 'destination-address', range: '10.0.0.1' }],
    ['key: destination.port, values: ["80"]', { kind: 'destination-port', port: 80, of: 'container' }],
    ['key: source.namespace, values: ["a*b"]', identity({ by: 'namespace', glob: 'a*b' })],
    ['key: source.principal, values: ["*"]', identity({ by: 'any' })],
    ['key: source.serviceAccount, values: [x]', identity({ by: 'service-account', namespace: 'foo', name: 'x' })],
    ['key: source.trustDomain, values: [x]', identity({ by: 'trust-domain', glob: 'x' })],
    ['key: connection.sni, values: ["*.x"]', { kind: 'sni', match: { op: 'suffix', value: '.x' } }],
    ['key: request.auth.audiences, values: [a]', { kind: 'token-claim', path: ['aud'], match: { op: 'exact', value: 'a' } }],
    ['key: request.auth.presenter, values: [a]', { kind: 'token-claim', path: ['azp'], match: { op: 'exact', value: 'a' } }],
    ['key: "request.auth.claims[a][b]", values: [v]', { kind: 'token-claim', path: ['a', 'b'], match: { op: 'exact', value: 'v' } }],
    ['key: "request.headers[x-a]", values: ["*"]', { kind: 'header', name: 'x-a', match: { op: 'present' } }],
    ['key: "request.headers[x-a]", values: ["a*"]', { kind: 'header', name: 'x-a', match: { op: 'prefix', value: 'a' } }],
    [
      'key: "experimental.envoy.filters.a.b[k]", values: [v]',
      { kind: 'metadata', filter: 'envoy.filters.a.b', key: 'k', match: { op: 'exact', value: 'v' } },
    ],
    [
      'key: "experimental.envoy.filters.a.b[k]", values: ["[v]"]',
      { kind: 'metadata', filter: 'envoy.filters.a.b', key: 'k', match: { op: 'exact', value: 'v' }, listMember: true },
    ],
    [
      'key: request.auth.principal, values: [i/s]',
      { kind: 'token-principal', issuer: { op: 'exact', value: 'i' }, subject: { op: 'exact', value: 's' } },
    ],
  ])('%s', (entry, expected) => {
    expect(when(entry)).toEqual(expected)
  })

  test('values and notValues must both hold', () => {
    expect(when('key: source.namespace, values: ["a*"], notValues: [ab]')).toEqual({
      kind: 'all',
      of: [identity({ by: 'namespace', glob: 'a*' }), not(identity({ by: 'namespace', glob: 'ab' }))],
    })
  })

  test.each(['ALLOW', 'DENY'])('an unknown key makes a rule of %s one that never applies', (action) => {
    const { clauses: read, codes } = clauses('{when: [{key: request.header.x, values: [a]}]}', action)
    expect(read).toEqual([[]])
    expect(codes).toEqual(['US2008'])
  })

  test('a key without its name is lost from a deny rule and takes an allow rule with it', () => {
    expect(clauses('{when: [{key: request.headers, values: [a]}]}').clauses.at(-1)).toEqual([])
    const deny = clauses('{when: [{key: "request.auth.claims[]", values: [a]}]}', 'DENY')
    expect(deny.clauses).toEqual([[{ kind: 'all', of: [] }]])
    expect(deny.codes).toEqual(['US2009'])
    expect(clauses('{when: [{key: experimental.envoy.filters.x, values: [a]}]}', 'DENY').codes).toEqual(['US2009'])
  })
})
