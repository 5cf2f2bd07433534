import { describe, expect, test } from 'vitest'
import type { IdentityMatch, PathMatch, TextMatch } from '../../src/model/predicate.ts'
import { identityParts, matchesGlob, matchesIdentity, matchesPath, matchesText } from '../../src/resolve/text.ts'

/** A match, texts that it takes, and texts that it does not. */
type Row<M> = readonly [says: string, match: M, takes: readonly string[], leaves: readonly string[]]

describe('text (envoy:source/common/common/matchers.h)', () => {
  test.each<Row<TextMatch>>([
    ['any value is present, the empty one too', { op: 'present' }, ['', 'a'], []],
    ['a value that is not empty', { op: 'non-empty' }, ['a', ' '], ['']],
    ['a regular expression takes the whole text', { op: 'regex', value: 'a.|b' }, ['ab', 'b'], ['abc', 'xab', 'bb', '']],
    ['exact', { op: 'exact', value: 'Ab' }, ['Ab'], ['ab', 'Abc', 'xAb', '']],
    ['prefix', { op: 'prefix', value: 'Ab' }, ['Ab', 'Abc'], ['ab', 'xAb', 'A', '']],
    ['suffix', { op: 'suffix', value: 'Ab' }, ['Ab', 'xAb'], ['ab', 'Abc', 'b', '']],
    ['case is folded in both texts', { op: 'exact', value: 'aB', ignoreCase: true }, ['ab', 'Ab', 'AB'], ['b']],
    ['but for ASCII letters only', { op: 'prefix', value: 'ä', ignoreCase: true }, ['äx'], ['Äx']],
    ['case is kept where that is said', { op: 'suffix', value: 'b', ignoreCase: false }, ['ab'], ['aB']],
  ])('%s', (_, match, takes, leaves) => {
    expect(takes.filter((text) => !matchesText(match, text))).toEqual([])
    expect(leaves.filter((text) => matchesText(match, text))).toEqual([])
  })
})

describe('paths', () => {
  test.each<Row<PathMatch>>([
    // gateway-api:apis/v1/httproute_types.go PathMatchPathPrefix
    ['whole segments', { op: 'segment-prefix', value: '/a/b' }, ['/a/b', '/a/b/', '/a/b/c'], ['/a/bc', '/a', '/ab', '/x/a/b']],
    ['slashes at the end say nothing', { op: 'segment-prefix', value: '/a//' }, ['/a', '/a/', '/a/b'], ['/ab', '/', '/x/a']],
    ['the root takes everything', { op: 'segment-prefix', value: '/' }, ['/', '/a', '/a/b'], []],
    // envoy:source/extensions/path/uri_template_lib
    ['one segment', { op: 'template', value: '/a/{*}/c' }, ['/a/b/c', '/a/b=1*/c'], ['/a//c', '/a/b/b/c', '/a/{*}/c', '/a/b/c/d']],
    ['any segments', { op: 'template', value: '/a/{**}' }, ['/a/', '/a/b', '/a/b/c'], ['/a', '/x/a/b']],
    ['any segments and an ending', { op: 'template', value: '/{**}/z' }, ['/a/z', '/a/b/z'], ['/a/y', '/z']],
    ['what is no template is text', { op: 'template', value: '/a.b+' }, ['/a.b+'], ['/axb+', '/a.bb']],
    ['text', { op: 'prefix', value: '/a' }, ['/a', '/ab'], ['/b']],
  ])('%s', (_, match, takes, leaves) => {
    expect(takes.filter((path) => !matchesPath(match, path))).toEqual([])
    expect(leaves.filter((path) => matchesPath(match, path))).toEqual([])
  })
})

test('a star in a name stands for any characters, anything else for itself', () => {
  const taken = (glob: string, ...names: string[]): string[] => names.filter((name) => matchesGlob(glob, name))
  expect(taken('dev-*', 'dev-', 'dev-a', 'dev', 'xdev-a')).toEqual(['dev-', 'dev-a'])
  expect(taken('*-dev', 'a-dev', '-dev', 'a-devx')).toEqual(['a-dev', '-dev'])
  expect(taken('a*b*c', 'abc', 'axbxc', 'ab')).toEqual(['abc', 'axbxc'])
  expect(taken('a.c', 'a.c', 'abc')).toEqual(['a.c'])
  expect(taken('*', '', 'a')).toEqual(['', 'a'])
})

describe('identities', () => {
  test('have five parts', () => {
    expect(identityParts('td.local/ns/shop/sa/till')).toEqual({ trustDomain: 'td.local', namespace: 'shop', serviceAccount: 'till' })
    for (const other of ['', 'td', 'td/ns/shop', 'td/ns/shop/sa', 'td/n/shop/sa/till', 'td/ns/shop/s/till', 'td/ns/shop/sa/till/x'])
      expect(identityParts(other), other).toBeUndefined()
  })

  const till = 'cluster.local/ns/shop/sa/till'
  // istio:pilot/pkg/security/authz/model/generator.go
  test.each<[says: string, match: IdentityMatch, identity: string, holds: true | false | 'unknown']>([
    ['any', { by: 'any' }, 'odd', true],
    ['the whole identity', { by: 'principal', match: { op: 'exact', value: till } }, till, true],
    ['another identity', { by: 'principal', match: { op: 'exact', value: till } }, `${till}x`, false],
    ['its namespace', { by: 'namespace', glob: 'sh*' }, till, true],
    ['another namespace', { by: 'namespace', glob: 'till' }, till, false],
    ['a namespace of an identity without one', { by: 'namespace', glob: '*' }, 'odd', false],
    ['its service account', { by: 'service-account', namespace: 'shop', name: 'till' }, till, true],
    ['a service account of another namespace', { by: 'service-account', namespace: 'shops', name: 'till' }, till, false],
    ['another service account', { by: 'service-account', namespace: 'shop', name: 'tills' }, till, false],
    ['a service account of an identity without one', { by: 'service-account', namespace: 'shop', name: 'till' }, 'odd', false],
    ['its trust domain', { by: 'trust-domain', glob: 'cluster.*' }, till, true],
    ['another trust domain', { by: 'trust-domain', glob: 'shop' }, till, false],
    ['a trust domain of an identity without one', { by: 'trust-domain', glob: '*' }, 'odd', false],
    [
      'a value that is a pattern to proxies is held against the whole identity',
      { by: 'namespace', glob: '(x|shop)', pattern: 'spiffe://.*/ns/(x|shop)/.*' },
      till,
      true,
    ],
    ['a pattern that takes others', { by: 'namespace', glob: 'shop', pattern: '.*/ns/x/.*' }, till, false],
    ['a pattern that is none is refused by the proxy', { by: 'namespace', glob: 'shop', pattern: '(' }, till, 'unknown'],
    ['also for a service account', { by: 'service-account', namespace: 'shop', name: 'till', pattern: '.*/sa/t.*' }, till, true],
  ])('%s', (_, match, identity, expected) => expect(matchesIdentity(match, identity)).toBe(expected))
})
