import { RE2JS } from 're2js'
import { describe, expect, test } from 'vitest'
import { after } from '../../../src/algebra/language/automaton.ts'
import { PatternAutomaton } from '../../../src/algebra/language/pattern-automaton.ts'
import { caseFolded } from '../../../src/algebra/language/re2/case-folding.ts'
import { contains } from '../../../src/algebra/language/re2/char-set.ts'
import { parsePattern } from '../../../src/algebra/language/re2/parse.ts'
import { PatternError } from '../../../src/algebra/language/re2/scanner.ts'
import fc from '../../fast-check.ts'
import { arbitraryPattern, arbitraryText } from './arbitrary-pattern.ts'

function matcher(...patterns: string[]): (text: string) => readonly number[] {
  const automaton = new PatternAutomaton(patterns.map(parsePattern), 100_000)
  return (text) => automaton.accepted(after(automaton, automaton.start, text))
}

const matches = (pattern: string, text: string): boolean => matcher(pattern)(text).length === 1

function compiled(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern)
  } catch {
    return undefined
  }
}

test('automata match what RE2 matches, whatever the pattern', () => {
  let compared = 0
  fc.assert(
    fc.property(arbitraryPattern, fc.array(arbitraryText, { minLength: 10, maxLength: 20 }), (pattern, texts) => {
      const oracle = compiled(pattern)
      if (oracle === undefined) return
      compared += 1
      const ours = matcher(pattern)
      for (const text of ['', 'a', ...texts]) expect(ours(text).length === 1, JSON.stringify(text)).toBe(oracle.matches(text))
    }),
    { numRuns: 3000 },
  )
  expect(compared).toBeGreaterThan(2000)
}, 60_000)

test('patterns read together match as each alone', () => {
  fc.assert(
    fc.property(fc.array(arbitraryPattern, { maxLength: 4 }), fc.array(arbitraryText, { maxLength: 10 }), (patterns, texts) => {
      const valid = patterns.filter((pattern) => compiled(pattern) !== undefined)
      const together = matcher(...valid)
      for (const text of texts) expect(together(text)).toEqual([...valid.keys()].filter((index) => matches(valid[index]!, text)))
    }),
    { numRuns: 500 },
  )
}, 60_000)

test('what is not RE2 is a pattern error, never another fault and never a guess', () => {
  const soup = fc.string({ unit: fc.constantFrom(...'ab(){}[]*+?|^$\\.-:=!<>PQEpdxi0127,'), maxLength: 10 })
  fc.assert(
    fc.property(soup, fc.array(arbitraryText, { maxLength: 10 }), (pattern, texts) => {
      const oracle = compiled(pattern)
      let ours: (text: string) => readonly number[]
      try {
        ours = matcher(pattern)
      } catch (error) {
        expect(error).toBeInstanceOf(PatternError)
        return
      }
      if (oracle !== undefined) for (const text of texts) expect(ours(text).length === 1, JSON.stringify(text)).toBe(oracle.matches(text))
    }),
    { numRuns: 5000 },
  )
}, 60_000)

test.each([
  ['(?=a)', 'has a group that RE2 does not know'],
  ['(a', 'has an unmatched `(`'],
  ['a)', 'has an unmatched `)`'],
  ['[a', 'has an unmatched `[`'],
  ['[z-a]', 'has a bad range'],
  ['[a-\\d]', 'has a bad range'],
  ['*a', 'has nothing to repeat before `*`'],
  ['a**', 'repeats a repetition'],
  ['a{1001}', 'has a repetition out of bounds'],
  ['a{2,1}', 'has a repetition out of bounds'],
  ['(a)\\1', 'has the escape `\\1`, which cannot be analysed'],
  ['\\C', 'has the escape `\\C`, which cannot be analysed'],
  ['\\x{110000}', 'has the unknown character `\\x{110000}`'],
  ['\\p{Klingon}', 'has `\\p{Klingon}`, which cannot be analysed'],
  ['[[:letter:]]', 'has the unknown class `[:letter:]`'],
  ['a\\', 'ends too early'],
])('%s: %s', (pattern, what) => {
  expect(() => parsePattern(pattern)).toThrow(new PatternError(`\`${pattern}\` ${what}`))
})

describe('where RE2 differs from JavaScript', () => {
  test.each([
    ['\\s', '\v', false],
    ['\\s', '\u00a0', false],
    ['\\w', 'é', false],
    ['(?i)\\w', '\u212a', true],
    ['(?i)[\\W]', 's', false],
    ['(?i)[[:^alpha:]]', 'k', false],
    ['a$', 'a\n', false],
    ['(?m)a$\\nb', 'a\nb', true],
    ['.', '\u2028', true],
    ['.', '\r', true],
    ['.', '\n', false],
    ['[^a]', '\n', true],
    ['.', '😀', true],
    ['\\z', '', true],
    ['\\Qa|b', 'a|b', true],
    ['a{,2}', 'a{,2}', true],
    ['[]a]+', ']a', true],
    ['\\pN', '٣', true],
    ['a(?i)b|c', 'C', true],
    ['(a(?i))b', 'B', false],
    ['(a|$^)*', '', true],
    ['a*$^', 'a', false],
  ])('%s on %j: %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected)
    expect(RE2JS.compile(pattern).matches(text)).toBe(expected)
  })
})

test('a quotation may be longer than any window', () => {
  const long = 'a.b'.repeat(2000)
  expect(matches(`\\Q${long}\\E+`, `${long}bb`)).toBe(true)
  expect(matches(`\\Q${long}\\E+`, long.replaceAll('.', 'x'))).toBe(false)
})

test('other cases are those of RE2, for every character', () => {
  const faults: string[] = []
  for (let codePoint = 0; codePoint <= 0x1e943; codePoint += 1) {
    const text = String.fromCodePoint(codePoint)
    if (text.toLowerCase() === text && text.toUpperCase() === text) continue
    const ours = caseFolded([[codePoint, codePoint]])
    const theirs = RE2JS.compile(`(?i:\\x{${codePoint.toString(16)}})`)
    for (const other of new Set([text.toLowerCase(), text.toUpperCase(), text.toUpperCase().toLowerCase()].flatMap((one) => [...one])))
      if (contains(ours, other.codePointAt(0)!) !== theirs.matches(other)) faults.push(`${text} ${other}`)
  }
  expect(faults).toEqual([])
}, 60_000)
