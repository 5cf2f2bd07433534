import { RE2JS } from 're2js'
import { describe, expect, test } from 'vitest'
import { defaultProgramSize, programSize } from '../../../../src/algebra/language/re2/program-size.ts'
import { normalTarget } from '../../../../src/decide/rules/normal-path.ts'
import { withPathGuard } from '../../../../translators/cilium/ingress/path-guard.ts'

const modes = ['base', 'merge-slashes', 'decode-and-merge-slashes'] as const

function guardOf(mode: (typeof modes)[number]): string {
  const [first] = withPathGuard([{ matches: [{ path: { type: 'RegularExpression', value: '/open.*' } }] }], mode) ?? []
  return first?.matches?.[0]?.path?.value ?? ''
}

const parts = ['/', '//', '.', '..', ';', 'a', '~', '%2e', '%2F', '%5c', '%20', '%41', '%7E', '%00', '%', '\\', '|', '"', '-', 'é']
const paths = parts.flatMap((a) => parts.flatMap((b) => parts.map((c) => `/x/${a}${b}${c}`)))

describe('the rule for paths that Istio would change', () => {
  test.each(modes)('takes every one of them, and no other path, where slashes are %s', (mode) => {
    const pattern = RE2JS.compile(guardOf(mode))
    const wrong = paths.filter((path) => pattern.matches(path) !== (normalTarget(path, mode) !== path))
    expect(wrong).toEqual([])
  })

  test.each(modes)('is below the limit of Envoy where slashes are %s', (mode) => {
    expect(programSize(guardOf(mode))).toBeLessThanOrEqual(defaultProgramSize)
  })

  test('is longer than every other pattern, and not there where nothing is asked of paths or changed', () => {
    const long = { matches: [{ path: { type: 'RegularExpression' as const, value: `/${'a'.repeat(400)}.*` } }] }
    expect(withPathGuard([long], 'base')?.[0]?.matches?.[0]?.path?.value?.length).toBeGreaterThan(403)
    expect(withPathGuard([long], 'none')).toEqual([long])
    expect(withPathGuard([{}], 'base')).toEqual([{}])
  })
})
