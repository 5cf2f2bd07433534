import { describe, expect, test } from 'vitest'
import { partition } from '../../../src/algebra/language/classes.ts'
import { accepts, type Language, languageKey } from '../../../src/algebra/language/language.ts'
import fc from '../../fast-check.ts'
import { arbitraryLanguage, arbitraryWord } from './arbitrary-language.ts'

describe('each kind of language', () => {
  test.each<[Language, readonly string[], readonly string[]]>([
    [{ kind: 'all' }, ['', 'a', '\n'], []],
    [{ kind: 'none' }, [], ['', 'a']],
    [{ kind: 'non-empty' }, ['a', ' '], ['']],
    [{ kind: 'exact', value: '/a' }, ['/a'], ['/A', '/a/', '']],
    [{ kind: 'exact', value: '/Key', ignoreCase: true }, ['/key', '/KEY'], ['/\u212aey', '/ke']],
    [{ kind: 'prefix', value: '/a' }, ['/a', '/ab', '/a\n'], ['/A', 'x/a']],
    [{ kind: 'prefix', value: 'É', ignoreCase: true }, ['É'], ['é']],
    [{ kind: 'suffix', value: '.png' }, ['.png', '/x.png'], ['.PNG', '.pn']],
    [{ kind: 'regex', pattern: 'a|ab' }, ['a', 'ab'], ['abc', 'xa']],
    [{ kind: 'regex', pattern: '\\Qa|b' }, ['a|b'], ['a']],
    [{ kind: 'segments', value: '/a/' }, ['/a', '/a/', '/a/b'], ['/ab', '/', 'a']],
    [{ kind: 'segments', value: '/' }, ['/', '/a', ''], ['a']],
    [{ kind: 'template', value: '/a/{*}/{**}.js' }, ['/a/b/.js', '/a/b/c/d.js', '/a/b*/c=d.js'], ['/a//x.js', '/a/b.js', '/a/b/c|d.js']],
    [{ kind: 'glob', value: 'a*c*' }, ['ac', 'abcd', 'a\ncx'], ['a', 'xac']],
    [{ kind: 'glob', value: '**' }, ['', 'x'], []],
    [{ kind: 'glob', value: 'a.b' }, ['a.b'], ['axb']],
    [{ kind: 'not', of: { kind: 'exact', value: 'a' } }, ['', 'b'], ['a']],
    [{ kind: 'and', of: [] }, ['', 'a'], []],
    [{ kind: 'or', of: [] }, [], ['', 'a']],
    [
      {
        kind: 'and',
        of: [
          { kind: 'prefix', value: 'ab' },
          { kind: 'suffix', value: 'ba' },
        ],
      },
      ['aba', 'abba'],
      ['ab', 'ba'],
    ],
  ])('%j', (language, inside, outside) => {
    for (const text of inside) expect(accepts(language, text), JSON.stringify(text)).toBe(true)
    for (const text of outside) expect(accepts(language, text), JSON.stringify(text)).toBe(false)
    const exact = [...inside, ...outside].map((value): Language => ({ kind: 'exact', value }))
    const classes = partition({ kind: 'or', of: exact }, [language, ...exact])
    if ('tooLarge' in classes) throw new Error(classes.tooLarge)
    const members = classes.classesOf(language).map((index) => classes.members[index]!)
    expect(new Set(members)).toEqual(new Set(inside))
  })
})

test('a replaced prefix, seen backwards, is the replacement seen forwards', () => {
  fc.assert(
    fc.property(arbitraryLanguage, arbitraryWord, arbitraryWord, arbitraryWord, (of, drop, put, rest) => {
      const before: Language = { kind: 'before-replacing-prefix', drop, put, of }
      expect(accepts(before, drop + rest)).toBe(accepts(of, put + rest))
      expect(readsAs(before, drop + rest)).toBe(readsAs(of, put + rest))
      const other = `b${rest}`
      if (!other.startsWith(drop)) expect(readsAs(before, other)).toBe(false)
    }),
    { numRuns: 500 },
  )
})

test('an appended tail, seen backwards, is the tail appended', () => {
  fc.assert(
    fc.property(arbitraryLanguage, arbitraryWord, arbitraryWord, (of, tail, text) => {
      const before: Language = { kind: 'before-appending', tail, of }
      expect(accepts(before, text)).toBe(accepts(of, text + tail))
      expect(readsAs(before, text)).toBe(readsAs(of, text + tail))
    }),
    { numRuns: 500 },
  )
})

test('slashes beside each other, seen backwards, are one slash', () => {
  fc.assert(
    fc.property(arbitraryLanguage, arbitraryWord, (of, text) => {
      const before: Language = { kind: 'before-merging-slashes', of }
      const merged = text.replace(/\/+/g, '/')
      expect(accepts(before, text)).toBe(accepts(of, merged))
      expect(readsAs(before, text)).toBe(readsAs(of, merged))
    }),
    { numRuns: 500 },
  )
})

/** Whether a partition finds one text in a language. */
function readsAs(language: Language, value: string): boolean {
  const classes = partition({ kind: 'exact', value }, [language])
  if ('tooLarge' in classes) throw new Error(classes.tooLarge)
  return classes.classesOf(language).length === 1
}

test('keys tell languages apart, but not the order in combinations', () => {
  fc.assert(
    fc.property(arbitraryLanguage, arbitraryLanguage, fc.array(arbitraryWord, { maxLength: 8 }), (a, b, texts) => {
      if (languageKey(a) === languageKey(b)) for (const text of texts) expect(accepts(a, text)).toBe(accepts(b, text))
      for (const kind of ['and', 'or'] as const) expect(languageKey({ kind, of: [a, b] })).toBe(languageKey({ kind, of: [b, a] }))
    }),
  )
  expect(languageKey({ kind: 'exact', value: 'a", "b' })).not.toBe(languageKey({ kind: 'exact', value: 'a' }))
  expect(languageKey({ kind: 'prefix', value: 'a' })).toBe(languageKey({ kind: 'prefix', value: 'a', ignoreCase: false }))
  expect(languageKey({ kind: 'prefix', value: 'a' })).not.toBe(languageKey({ kind: 'prefix', value: 'a', ignoreCase: true }))
})
