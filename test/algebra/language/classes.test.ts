import { expect, test } from 'vitest'
import { type Classes, partition } from '../../../src/algebra/language/classes.ts'
import { accepts, type Language } from '../../../src/algebra/language/language.ts'
import fc from '../../fast-check.ts'
import { arbitraryLanguage, arbitraryWord } from './arbitrary-language.ts'

function classesOf(...args: Parameters<typeof partition>): Classes {
  const classes = partition(...args)
  if ('tooLarge' in classes) throw new Error(classes.tooLarge)
  return classes
}

test('classes are a partition of the domain: each member is in exactly its languages, and every text is in one class', () => {
  fc.assert(
    fc.property(
      fc.array(arbitraryLanguage, { maxLength: 5 }),
      fc.array(arbitraryWord, { minLength: 5, maxLength: 10 }),
      arbitraryLanguage,
      (languages, texts, domain) => {
        const classes = classesOf(domain, languages)
        const signature = (text: string): string => languages.map((one) => accepts(one, text)).join()
        for (const [index, member] of classes.members.entries()) {
          expect(accepts(domain, member)).toBe(true)
          expect(languages.map((one) => classes.classesOf(one).includes(index)).join(), member).toBe(signature(member))
        }
        const signatures = classes.members.map(signature)
        expect(new Set(signatures).size).toBe(signatures.length)
        for (const text of texts) if (accepts(domain, text)) expect(signatures, JSON.stringify(text)).toContain(signature(text))
      },
    ),
    { numRuns: 1500 },
  )
}, 60_000)

test('the order of languages changes neither the classes nor their members', () => {
  fc.assert(
    fc.property(fc.array(arbitraryLanguage, { maxLength: 5 }), (languages) => {
      const [forwards, backwards] = [languages, languages.toReversed()].map((list) => classesOf({ kind: 'all' }, list))
      expect(new Set(backwards!.members)).toEqual(new Set(forwards!.members))
    }),
    { numRuns: 300 },
  )
})

const visible: Language = { kind: 'regex', pattern: '/[!-~]*' }

test('members look like what people write', () => {
  const classes = classesOf(visible, [
    { kind: 'prefix', value: '/admin' },
    { kind: 'exact', value: '/admin/users' },
    { kind: 'suffix', value: '.png' },
  ])
  expect(classes.members).toEqual(['/', '/.png', '/admin', '/admin.png', '/admin/users'])
})

test('class 0 is what the fewest languages have', () => {
  const classes = classesOf({ kind: 'all' }, [{ kind: 'not', of: { kind: 'prefix', value: 'b' } }])
  expect(classes.members).toEqual(['b', ''])
})

test('control characters, spaces and half characters are members only where nothing else is', () => {
  expect(classesOf({ kind: 'regex', pattern: '(?s).' }, []).members).toEqual(['a'])
  expect(classesOf({ kind: 'regex', pattern: '(?s)[^!-~]' }, []).members).toEqual(['¡'])
  expect(classesOf({ kind: 'regex', pattern: '[\\x00-\\x20]' }, []).members).toEqual([' '])
  expect(classesOf({ kind: 'regex', pattern: '\\n' }, []).members).toEqual(['\n'])
  expect(classesOf({ kind: 'regex', pattern: '[\\x{d800}-\\x{dfff}]' }, []).count).toBe(0)
})

test('a domain without texts has no classes', () => {
  const classes = classesOf({ kind: 'none' }, [{ kind: 'all' }])
  expect(classes).toMatchObject({ count: 0, members: [] })
  expect(classes.classesOf({ kind: 'all' })).toEqual([])
})

test('only what a partition was made by can be asked of it', () => {
  expect(() => classesOf({ kind: 'all' }, []).classesOf({ kind: 'exact', value: 'a' })).toThrow('no partition was made by exact "a"')
})

test('beyond a limit it says which, and a pattern that cannot be analysed is named', () => {
  const counting: Language = { kind: 'regex', pattern: '[ab]*a[ab]{20}' }
  expect(partition({ kind: 'all' }, [counting], { states: 1000, classes: 10 })).toEqual({ tooLarge: 'more than 1000 states' })
  expect(
    partition({ kind: 'all' }, [{ kind: 'before-replacing-prefix', drop: '/a', put: 'a', of: counting }], { states: 1000, classes: 10 }),
  ).toEqual({ tooLarge: 'more than 1000 states' })
  const exact = Array.from({ length: 11 }, (_, index): Language => ({ kind: 'exact', value: `/${index}` }))
  expect(partition({ kind: 'all' }, exact, { states: 1000, classes: 10 })).toEqual({ tooLarge: 'more than 10 classes' })
  expect(partition({ kind: 'all' }, [{ kind: 'regex', pattern: '((a{1000}){1000}){1000}' }])).toEqual({
    tooLarge: 'patterns of more than 200000 parts',
  })
  expect(partition({ kind: 'all' }, [{ kind: 'regex', pattern: 'a\\C' }])).toEqual({
    tooLarge: '`a\\C` has the escape `\\C`, which cannot be analysed',
  })
})

const values = Array.from({ length: 400 }, (_, index) => `/service-${index}/items`)
/** No more states than the values have characters, and a few. */
const limits = { states: 6000, classes: 1000 }

test.each<[string, (value: string, index: number) => Language]>([
  ['exact values and prefixes', (value, index) => ({ kind: index % 2 === 0 ? 'exact' : 'prefix', value })],
  ['values without case', (value) => ({ kind: 'exact', value, ignoreCase: true })],
  ['path prefixes', (value) => ({ kind: 'segments', value })],
  ['rewritten prefixes', (value) => ({ kind: 'before-replacing-prefix', drop: '/', put: '/service-', of: { kind: 'prefix', value } })],
  ['values before a tail', (value) => ({ kind: 'before-appending', tail: '/items', of: { kind: 'exact', value } })],
  ['exceptions', (value) => ({ kind: 'not', of: { kind: 'exact', value } })],
])('many %s need no more states than they have characters', (_, languageOf) => {
  expect(partition(visible, values.map(languageOf), limits)).toMatchObject({ count: 401 })
})

test('many patterns are read together', () => {
  const patterns = values.map((value): Language => ({ kind: 'regex', pattern: `${value}/[0-9]+(/.*)?` }))
  expect(partition(visible, patterns, { states: 20_000, classes: 1000 })).toMatchObject({ count: 401 })
})
