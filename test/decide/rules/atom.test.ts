import { describe, expect, test } from 'vitest'
import { holds, needsFor } from '../../../src/decide/rules/atom.ts'
import type { View } from '../../../src/decide/rules/view.ts'
import { type AtomBody, all, always, any, never, not, type Predicate } from '../../../src/model/predicate.ts'
import type { Truth } from '../../../src/resolve/truth.ts'
import { atom, http, view } from './seen.ts'

type Row = readonly [says: string, body: AtomBody, seen: Partial<View>, holds: Truth]

const exact = (value: string) => ({ op: 'exact', value }) as const
const header = (name: string, value: string, absentIsEmpty = false): AtomBody =>
  absentIsEmpty ? { kind: 'header', name, match: exact(value), absentIsEmpty } : { kind: 'header', name, match: exact(value) }
const claim = (value: string, ...path: string[]): AtomBody => ({ kind: 'token-claim', path, match: exact(value) })
const principal: AtomBody = { kind: 'token-principal', issuer: exact('iss.example'), subject: exact('ann') }
const withHeaders = (headers: Record<string, string | string[]>): Partial<View> => ({ http: http({ headers }) })
const withClaims = (claims: Record<string, unknown>): Partial<View> => ({ http: http({ token: { kind: 'valid', claims } }) })

function table(name: string, rows: readonly Row[]): void {
  describe(name, () => {
    test.each(rows)('%s', (_, body, seen, expected) => expect(holds(atom(body), view(seen))).toBe(expected))
  })
}

table('who asks', [
  ['an identity', { kind: 'identity', match: { by: 'namespace', glob: 'shop' } }, {}, true],
  ['another identity', { kind: 'identity', match: { by: 'namespace', glob: 'bank' } }, {}, false],
  ['plaintext has no identity', { kind: 'identity', match: { by: 'any' } }, { identity: undefined }, false],
  [
    'labels of a client',
    { kind: 'client-labels', labels: { app: 'till' } },
    { client: { namespace: 'shop', labels: { app: 'till' } } },
    true,
  ],
  [
    'all of them',
    { kind: 'client-labels', labels: { app: 'till', v: '1' } },
    { client: { namespace: 'shop', labels: { app: 'till' } } },
    false,
  ],
  [
    'no label is one that objects inherit',
    { kind: 'client-labels', labels: { constructor: '' } },
    { client: { namespace: 'shop', labels: {} } },
    false,
  ],
  ['labels that the input does not tell', { kind: 'client-labels', labels: {} }, { client: { namespace: 'shop' } }, 'unknown'],
  ['labels at another point than the client', { kind: 'client-labels', labels: {} }, {}, 'unknown'],
  ['namespace of a client', { kind: 'client-namespace', namespace: 'shop' }, { client: { namespace: 'shop' } }, true],
  ['another namespace', { kind: 'client-namespace', namespace: 'shop' }, { client: { namespace: 'bank' } }, false],
  ['namespace at another point', { kind: 'client-namespace', namespace: 'shop' }, {}, 'unknown'],
])

table('addresses and ports', [
  ['the peer', { kind: 'peer-address', range: '10.1.0.0/16' }, {}, true],
  ['another peer', { kind: 'peer-address', range: '192.0.2.0/24' }, {}, false],
  ['a peer that the input does not tell', { kind: 'peer-address', range: '0.0.0.0/0' }, { peerAddress: 'unknown' }, 'unknown'],
  ['a peer behind a waypoint', { kind: 'peer-address', range: '0.0.0.0/0' }, { peerAddress: 'hidden' }, false],
  ['what is no range', { kind: 'peer-address', range: '10.1.0' }, {}, false],
  ['the client', { kind: 'client-address', range: '192.0.2.0/24' }, {}, true],
  ['another client', { kind: 'client-address', range: '10.1.0.0/16' }, {}, false],
  ['the destination', { kind: 'destination-address', range: '10.1.0.9' }, {}, true],
  ['another destination', { kind: 'destination-address', range: '10.1.0.4' }, {}, false],
  ['an address of the other family', { kind: 'destination-address', range: '::/0' }, {}, false],
  ['the port', { kind: 'destination-port', port: 8080, of: 'container' }, {}, true],
  ['another port', { kind: 'destination-port', port: 80, of: 'container' }, {}, false],
  ['a port that is not known', { kind: 'destination-port', port: 80, of: 'container' }, { port: 'unknown' }, 'unknown'],
  ['the server name', { kind: 'sni', match: exact('a.b') }, { sni: 'a.b' }, true],
  ['another server name', { kind: 'sni', match: exact('a.b') }, { sni: 'b.a' }, false],
  ['no server name', { kind: 'sni', match: { op: 'present' } }, {}, false],
  ['a server name that is not known', { kind: 'sni', match: { op: 'present' } }, { sni: 'unknown' }, 'unknown'],
  ['what other filters set', { kind: 'metadata', filter: 'f', key: 'k', match: { op: 'present' } }, {}, 'unknown'],
])

table('HTTP', [
  ['the method', { kind: 'method', match: exact('GET') }, {}, true],
  ['another method', { kind: 'method', match: exact('PUT') }, {}, false],
  [
    'where a point does not understand HTTP no attribute is there',
    { kind: 'method', match: { op: 'present' } },
    { http: undefined },
    false,
  ],
  ['nor is a header', header('x-a', '', true), { http: undefined }, false],
  ['the path without the query', { kind: 'path', match: exact('/buy') }, {}, true],
  ['another path', { kind: 'path', match: exact('/buy?item=5') }, {}, false],
  ['the authority with its port', { kind: 'authority', match: exact('store.shop:80') }, {}, true],
  ['the authority is compared with case', { kind: 'authority', match: exact('Store.shop:80') }, {}, false],
  ['the scheme behind TLS of the mesh', { kind: 'scheme', match: exact('http') }, {}, true],
  ['another scheme', { kind: 'scheme', match: exact('https') }, {}, false],
  ['a query parameter', { kind: 'query', name: 'item', match: exact('5') }, {}, true],
  ['another value of it', { kind: 'query', name: 'item', match: exact('6') }, {}, false],
  ['a parameter that is not there', { kind: 'query', name: 'items', match: { op: 'present' } }, {}, false],
])

table('headers', [
  ['one value', header('x-a', 'v'), withHeaders({ 'x-a': 'v' }), true],
  ['names compare without case', header('X-A', 'v'), withHeaders({ 'x-a': 'v' }), true],
  ['another value', header('x-a', 'v'), withHeaders({ 'x-a': 'w' }), false],
  ['each of several values', header('x-a', 'w'), withHeaders({ 'x-a': ['v', 'w'] }), true],
  ['not their joined text', header('x-a', 'v,w'), withHeaders({ 'x-a': ['v', 'w'] }), false],
  ['no value', header('x-a', ''), {}, false],
  ['no value where that is the empty one', header('x-a', '', true), {}, true],
  ['no value is no other than the empty one', header('x-a', 'v', true), {}, false],
  ['`:method` is the method', header(':method', 'GET'), {}, true],
  ['`:path` has the query', header(':path', '/buy?item=5'), {}, true],
  ['`:authority`', header(':authority', 'store.shop:80'), {}, true],
  ['`Host` is the authority', header('Host', 'store.shop:80'), {}, true],
  [
    'a header that the point writes itself',
    header('X-Claim', 'v'),
    { ...withHeaders({ 'x-claim': 'v' }), writtenHeaders: new Set(['x-claim']) },
    'unknown',
  ],
  ['another than the point writes', header('x-a', 'v'), { ...withHeaders({ 'x-a': 'v' }), writtenHeaders: new Set(['x-claim']) }, true],
  ['only a header is written', { kind: 'method', match: exact('GET') }, { writtenHeaders: new Set(['method']) }, true],
])

// istio:pilot/pkg/networking/core/listener_builder.go, envoy:source/common/http/conn_manager_utility.cc mutateXfccRequestHeader
const xfcc = (match: Extract<AtomBody, { kind: 'header' }>['match'], absentIsEmpty?: true): AtomBody => ({
  kind: 'header',
  name: 'X-Forwarded-Client-Cert',
  match,
  ...(absentIsEmpty === undefined ? {} : { absentIsEmpty }),
})
const sent = withHeaders({ 'x-forwarded-client-cert': 'v', 'x-envoy-peer-metadata': 'v', 'x-envoy-peer-metadata-id': 'v' })
table('headers that proxies write and not clients', [
  ['it is there', xfcc({ op: 'present' }), { ...sent, certificateHeader: 'written' }, true],
  ['it is not empty', xfcc({ op: 'non-empty' }), { ...sent, certificateHeader: 'written' }, true],
  ['its text is not known', xfcc(exact('v')), { ...sent, certificateHeader: 'written' }, 'unknown'],
  ['without a certificate it is taken away', xfcc(exact('v')), { ...sent, certificateHeader: 'absent' }, false],
  ['and is not empty then', xfcc({ op: 'present' }), { ...sent, certificateHeader: 'absent' }, false],
  ['but where what is absent is empty', xfcc(exact(''), true), { ...sent, certificateHeader: 'absent' }, true],
  ['which is no other text', xfcc(exact('v'), true), { ...sent, certificateHeader: 'absent' }, false],
  ['where the point is not known to write it', xfcc({ op: 'present' }), sent, 'unknown'],
  ['what sidecars tell each other', header('x-envoy-peer-metadata', 'v'), { ...sent, certificateHeader: 'absent' }, 'unknown'],
  ['and their names', header('x-envoy-peer-metadata-id', 'v'), { ...sent, certificateHeader: 'written' }, 'unknown'],
])

table('tokens', [
  ['issuer and subject', principal, withClaims({ iss: 'iss.example', sub: 'ann' }), true],
  ['another subject', principal, withClaims({ iss: 'iss.example', sub: 'bob' }), false],
  ['another issuer', principal, withClaims({ iss: 'iss', sub: 'ann' }), false],
  ['no subject', { ...principal, subject: { op: 'present' } }, withClaims({ iss: 'iss.example' }), false],
  ['no issuer', { ...principal, issuer: { op: 'present' } }, withClaims({ sub: 'ann' }), false],
  ['no token', principal, {}, false],
  ['an invalid token', { ...principal, issuer: { op: 'present' } }, { http: http({ token: { kind: 'invalid' } }) }, false],
  ['a claim', claim('admin', 'role'), withClaims({ role: 'admin' }), true],
  ['another value of it', claim('admin', 'role'), withClaims({ role: 'guest' }), false],
  ['a member of a list', claim('admin', 'role'), withClaims({ role: ['guest', 'admin'] }), true],
  ['no member of a list', claim('admin', 'role'), withClaims({ role: ['guest', ['admin']] }), false],
  ['a claim in a claim', claim('admin', 'org', 'role'), withClaims({ org: { role: 'admin' } }), true],
  ['no step into a list', claim('admin', 'org', '0'), withClaims({ org: ['admin'] }), false],
  ['no step into a text', claim('admin', 'org', 'length'), withClaims({ org: 'admin' }), false],
  ['no step into nothing', claim('admin', 'org', 'role'), withClaims({ org: null }), false],
  ['a number is no text', claim('5', 'level'), withClaims({ level: 5 }), false],
  [
    'what every object inherits is no claim',
    { kind: 'token-claim', path: ['constructor', 'name'], match: { op: 'present' } },
    withClaims({}),
    false,
  ],
  ['no token has no claim', claim('admin', 'role'), {}, false],
  [
    'nor has an invalid one',
    { kind: 'token-claim', path: ['role'], match: { op: 'present' } },
    { http: http({ token: { kind: 'invalid' } }) },
    false,
  ],
])

describe('what is put together', () => {
  const yes = atom({ kind: 'method', match: exact('GET') })
  const no = atom({ kind: 'method', match: exact('PUT') })
  const maybe = atom({ kind: 'metadata', filter: 'f', key: 'k', match: { op: 'present' } })
  test.each<[says: string, predicate: Predicate, holds: Truth]>([
    ['nothing at all', always, true],
    ['none of nothing', never, false],
    ['all of several', all([yes, yes]), true],
    ['all but one', all([yes, no, maybe]), false],
    ['all that is known', all([yes, maybe]), 'unknown'],
    ['any of several', any([no, yes]), true],
    ['any, whatever is not known', any([maybe, yes]), true],
    ['none that is known', any([no, maybe]), 'unknown'],
    ['none', any([no, no]), false],
    ['not', not(no), true],
    ['not what holds', not(yes), false],
    ['not what is not known', not(maybe), 'unknown'],
  ])('%s', (_, predicate, expected) => expect(holds(predicate, view())).toBe(expected))
})

test('what is not known has a name, the first that a condition asks for', () => {
  const open = view({
    peerAddress: 'unknown',
    clientAddress: 'unknown',
    destinationAddress: 'unknown',
    port: 'unknown',
    sni: 'unknown',
    writtenHeaders: new Set(['x-claim']),
  })
  const range = '10.0.0.0/8'
  const bodies: readonly AtomBody[] = [
    { kind: 'peer-address', range },
    { kind: 'client-address', range },
    { kind: 'destination-address', range },
    { kind: 'destination-port', port: 80, of: 'service' },
    { kind: 'sni', match: { op: 'present' } },
    { kind: 'metadata', filter: 'f', key: 'k', match: { op: 'present' } },
    { kind: 'client-labels', labels: {} },
    { kind: 'client-namespace', namespace: 'shop' },
    { kind: 'header', name: 'x-claim', match: { op: 'present' } },
    { kind: 'identity', match: { by: 'namespace', glob: 'shop', pattern: '(' } },
  ]
  expect(bodies.map((body) => needsFor(atom(body), open).needs)).toEqual([
    'the address of the peer',
    'the address of the client',
    'the address of the destination',
    'the port that the proxy sees',
    'the server name that the proxy sees',
    'what other filters of the proxy set',
    'the labels of the client',
    'the namespace of the client',
    'what proxies write into the header',
    'identity',
  ])
  const known = atom({ kind: 'method', match: exact('PUT') })
  expect(needsFor(all([known, not(atom(bodies[4]!)), atom(bodies[0]!)]), open)).toEqual({ needs: 'the server name that the proxy sees' })
  expect(needsFor(known, open)).toEqual({})
})
