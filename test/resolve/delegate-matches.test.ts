import { describe, expect, test } from 'vitest'
import { canonical } from '../../src/model/canonical.ts'
import { type Atom, all, not, type Predicate, withoutCase } from '../../src/model/predicate.ts'
import type { HttpMatch } from '../../src/model/route.ts'
import { mergeMatches } from '../../src/resolve/delegate-matches.ts'
import { atom, placeAt } from '../decide/rules/seen.ts'
import { headerOf, methodOf, pathOf } from './routes/built-rules.ts'

const match = (parts: readonly Predicate[], changes: Partial<HttpMatch> = {}): HttpMatch => ({
  predicate: all(parts),
  place: placeAt('match'),
  ...changes,
})
const labels = (of: Record<string, string>): Atom => atom({ kind: 'client-labels', labels: of })
const from = (namespace: string): Atom => atom({ kind: 'client-namespace', namespace })
const query = (name: string, value = '1') => atom({ kind: 'query', name, match: { op: 'exact', value } })
const claim = (...path: string[]) => atom({ kind: 'token-claim', path, match: { op: 'exact', value: JSON.stringify(path) } })
const path = (of: Extract<Predicate, { kind: 'path' }>['match']) => atom({ kind: 'path', match: of })

type Side = readonly [parts: readonly Predicate[], changes?: Partial<HttpMatch>]
const merged = ([root, ofRoot]: Side, [leaf, ofLeaf]: Side) => mergeMatches([match(root, ofRoot)], [match(leaf, ofLeaf)])

// istio:pilot/pkg/model/virtualservice.go hasConflict
describe('a match of a delegate', () => {
  const fitting: readonly (readonly [Side, Side])[] = [
    // Parts of one kind are compared where they are about one name.
    [[[headerOf('x', 'a')]], [[headerOf('y', 'b')]]],
    [[[query('x', 'a')]], [[query('y', 'b')]]],
    [[[headerOf('x', 'a')]], [[query('x', 'b')]]],
    [[[not(headerOf('x', 'a'))]], [[headerOf('x', 'b')]]],
    [[[not(headerOf('x', 'a'))]], [[not(headerOf('y', 'b'))]]],
    [[[claim('a', 'b')]], [[claim('a.b')]]],
    [[[not(headerOf('x', 'a'))]], [[not(headerOf('x', 'a'))]]],
    [[[]], [[], { port: 80 }]],
    [
      [[], { port: 80 }],
      [[], { port: 80 }],
    ],
    [[[from('shop')]], [[from('shop')]]],
    [[[]], [[from('shop')]]],
    [[[]], [[labels({ a: 'b' })]]],
    [[[labels({ a: 'b' })]], [[labels({ a: 'b', c: 'd' })]]],
    [
      [[], { gateways: ['mesh', 'edge'] }],
      [[], { gateways: ['edge'] }],
    ],
    [[[], { gateways: ['mesh'] }], [[]]],
    [[[]], [[], { gateways: ['mesh'] }]],
    [[[], { ignorePathCase: false }], [[]]],
    [
      [[], { ignorePathCase: true }],
      [[], { ignorePathCase: true }],
    ],
  ]
  const conflicting: readonly (readonly [Side, Side])[] = [
    [[[headerOf('x', 'a')]], [[headerOf('x', 'b')]]],
    [[[query('x', 'a')]], [[query('x', 'b')]]],
    [[[claim('a', 'b')]], [[atom({ kind: 'token-claim', path: ['a', 'b'], match: { op: 'exact', value: 'c' } })]]],
    [[[not(headerOf('x', 'a'))]], [[not(headerOf('x', 'b'))]]],
    [[[path({ op: 'suffix', value: '/a' })]], [[path({ op: 'suffix', value: '/a' })]]],
    [[[path({ op: 'template', value: '/a' })]], [[path({ op: 'template', value: '/a' })]]],
    [[[path({ op: 'segment-prefix', value: '/a' })]], [[path({ op: 'segment-prefix', value: '/a' })]]],
    [[[pathOf('regex', '/a')]], [[pathOf('regex', '/a')]]],
    [[[pathOf('prefix', '/a')]], [[pathOf('segment-prefix', '/a')]]],
    [[[pathOf('exact', '')]], [[pathOf('exact', '')]]],
    [[[pathOf('prefix', '')]], [[pathOf('prefix', '/a')]]],
    [[[pathOf('prefix', '/a')]], [[pathOf('prefix', '')]]],
    [[[path({ op: 'present' })]], [[pathOf('exact', '/a')]]],
    [[[pathOf('prefix', '/a')]], [[path({ op: 'present' })]]],
    [
      [[], { port: 80 }],
      [[], { port: 81 }],
    ],
    [[[from('shop')]], [[from('bank')]]],
    [[[from('shop')]], [[]]],
    [[[labels({ a: 'b' })]], [[labels({ a: 'c' })]]],
    [
      [[], { gateways: ['mesh', 'edge'] }],
      [[], { gateways: ['edge', 'other'] }],
    ],
    [
      [[], { gateways: ['mesh'] }],
      [[], { gateways: ['mesh', 'mesh'] }],
    ],
    [[[], { ignorePathCase: true }], [[]]],
    [[[]], [[], { ignorePathCase: true }]],
  ]

  test('fits where both can hold as istiod compares them', () => {
    expect(fitting.filter(([root, leaf]) => merged(root, leaf) === undefined)).toEqual([])
  })

  test('does not where they say different things, or what istiod does not compare', () => {
    expect(conflicting.filter(([root, leaf]) => merged(root, leaf) !== undefined)).toEqual([])
  })

  test('conditions on the client count that nothing evaluates', () => {
    const side = (part: Atom): Side => [[], { gateways: ['mesh'], unevaluated: [part] }]
    expect(merged(side(labels({ a: 'b' })), side(labels({ a: 'c' })))).toBeUndefined()
    expect(merged(side(from('shop')), side(from('bank')))).toBeUndefined()
    expect(merged(side(from('shop')), side(from('shop')))).toHaveLength(1)
    expect(merged(side(labels({ a: 'b' })), side(labels({ c: 'd' })))).toMatchObject([{ unevaluated: [{ labels: { a: 'b', c: 'd' } }] }])
  })
})

// istio:pilot/pkg/model/virtualservice.go mergeHTTPMatchRequest
describe('merged, a match', () => {
  /** Without places, which tests cannot compare. */
  const said = (root: Side, leaf: Side) => JSON.parse(canonical(merged(root, leaf))) as unknown
  const conditions = (...parts: readonly Predicate[]) => JSON.parse(canonical(all(parts))) as unknown

  test('has the conditions of both, those of the delegate where they are about one thing', () => {
    expect(said([[pathOf('prefix', '/a'), headerOf('x')]], [[pathOf('exact', '/ab'), methodOf('GET')]])).toEqual([
      { predicate: conditions(pathOf('exact', '/ab'), headerOf('x'), methodOf('GET')) },
    ])
    expect(said([[]], [[]])).toEqual([{ predicate: conditions() }])
  })

  test('has the fields of the delegate, else those of the root', () => {
    const root = { name: 'r', statPrefix: 's', port: 80, gateways: ['mesh'] }
    expect(said([[], root], [[]])).toEqual([{ name: 'r', statPrefix: 's', port: 80, gateways: ['mesh'], predicate: conditions() }])
    expect(said([[]], [[], root])).toEqual([{ ...root, predicate: conditions() }])
    expect(said([[], { ...root, statPrefix: 't' }], [[], { ...root, name: 'l' }])).toEqual([
      { ...root, name: 'r-l', predicate: conditions() },
    ])
    const folded = { ignorePathCase: true }
    expect(merged([[], folded], [[path(withoutCase({ op: 'exact', value: '/a' }))], folded])).toMatchObject([folded])
    expect(merged([[], { ignorePathCase: false }], [[]])?.[0]).not.toHaveProperty('ignorePathCase')
    expect(merged([[]], [[], { ignorePathCase: false }])).toMatchObject([{ ignorePathCase: false }])
  })

  test('has the client of both', () => {
    expect(merged([[labels({ a: 'b' }), from('shop')]], [[from('shop')]])).toMatchObject([
      { predicate: { of: [{ labels: { a: 'b' } }, { namespace: 'shop' }] } },
    ])
    expect(merged([[]], [[labels({ a: 'b' })]])).toMatchObject([{ predicate: { kind: 'client-labels', labels: { a: 'b' } } }])
    expect(merged([[labels({ a: 'b' })]], [[labels({ c: 'd' })]])).toMatchObject([{ predicate: { labels: { a: 'b', c: 'd' } } }])
    const evaluated = merged([[]], [[labels({ a: 'b' }), from('shop')]])?.[0]
    expect(evaluated).not.toHaveProperty('unevaluated')
    expect(said([[from('shop')]], [[from('shop')], { gateways: ['mesh'] }])).toEqual([
      { predicate: conditions(), gateways: ['mesh'], unevaluated: [{ kind: 'client-namespace', namespace: 'shop' }] },
    ])
    expect(merged([[]], [[], { gateways: ['mesh'] }])?.[0]).not.toHaveProperty('unevaluated')
  })
})

test('each match of the delegate goes under every one of the root that it fits, and one that fits none leaves the rule out', () => {
  const root = [match([pathOf('prefix', '/a')], { name: 'a' }), match([headerOf('x')], { name: 'x' })]
  const names = (leaf: readonly HttpMatch[]) => mergeMatches(root, leaf)?.map(({ name }) => name)
  expect(names([match([pathOf('exact', '/ab')], { name: '1' }), match([pathOf('exact', '/b')], { name: '2' })])).toEqual([
    'a-1',
    'x-1',
    'x-2',
  ])
  expect(names([match([pathOf('exact', '/b'), headerOf('x', 'no')])])).toBeUndefined()
  expect(mergeMatches(root, [])).toBe(root)
  expect(mergeMatches([], root)).toBe(root)
})
