import type { Language } from '../../../src/algebra/language/language.ts'
import fc from '../../fast-check.ts'

/** Texts over a small alphabet, so that languages meet. */
export const arbitraryWord = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '/'), maxLength: 4 })

const pattern = fc.constantFrom('a*b?', '(?i)/A(b|/)+', '^/[^a]{1,2}$', '.*\\bb\\b.*', '(?i)[^a]*|b', '\\PL*', '(?m)^a$|(?s).b', '/(a|b)*/')

/** Languages that are not made of others. */
export const arbitrarySimple: fc.Arbitrary<Language> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('exact' as const, 'prefix' as const, 'suffix' as const),
    value: arbitraryWord,
    ignoreCase: fc.boolean(),
  }),
  fc.constantFrom<Language>({ kind: 'all' }, { kind: 'none' }, { kind: 'non-empty' }),
  arbitraryWord.map((value): Language => ({ kind: 'segments', value: `/${value}` })),
  fc.string({ unit: fc.constantFrom('a', 'b', '*', '/'), maxLength: 4 }).map((value): Language => ({ kind: 'glob', value })),
  fc.constantFrom('/a/{*}/b', '/{**}/a', '/{*}', '/a{**}').map((value): Language => ({ kind: 'template', value })),
  pattern.map((value): Language => ({ kind: 'regex', pattern: value })),
)

/** All languages, a few levels deep. */
export const arbitraryLanguage: fc.Arbitrary<Language> = fc.letrec<{ language: Language }>((tie) => ({
  language: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 4, arbitrary: arbitrarySimple },
    tie('language').map((of): Language => ({ kind: 'not', of })),
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), of: fc.array(tie('language'), { maxLength: 2 }) }),
    fc.record({ kind: fc.constant('before-replacing-prefix' as const), drop: arbitraryWord, put: arbitraryWord, of: tie('language') }),
    fc.record({ kind: fc.constant('before-appending' as const), tail: arbitraryWord, of: tie('language') }),
    tie('language').map((of): Language => ({ kind: 'before-merging-slashes', of })),
  ),
})).language
