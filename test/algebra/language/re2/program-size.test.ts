import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { programSize } from '../../../../src/algebra/language/re2/program-size.ts'
import { PatternError } from '../../../../src/algebra/language/re2/scanner.ts'
import fc from '../../../fast-check.ts'
import { arbitraryPattern } from '../arbitrary-pattern.ts'

const measured = parse(readFileSync(new URL('program-sizes.yaml', import.meta.url), 'utf8')) as readonly [number, string][]

test('is never less than what RE2 counted', () => {
  expect(measured.length).toBeGreaterThan(300)
  expect(measured.filter(([size, pattern]) => programSize(pattern) < size)).toEqual([])
})

test.each([
  ['/api/v1/orders', 18],
  ['GET', 7],
  ['.', 12],
  ['(?s).', 11],
  ['é', 6],
  ['[Aa]', 5],
])('is what RE2 counts for %s', (pattern, size) => {
  expect(programSize(pattern)).toBe(size)
})

test('finds room for the patterns that fit, one or two instructions apart', () => {
  const literal = `/${'a'.repeat(95)}`
  expect(programSize(literal)).toBe(100)
  expect(programSize(`${literal}a`)).toBe(101)
  expect(programSize(`/${'a'.repeat(84)}(\\?[!-~]*)?`)).toBeLessThanOrEqual(100)
})

test('knows what is no RE2 syntax', () => {
  expect(() => programSize('a(b')).toThrow(PatternError)
})

/** A Python with the package `google-re2`, which binds RE2 itself: `RE2_PYTHON=/path/to/python`. */
const python = process.env.RE2_PYTHON

test.skipIf(python === undefined)('is never less than what RE2 itself counts for random patterns', { timeout: 120_000 }, () => {
  const patterns = fc.sample(arbitraryPattern, { numRuns: 1000, seed: 1 })
  const script = `
import json, re2, sys
def size(pattern):
    try: return re2.compile(pattern).programsize
    except Exception: return 0
print(json.dumps([size(pattern) for pattern in json.load(sys.stdin)]))`
  const input = JSON.stringify(patterns)
  const sizes = JSON.parse(
    execFileSync(python!, ['-c', script], { input, encoding: 'utf8', maxBuffer: 1e8, stdio: ['pipe', 'pipe', 'ignore'] }),
  ) as number[]
  expect(patterns.filter((pattern, index) => sizes[index]! > 0 && programSize(pattern) < sizes[index]!)).toEqual([])
})
