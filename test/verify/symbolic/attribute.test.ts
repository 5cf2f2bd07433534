import { describe, expect, test } from 'vitest'
import { accepts } from '../../../src/algebra/language/language.ts'
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
})
