import { expect, test } from 'vitest'
import { type HalfDomains, halvesOf } from '../../../src/algebra/language/halves.ts'
import { accepts, type Language } from '../../../src/algebra/language/language.ts'
import fc from '../../fast-check.ts'

const points = (text: string): number[] => [...text].map((character) => character.codePointAt(0)!)
const domains: HalfDomains = {
  before: points('ab/'),
  after: { characters: points('ab/?'), language: { kind: 'regex', pattern: '[ab/?]*' } },
}

const target = fc.tuple(
  fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 4 }),
  fc.option(fc.string({ unit: fc.constantFrom('a', 'b', '/', '?'), maxLength: 3 }), { nil: undefined }),
)

const pattern = fc.constantFrom(
  '/a',
  '/a(\\?.*)?',
  '/a.*',
  '.*b',
  '/a\\?b*',
  '/(a\\?a|b\\?b)',
  '[^?]*\\?[ab]',
  '/a|/b(\\?a)?',
  '(?s).*',
  'a\\?',
  '(a|b)*\\?(a|b)*',
)

test('a language of whole texts is that of both parts', () => {
  fc.assert(
    fc.property(pattern, target, (regex, [before, after]) => {
      const language: Language = { kind: 'regex', pattern: regex }
      const halves = halvesOf(language, '?', domains)!
      const found = halves.some(
        (half) =>
          accepts(half.before, before) &&
          (half.after === 'whatever' ||
            (half.after === 'absent' ? after === undefined : after !== undefined && accepts(half.after, after))),
      )
      expect(found).toBe(accepts(language, after === undefined ? before : `${before}?${after}`))
    }),
    { numRuns: 1_000 },
  )
})

test('what follows is not asked for where it does not matter', () => {
  const afters = (regex: string) => halvesOf({ kind: 'regex', pattern: regex }, '?', domains)?.map(({ after }) => after)
  expect(afters('/a(\\?.*)?')).toEqual(['whatever'])
  expect(afters('/a.*')).toEqual(['whatever'])
  expect(afters('/a')).toContain('absent')
  expect(halvesOf({ kind: 'regex', pattern: '(' }, '?', domains)).toBeUndefined()
})
