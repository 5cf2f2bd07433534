import { RE2JS } from 're2js'
import { describe, expect, test } from 'vitest'
import { defaultProgramSize, programSize } from '../../../../src/algebra/language/re2/program-size.ts'
import { normalTarget } from '../../../../src/decide/rules/normal-path.ts'
import { withPathGuard } from '../../../../translators/cilium/ingress/path-guard.ts'

const modes = ['base', 'merge-slashes', 'decode-and-merge-slashes'] as const

function guardOf(mode: (typeof modes)[number], other = '/open.*'): readonly string[] {
  const [first] = withPathGuard([{ matches: [{ path: { type: 'RegularExpression', value: other } }] }], mode) ?? []
  return (first?.matches ?? []).map(({ path }) => path?.value ?? '')
}

const parts = ['/', '//', '.', '..', ';', 'a', '~', '%2e', '%2F', '%5c', '%20', '%41', '%7E', '%00', '%', '\\', '|', '"', '-', 'é']
const paths = parts.flatMap((a) => parts.flatMap((b) => parts.map((c) => `/x/${a}${b}${c}`)))

describe('the rule for paths that Istio would change', () => {
  test.each(modes)('takes every one of them, and no other path, where slashes are %s', (mode) => {
    const patterns = guardOf(mode).map((pattern) => RE2JS.compile(pattern))
    const wrong = paths.filter((path) => patterns.some((pattern) => pattern.matches(path)) !== (normalTarget(path, mode) !== path))
    expect(wrong).toEqual([])
  })

  test.each(modes)('is below the limit of Envoy where slashes are %s', (mode) => {
    for (const pattern of [...guardOf(mode), ...guardOf(mode, `/${'a'.repeat(400)}.*`)])
      expect(programSize(pattern)).toBeLessThanOrEqual(defaultProgramSize)
  })

  test.each(modes)('has only patterns that are longer than every other where slashes are %s', (mode) => {
    const other = `/${'a'.repeat(400)}.*`
    for (const pattern of guardOf(mode, other)) expect(pattern.length).toBeGreaterThan(other.length)
  })

  test('is not there where nothing is asked of paths or changed', () => {
    const long = { matches: [{ path: { type: 'RegularExpression' as const, value: `/${'a'.repeat(400)}.*` } }] }
    expect(withPathGuard([long], 'none')).toEqual([long])
    expect(withPathGuard([{}], 'base')).toEqual([{}])
  })
})
