import { describe, expect, test } from 'vitest'
import { plain, readPolicy } from '../../../reading.ts'
import { anyOf, clauses, identity, not, operation, principal, source } from './rule-meaning.ts'

describe('rules', () => {
  test('an empty rule has no clauses, so it matches everything', () => {
    expect(clauses('{}').clauses).toEqual([])
  })

  test('from and to are one clause of alternatives each, and every when entry is a clause of its own', () => {
    const { policy } = readPolicy(
      '{rules: [{from: [{source: {namespaces: [a]}}, {source: {namespaces: [b]}}], to: [{operation: {methods: [GET]}}], when: [{key: source.ip, values: ["10.0.0.1"]}, {key: source.ip, values: ["10.0.0.2"]}]}]}',
    )
    expect(policy.rules[0]!.clauses.map(({ about, alternatives, place }) => [about, alternatives.length, plain(place)])).toEqual([
      ['source', 2, 'spec.rules[0].from'],
      ['operation', 1, 'spec.rules[0].to'],
      ['condition', 1, 'spec.rules[0].when[0]'],
      ['condition', 1, 'spec.rules[0].when[1]'],
    ])
  })

  test('fields of one source must all hold, its values are alternatives', () => {
    expect(source('namespaces: [a, b], notPrincipals: ["*"]')).toEqual({
      kind: 'all',
      of: [not(identity({ by: 'any' })), anyOf(identity({ by: 'namespace', glob: 'a' }), identity({ by: 'namespace', glob: 'b' }))],
    })
  })

  test('an atom has the place of its own value', () => {
    const { policy } = readPolicy('{rules: [{to: [{operation: {paths: [/a, /b]}}]}]}')
    expect(plain(policy.rules[0]!.clauses[0]!.alternatives[0])).toEqual(
      anyOf(
        { kind: 'path', match: { op: 'exact', value: '/a' }, place: 'spec.rules[0].to[0].operation.paths[0]' },
        { kind: 'path', match: { op: 'exact', value: '/b' }, place: 'spec.rules[0].to[0].operation.paths[1]' },
      ),
    )
  })

  test('a source, an operation or a condition without content restricts nothing', () => {
    expect(clauses('{from: [{source: {}}], to: [{}], when: [{key: source.ip}]}').clauses).toEqual([
      [{ kind: 'all', of: [] }],
      [{ kind: 'all', of: [] }],
      [{ kind: 'all', of: [] }],
    ])
    expect(clauses('{from: [], to: []}').clauses).toEqual([])
    expect(source('principals: [], namespaces: [a]')).toEqual(identity({ by: 'namespace', glob: 'a' }))
  })
})

describe('text', () => {
  test.each([
    ['"*"', { op: 'non-empty' }],
    ['"*x"', { op: 'suffix', value: 'x' }],
    ['"x*"', { op: 'prefix', value: 'x' }],
    ['x', { op: 'exact', value: 'x' }],
    ['"a*b"', { op: 'exact', value: 'a*b' }],
    ['"*a*"', { op: 'suffix', value: 'a*' }],
  ])('path %s', (written, match) => {
    expect(operation(`paths: [${written}]`)).toEqual({ kind: 'path', match })
  })

  test.each(['/a/{*}/b', '/a/{**}', '/x{*}*'])('path %s is a template', (written) => {
    expect(operation(`paths: ["${written}"]`)).toEqual({ kind: 'path', match: { op: 'template', value: written } })
  })

  test('hosts compare without case and keep their port; a star is presence', () => {
    expect(operation('hosts: [Example.com, "*.b:80", "*"]')).toEqual(
      anyOf(
        { kind: 'authority', match: { op: 'exact', value: 'Example.com', ignoreCase: true } },
        { kind: 'authority', match: { op: 'suffix', value: '.b:80', ignoreCase: true } },
        { kind: 'authority', match: { op: 'present' } },
      ),
    )
  })

  test('methods compare with case', () => {
    expect(operation('methods: [get, "*"]')).toEqual(
      anyOf({ kind: 'method', match: { op: 'exact', value: 'get' } }, { kind: 'method', match: { op: 'present' } }),
    )
  })

  test('not fields negate the whole list', () => {
    expect(operation('notMethods: [PUT, POST]')).toEqual(
      not(anyOf({ kind: 'method', match: { op: 'exact', value: 'PUT' } }, { kind: 'method', match: { op: 'exact', value: 'POST' } })),
    )
    expect(operation('notHosts: [a], notPaths: [/b], notPorts: ["1"]')).toEqual({
      kind: 'all',
      of: [
        not({ kind: 'authority', match: { op: 'exact', value: 'a', ignoreCase: true } }),
        not({ kind: 'path', match: { op: 'exact', value: '/b' } }),
        not({ kind: 'destination-port', port: 1, of: 'container' }),
      ],
    })
  })

  test('ports are container ports', () => {
    expect(operation('ports: ["8080"]')).toEqual({ kind: 'destination-port', port: 8080, of: 'container' })
  })
})

describe('identities', () => {
  const aliased = { trustDomain: 'td1', trustDomainAliases: ['old', 'older'] }

  test('every star of a namespace is special', () => {
    expect(source('namespaces: [team-*-x]')).toEqual(identity({ by: 'namespace', glob: 'team-*-x' }))
    expect(source('notNamespaces: [bad]')).toEqual(not(identity({ by: 'namespace', glob: 'bad' })))
  })

  test('bare service accounts belong to the namespace of the policy', () => {
    expect(source('serviceAccounts: [sa-only, bar/other]')).toEqual(
      anyOf(
        identity({ by: 'service-account', namespace: 'foo', name: 'sa-only' }),
        identity({ by: 'service-account', namespace: 'bar', name: 'other' }),
      ),
    )
    expect(source('notServiceAccounts: [x]')).toEqual(not(identity({ by: 'service-account', namespace: 'foo', name: 'x' })))
  })

  test('principals follow the trust domain and its aliases', () => {
    expect(source('principals: [old/ns/a/sa/b]', aliased)).toEqual(
      anyOf(principal('td1/ns/a/sa/b'), principal('old/ns/a/sa/b'), principal('older/ns/a/sa/b')),
    )
  })

  test('cluster.local points to the mesh, whose trust domain may be another', () => {
    expect(source('principals: [cluster.local/ns/a/sa/b]', { trustDomain: 'td1' })).toEqual(principal('td1/ns/a/sa/b'))
  })

  test('the written principal stays beside what it was resolved to, because ztunnel compares it as written', () => {
    const { policy } = readPolicy('{rules: [{from: [{source: {principals: [cluster.local/ns/a/sa/b]}}]}]}', { trustDomain: 'td1' })
    expect(plain(policy.rules[0]!.clauses[0]!.alternatives[0])).toMatchObject({ match: { written: 'cluster.local/ns/a/sa/b' } })
  })

  test('only principals of five parts are expanded', () => {
    expect(source('principals: ["cluster.local/ns/a/*"]', { trustDomain: 'td1' })).toEqual(
      identity({ by: 'principal', match: { op: 'prefix', value: 'cluster.local/ns/a/' } }),
    )
    expect(source('principals: ["cluster.local/ns/a/sa/*"]', { trustDomain: 'td1' })).toEqual(
      identity({ by: 'principal', match: { op: 'prefix', value: 'td1/ns/a/sa/' } }),
    )
  })

  test('a star and a foreign trust domain are left alone', () => {
    expect(source('principals: ["*/ns/a/sa/b", far/ns/a/sa/b]', aliased)).toEqual(
      anyOf(identity({ by: 'principal', match: { op: 'suffix', value: '/ns/a/sa/b' } }), principal('far/ns/a/sa/b')),
    )
  })

  test('a trust domain with a leading star stays for the domains that it covers', () => {
    expect(source('principals: ["*-td/ns/a/sa/b"]', { trustDomain: 'new-td', trustDomainAliases: ['old-td', 'x'] })).toEqual(
      anyOf(identity({ by: 'principal', match: { op: 'suffix', value: '-td/ns/a/sa/b' } }), principal('x/ns/a/sa/b')),
    )
  })

  test('a trust domain with a trailing star that covers one is replaced by all', () => {
    expect(source('principals: ["new*/ns/a/sa/b"]', { trustDomain: 'new-td', trustDomainAliases: ['x'] })).toEqual(
      anyOf(principal('new-td/ns/a/sa/b'), principal('x/ns/a/sa/b')),
    )
  })

  test('trustDomains are expanded too, and negated', () => {
    expect(source('trustDomains: [old]', aliased)).toEqual(
      anyOf(...['td1', 'old', 'older'].map((glob) => identity({ by: 'trust-domain', glob }))),
    )
    expect(source('notTrustDomains: ["bad*"]')).toEqual(not(identity({ by: 'trust-domain', glob: 'bad*' })))
  })

  test('a spiffe:// prefix is kept, matches nobody, and is reported', () => {
    const { clauses: read, codes } = clauses('{from: [{source: {principals: ["spiffe://cluster.local/ns/a/sa/b"]}}]}')
    expect(read).toEqual([[principal('spiffe://cluster.local/ns/a/sa/b')]])
    expect(codes).toEqual(['US2010'])
  })
})

describe('addresses', () => {
  test('peer and client addresses are different attributes', () => {
    expect(source('ipBlocks: [10.0.0.0/8], notRemoteIpBlocks: ["2001:db8::/32"]')).toEqual({
      kind: 'all',
      of: [{ kind: 'peer-address', range: '10.0.0.0/8' }, not({ kind: 'client-address', range: '2001:db8::/32' })],
    })
    expect(source('notIpBlocks: [10.0.0.1], remoteIpBlocks: [10.0.0.2]')).toEqual({
      kind: 'all',
      of: [not({ kind: 'peer-address', range: '10.0.0.1' }), { kind: 'client-address', range: '10.0.0.2' }],
    })
  })

  test('one bad range takes an allow rule with it', () => {
    const { clauses: read, codes } = clauses('{from: [{source: {notIpBlocks: [10.0.0.1, 10.0.0.256]}}]}')
    expect(read.at(-1)).toEqual([])
    expect(codes).toEqual(['US2006'])
  })

  test('one bad range is left out of a deny rule, and a field of bad ranges restricts nothing', () => {
    expect(clauses('{from: [{source: {ipBlocks: [10.0.0.1, x]}}]}', 'DENY').clauses).toEqual([
      [{ kind: 'peer-address', range: '10.0.0.1' }],
    ])
    expect(clauses('{from: [{source: {ipBlocks: [x]}}]}', 'DENY').clauses).toEqual([[{ kind: 'all', of: [] }]])
  })

  test('a port that is no number is treated alike', () => {
    const { clauses: read, codes } = clauses('{to: [{operation: {ports: [http]}}]}')
    expect(read.at(-1)).toEqual([])
    expect(codes).toEqual(['US2007'])
    expect(clauses('{to: [{operation: {ports: ["65536"]}}]}', 'DENY').clauses).toEqual([[{ kind: 'all', of: [] }]])
  })
})
