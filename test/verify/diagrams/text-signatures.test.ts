import { expect, it } from 'vitest'
import type { Classes } from '../../../src/algebra/language/classes.ts'
import { accepts, type Language } from '../../../src/algebra/language/language.ts'
import { TextSignatures } from '../../../src/verify/diagrams/text-signatures.ts'
import fc from '../../fast-check.ts'

const text = fc.constantFrom('', 'a', 'A', 'ab', 'shop', 'SHOP', 'shop-1')
/** Classes with these members, as a partition by some languages has them. */
function classesOf(members: readonly string[], languages: readonly Language[]): Classes {
  const inside = new Map(languages.map((one) => [one, members.flatMap((member, index) => (accepts(one, member) ? [index] : []))]))
  return { count: members.length, members, classesOf: (one) => inside.get(one)! }
}

const language = fc.oneof(
  fc
    .tuple(fc.constantFrom('exact' as const, 'prefix' as const, 'suffix' as const), text, fc.boolean())
    .map(([kind, value, ignoreCase]): Language => ({ kind, value, ...(ignoreCase ? { ignoreCase } : {}) })),
  fc.constant<Language>({ kind: 'non-empty' }),
  fc.constantFrom('shop', '*', 'a*', 's*p', '*o*1').map((value): Language => ({ kind: 'glob', value })),
)

it('gives two texts one signature exactly when the same languages accept them', () => {
  fc.assert(
    fc.property(fc.array(language, { maxLength: 8 }), text, text, (languages, a, b) => {
      const signatures = new TextSignatures(languages, classesOf([], []))
      expect(signatures.of(a) === signatures.of(b)).toBe(languages.every((one) => accepts(one, a) === accepts(one, b)))
    }),
  )
})

it('names the texts that a language is, and no others', () => {
  const languages: Language[] = [
    { kind: 'exact', value: 'shop' },
    { kind: 'prefix', value: 'ab' },
  ]
  const signatures = new TextSignatures(languages, classesOf(['shop', 'ab', 'other'], languages))
  expect(['shop', 'SHOP', 'ab'].map((one) => signatures.names(one))).toEqual([true, false, false])
  expect(['shop', 'abc', 'third'].map((one) => signatures.classOf(one))).toEqual([0, 1, 2])
})

it('has the classes of many texts that it has of each of them', () => {
  const single = fc.oneof(text, fc.constantFrom('b', 'c', 'd')).map((value): Language => ({ kind: 'exact', value }))
  const lists = fc.oneof(fc.array(single, { maxLength: 4 }), fc.array(language, { maxLength: 4 }))
  fc.assert(
    fc.property(lists, fc.uniqueArray(fc.oneof(text, fc.constantFrom('b', 'c', 'd', 'e', 'f'))), (languages, texts) => {
      const signatures = new TextSignatures(languages, classesOf(['', 'a', 'ab', 'shop', 'b', 'zzz'], languages))
      const each = texts.flatMap((one) => signatures.classOf(one) ?? [])
      expect([...signatures.classesOf(new Set(texts))].sort()).toEqual([...new Set(each)].sort())
    }),
  )
})
