import { describe, expect, test } from 'vitest'
import { readCodeOwners } from '../../../src/estimate/owners/code-owners.ts'
import fc from '../../fast-check.ts'

const owner = (pattern: string, path: string): boolean => readCodeOwners(`${pattern} @owner\n`).of(path).length === 1

describe('a pattern', () => {
  test.each([
    ['*', 'deploy/cart.yaml', true],
    ['*.yaml', 'deploy/deep/cart.yaml', true],
    ['*.yaml', 'deploy/cart.yml', false],
    ['deploy', 'team/deploy/cart.yaml', true],
    ['/deploy', 'team/deploy/cart.yaml', false],
    ['/deploy', 'deploy/deep/cart.yaml', true],
    ['deploy/', 'team/deploy/cart.yaml', true],
    ['deploy/', 'deploy', false],
    ['/deploy/', 'deploy/deep/cart.yaml', true],
    ['deploy/*', 'deploy/cart.yaml', true],
    ['deploy/*', 'deploy/deep/cart.yaml', false],
    ['deploy/*', 'team/deploy/cart.yaml', false],
    ['/*', 'cart.yaml', true],
    ['/*', 'deploy/cart.yaml', false],
    ['deploy/*/', 'deploy/deep/cart.yaml', true],
    ['**/deploy', 'a/b/deploy/cart.yaml', true],
    ['**/deploy', 'deploy', true],
    ['a/**/b.yaml', 'a/b.yaml', true],
    ['a/**/b.yaml', 'a/x/y/b.yaml', true],
    ['a/**', 'a/x/y/b.yaml', true],
    ['a/**', 'b/a/x.yaml', false],
    ['cart-?.yaml', 'cart-1.yaml', true],
    ['cart-?.yaml', 'cart-/.yaml', false],
    ['my\\ files/', 'my files/a.yaml', true],
    ['cart.yaml', 'cartxyaml', false],
    ['Deploy/', 'deploy/cart.yaml', false],
  ])('%s and %s: %s', (pattern, path, matches) => {
    expect(owner(pattern, path)).toBe(matches)
  })

  test('of a whole file matches it, whatever its name is', () => {
    const names = fc.array(fc.stringMatching(/^[A-Za-z0-9._+(){}^$|-]{1,8}$/), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(names, (segments) => {
        const path = segments.join('/')
        expect(owner(`/${path}`, path)).toBe(true)
        expect(owner(`/${path}`, `x${path}`)).toBe(false)
      }),
    )
  })
})

describe('a file', () => {
  const text = ['# all', '* @acme/platform', '', '/shop/ @acme/shop lead@acme.example # mail', '/shop/generated/', '*.md @docs'].join('\n')

  test('the last match decides, and one without owners says that there are none', () => {
    const { of } = readCodeOwners(text)
    expect(of('bank/ledger.yaml')).toEqual(['@acme/platform'])
    expect(of('shop/cart.yaml')).toEqual(['@acme/shop', 'lead@acme.example'])
    expect(of('shop/generated/cart.yaml')).toEqual([])
    expect(of('shop/generated/README.md')).toEqual(['@docs'])
  })

  test('lines that GitHub does not take are left out and told', () => {
    const { of, skipped } = readCodeOwners('* @all\n!keep.yaml @x\n[ab].yaml @x\n\\#file @x\ncart.yaml nobody\n')
    expect(skipped.map(({ line }) => line)).toEqual([2, 3, 4, 5])
    expect(of('cart.yaml')).toEqual(['@all'])
  })

  test('a long line of stars takes no time', () => {
    const { of } = readCodeOwners(`${'*a'.repeat(40)} @all\n`)
    expect(of(`${'a'.repeat(5000)}b`)).toEqual([])
  })
})
