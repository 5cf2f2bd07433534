import { describe, expect, test } from 'vitest'
import { accepts } from '../../../src/algebra/language/language.ts'
import { hostNamed, isAddress, knownNamesOf, nameIn } from '../../../src/resolve/routes/host-names.ts'
import { meshWith, service, web } from './chain-mesh.ts'

const mesh = meshWith(service('till', [80], 'shop'))

test('the name in an authority is without its port, in lower case', () => {
  expect(['Web.Prod:8080', 'web.prod', '10.0.0.1:80', '[::1]:80'].map(nameIn)).toEqual(['web.prod', 'web.prod', '10.0.0.1', '[::1]'])
})

test.each([
  ['10.96.0.1', true],
  ['[fd00::1]', true],
  ['10.96.0', false],
  ['10.96.0.1.example', false],
  ['a10.96.0.1', false],
  ['fd00::1', false],
])('%s is the address of a Service: %s', (name, expected) => {
  expect(isAddress(name)).toBe(expected)
})

describe('the host that a name means', () => {
  test.each([
    ['web', 'prod', web],
    ['web', 'shop', undefined],
    ['web', undefined, undefined],
    ['web.prod', 'shop', web],
    ['web.prod.svc', 'shop', web],
    [web, undefined, web],
    ['web.prod.example', 'prod', undefined],
    ['none.prod', 'prod', undefined],
  ])('%s to a client in %s', (name, namespace, expected) => {
    expect(hostNamed(mesh, name, namespace)).toBe(expected)
  })
})

describe('the authorities of a host', () => {
  const known = (namespace: string, authority: string, host = web) =>
    accepts({ kind: 'authority', names: knownNamesOf(mesh, host, namespace) }, authority)

  test.each([
    [web, true],
    ['web.prod.svc', true],
    ['web.prod', true],
    ['WEB.Prod:8080', true],
    ['10.96.0.1:80', true],
    ['webxprod', false],
    ['web', false],
    ['other.prod', false],
    ['web.prod.', false],
  ])('from another namespace, %s: %s', (authority, expected) => {
    expect(known('shop', authority)).toBe(expected)
  })

  test('from its own namespace the short name too', () => {
    expect(known('prod', 'web')).toBe(true)
    expect(known('prod', 'Web:80')).toBe(true)
  })

  test('of a host outside of the cluster its name alone', () => {
    expect(known('prod', 'api.example.com', 'api.example.com')).toBe(true)
    expect(known('prod', 'api', 'api.example.com')).toBe(false)
    expect(known('prod', 'api.example', 'api.example.com')).toBe(false)
  })
})
