import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partition } from '../../../src/algebra/language/classes.ts'
import { accepts, type Language } from '../../../src/algebra/language/language.ts'

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '/'), maxLength: 4 })

const simple: fc.Arbitrary<Language> = fc.oneof(
  fc.record({ kind: fc.constantFrom('exact' as const, 'prefix' as const, 'suffix' as const), value: word, ignoreCase: fc.boolean() }),
  fc.constantFrom<Language>({ kind: 'all' }, { kind: 'none' }, { kind: 'non-empty' }),
  word.map((value): Language => ({ kind: 'segments', value: `/${value}` })),
  fc.string({ unit: fc.constantFrom('a', 'b', '*', '/'), maxLength: 4 }).map((value): Language => ({ kind: 'glob', value })),
  fc.constantFrom<Language>(
    { kind: 'template', value: '/a/{*}/b' },
    { kind: 'template', value: '/{**}/a' },
    { kind: 'regex', pattern: 'a*b?' },
    { kind: 'regex', pattern: '(?i)/A(b|/)+' },
    { kind: 'regex', pattern: '^/[^a]{1,2}$' },
  ),
)

const language: fc.Arbitrary<Language> = fc.oneof(
  simple,
  simple.map((of): Language => ({ kind: 'not', of })),
  fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), of: fc.array(simple, { maxLength: 2 }) }),
  fc.tuple(word, word, simple).map(([drop, put, of]): Language => ({ kind: 'before-replacing-prefix', drop, put, of })),
  fc.tuple(word, simple).map(([tail, of]): Language => ({ kind: 'before-appending', tail, of })),
)

test('classes are a partition of the domain: each member is in exactly its languages, and every text is in one class', () => {
  fc.assert(
    fc.property(
      fc.array(language, { maxLength: 5 }),
      fc.array(word, { minLength: 5, maxLength: 10 }),
      simple,
      (languages, texts, domain) => {
        const classes = partition(domain, languages)
        if ('tooLarge' in classes) throw new Error(classes.tooLarge)
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

test('a rewrite seen backwards is the rewrite seen forwards', () => {
  const of: Language = { kind: 'exact', value: '/v2/items' }
  const before: Language = { kind: 'before-replacing-prefix', drop: '/api', put: '/v2', of }
  expect(partition({ kind: 'all' }, [before])).toMatchObject({ count: 2 })
  expect(accepts(before, '/api/items')).toBe(true)
  expect(accepts(before, '/v2/items')).toBe(false)
})

test('members look like what people write', () => {
  const classes = partition({ kind: 'regex', pattern: '/[!-~]*' }, [
    { kind: 'prefix', value: '/admin' },
    { kind: 'exact', value: '/admin/users' },
    { kind: 'suffix', value: '.png' },
  ])
  expect('members' in classes && [...classes.members].sort()).toEqual(['/', '/.png', '/admin', '/admin.png', '/admin/users'])
})

test('beyond a limit it says which, and a pattern that cannot be analysed is named', () => {
  const counting: Language = { kind: 'regex', pattern: '[ab]*a[ab]{20}' }
  expect(partition({ kind: 'all' }, [counting], { states: 1000, classes: 10 })).toEqual({ tooLarge: 'more than 1000 states' })
  const exact = Array.from({ length: 11 }, (_, index): Language => ({ kind: 'exact', value: `/${index}` }))
  expect(partition({ kind: 'all' }, exact, { states: 1000, classes: 10 })).toEqual({ tooLarge: 'more than 10 classes' })
  expect(partition({ kind: 'all' }, [{ kind: 'regex', pattern: 'a\\C' }])).toEqual({
    tooLarge: '`a\\C` has the escape `\\C`, which cannot be analysed',
  })
})

test('many exact values and prefixes need no more states than they have characters', () => {
  const languages = Array.from(
    { length: 400 },
    (_, index): Language => ({ kind: index % 2 === 0 ? 'exact' : 'prefix', value: `/service-${index}/items` }),
  )
  const classes = partition({ kind: 'regex', pattern: '/[!-~]*' }, languages, { states: 6000, classes: 500 })
  expect(classes).toMatchObject({ count: 401 })
})
