import { describe, expect, test } from 'vitest'
import { normalTarget } from '../../../src/decide/rules/normal-path.ts'
import fc from '../../fast-check.ts'

describe('the target as proxies normalise it', () => {
  test.each([
    ['/a/./b', 'base', '/a/b'],
    ['/a/..', 'base', '/'],
    ['/a/b/..', 'base', '/a/'],
    ['/a/.', 'base', '/a/'],
    ['/../../a', 'base', '/a'],
    ['/a//../b', 'base', '/a/b'],
    ['/a/%2E%2e/b', 'base', '/b'],
    ['/a\\b', 'base', '/a/b'],
    ['/%61%2d%7E%20', 'base', '/a-~%20'],
    ['/a//b', 'base', '/a//b'],
    ['/a%2fb', 'base', '/a%2fb'],
    ['/a//b?c//d', 'merge-slashes', '/a/b?c//d'],
    ['/a%2f/b', 'merge-slashes', '/a%2f/b'],
    ['/a%2F/b%5c', 'decode-and-merge-slashes', '/a/b/'],
    ['/a/%2e%2e%2fb', 'decode-and-merge-slashes', '/b'],
    ['/a/../b?x=../y#/../z', 'base', '/b?x=../y'],
    ['/foo#f', 'base', '/foo'],
    ['/a/..#/b', 'none', '/a/..'],
    ['/a/../%61//', 'none', '/a/../%61//'],
    ['*', 'base', '*'],
    ['/..;/admin', 'base', '/admin'],
    ['/a;/../b', 'base', '/b'],
    ['/a/.;x=y/b', 'base', '/a/b'],
    ['/a/..;x', 'base', '/'],
    ['/a/%2e%2E;x/b', 'base', '/a/..;x/b'],
    ['/a/.%2e;x/b', 'base', '/a/..;x/b'],
    ['/a/.;/..;/b', 'base', '/b'],
    ['/a/..;x;y=%41/b', 'base', '/b'],
    ['/a/..%3b/b', 'base', '/a/..%3b/b'],
    ['/a/..;\\b', 'base', '/'],
    ['/a\\..;\\b', 'base', '/a/..;/b'],
    ['/a/..;%2fb', 'decode-and-merge-slashes', '/b'],
    ['/a/b..;/c', 'base', '/a/b..;/c'],
    ['/a|b^c`d{e}f"g<h>', 'base', '/a%7Cb%5Ec%60d%7Be%7Df%22g%3Ch%3E'],
    ["/[a]'*=;!$,%7c%zz", 'base', "/[a]'*=;!$,%7c%zz"],
    ['/a|b', 'none', '/a|b'],
  ] as const)('%s under %s is %s', (target, mode, normal) => {
    expect(normalTarget(target, mode)).toBe(normal)
  })

  test('an encoded zero byte in the path is refused, in the query it is not; neither is a raw space or text beyond ASCII', () => {
    expect(normalTarget('/a%00', 'base')).toBeUndefined()
    expect(normalTarget('/a?%00', 'base')).toBe('/a?%00')
    expect(normalTarget('/a%00', 'none')).toBe('/a%00')
    for (const raw of ['/a b', '/\u00fc', '/a\tb']) expect(normalTarget(raw, 'base')).toBeUndefined()
  })

  test('what is normal stays as it is', () => {
    const piece = fc.constantFrom('/', '/', '.', '..', 'a', 'b', '%2e', '%2F', '%5C', '%61', '%20', '\\', '//', '?', '..;', '.;x', '|', '<')
    const modes = fc.constantFrom('none' as const, 'base' as const, 'merge-slashes' as const, 'decode-and-merge-slashes' as const)
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), modes, (pieces, mode) => {
        const once = normalTarget(`/${pieces.join('')}`, mode)!
        // Encoded dots before parameters are dots for the next proxy.
        if (/\/\.\.?;/.test(once)) return
        expect(normalTarget(once, mode)).toBe(once)
        if (mode !== 'none') expect(once.split('?')[0]).not.toMatch(/\/\.\.?(\/|$)/)
      }),
    )
  })
})
