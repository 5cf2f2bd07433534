import { describe, expect, test } from 'vitest'
import { accepts } from '../../../src/algebra/language/language.ts'
import { normalTarget } from '../../../src/decide/rules/normal-path.ts'
import type { MeshSettings } from '../../../src/model/settings.ts'
import {
  type Attribute,
  attributes,
  choicesOf,
  clientLabel,
  domainOf,
  externalAnswerOf,
  header,
  isOptional,
  issuerOf,
  pathUnder,
  query,
  tokenAt,
  tokenClaim,
  tokenSubject,
} from '../../../src/verify/symbolic/attribute.ts'
import fc from '../../fast-check.ts'

const settings = { pathNormalization: 'merge-slashes' } as MeshSettings
const cookie = tokenAt({ in: 'cookie', name: 'session' })

test.each<[string, Attribute]>([
  ['client namespace', attributes.clientNamespace],
  ['client label app', clientLabel('app')],
  ['path under none', pathUnder('none')],
  ['header x-user', header('X-User')],
  ['query page', query('page')],
  ['external authorizer opa', externalAnswerOf('opa')],
  ['token', tokenAt(undefined)],
  ['token issuer', issuerOf(tokenAt(undefined))],
  ['token in cookie session', cookie],
  ['token in cookie session subject', tokenSubject(cookie)],
  ['token in cookie session claim ["aud"]', tokenClaim(cookie, ['aud'])],
])('%s is the name of an attribute', (name, attribute) => {
  expect(attribute.name).toBe(name)
})

describe('what an attribute is', () => {
  test('does not depend on how others are called', () => {
    const odd = tokenAt({ in: 'query', name: 'page issuer' })
    expect(odd.name).toBe('token in query "page issuer"')
    expect(odd.name).not.toBe(issuerOf(tokenAt({ in: 'query', name: 'page' })).name)
    expect(choicesOf(odd)).toEqual(['none', 'invalid', 'valid'])
    expect(isOptional(externalAnswerOf('header issuer'))).toBe(false)
    expect(isOptional(tokenClaim(cookie, ['x issuer']))).toBe(false)
  })

  test('says which texts it can have', () => {
    const has = (attribute: Attribute, text: string): boolean => accepts(domainOf(attribute, settings), text)
    expect([has(attributes.path, '//a'), has(pathUnder('none'), '//a')]).toEqual([false, true])
    expect([has(header('x'), 'a b'), has(query('x'), 'a b'), has(clientLabel('x'), 'a b')]).toEqual([true, false, false])
    expect([has(attributes.method, 'GET'), has(attributes.method, 'get'), has(attributes.authority, 'cart:80')]).toEqual([
      true,
      false,
      true,
    ])
  })

  test('has the characters of a path that a rule can meet: what normalisation encodes only where there is none', () => {
    const has = (attribute: Attribute, text: string): boolean => accepts(domainOf(attribute, settings), text)
    const rules = ['base', 'merge-slashes', 'decode-and-merge-slashes'] as const
    for (const character of '"<>\\^`{|}') {
      expect(has(pathUnder('none'), `/a${character}b`), character).toBe(true)
      for (const mode of rules) expect(has(pathUnder(mode), `/a${character}b`), `${character} under ${mode}`).toBe(false)
    }
    for (const mode of ['none', ...rules] as const) {
      expect(has(pathUnder(mode), "/[a]_'*=;:!$&(),+@~%7C%zz%"), mode).toBe(true)
      expect(['/a?b', '/a#b', '/a b', '/\u00fc', 'a'].filter((path) => has(pathUnder(mode), path))).toEqual([])
    }
  })

  test('has the characters of a query parameter, which nothing decodes or encodes on the way to a route', () => {
    const has = (text: string): boolean => accepts(domainOf(query('x'), settings), text)
    for (const text of ['', '50%', 'a%20b', '<a>', '"a"', 'a=b?c/d|e', "it's"]) expect(has(text), text).toBe(true)
    for (const text of ['a&b', 'a#b', 'a b', '\u00fc']) expect(has(text), text).toBe(false)
  })

  test('has each path that normalisation leaves as it is, and none that it changes', () => {
    const piece = fc.constantFrom(
      '/',
      '.',
      '..',
      'a',
      '%',
      '%2',
      '%2e',
      '%2F',
      '%5c',
      '%61',
      '%20',
      '\\',
      '//',
      '..;',
      '.;x',
      '|',
      '<',
      '"',
      '[',
      '_',
    )
    const modes = fc.constantFrom('none' as const, 'base' as const, 'merge-slashes' as const, 'decode-and-merge-slashes' as const)
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), modes, (pieces, mode) => {
        const path = `/${pieces.join('')}`
        expect(accepts(domainOf(pathUnder(mode), settings), path), `${path} under ${mode}`).toBe(normalTarget(path, mode) === path)
      }),
    )
  })
})
