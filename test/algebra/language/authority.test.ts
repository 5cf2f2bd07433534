import { expect, test } from 'vitest'
import { authorityTexts } from '../../../src/algebra/language/authority-classes.ts'
import { type Classes, partition } from '../../../src/algebra/language/classes.ts'
import { accepts, type Language, patternOf } from '../../../src/algebra/language/language.ts'
import fc from '../../fast-check.ts'

const name = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'web',
    'web.prod',
    'web.prod.svc',
    'web.prod.svc.cluster.local',
    'api-0.x_y',
    '-',
    '0',
    'x:80',
    '*.example.com',
  ),
  fc.string({ unit: fc.constantFrom('a', 'b', '0', '-', '.'), minLength: 1, maxLength: 3 }),
)
const asked = fc.record({ kind: fc.constant('authority' as const), names: fc.array(name, { maxLength: 4 }) })
const asPattern = (language: Extract<Language, { kind: 'authority' }>): Language => ({ kind: 'regex', pattern: patternOf(language) })

function classesOf(languages: readonly Language[]): Classes {
  const classes = partition(authorityTexts, languages)
  if ('tooLarge' in classes) throw new Error(classes.tooLarge)
  return classes
}

test('authorities are those of the pattern', () => {
  const text = fc.oneof(
    fc.constantFrom(
      '10.0.0.1',
      '10.0.0.1:80',
      '[::1]',
      '[::1]:80',
      '[]',
      '1.2.3',
      'a:',
      'a:x',
      'x:80',
      'x:80:80',
      'Web:80',
      'WEB.Prod',
      '',
    ),
    fc.string({ unit: fc.constantFrom('a', 'B', '0', '.', ':', '8', '[', ']'), maxLength: 5 }),
  )
  fc.assert(
    fc.property(asked, text, (language, candidate) => {
      expect(accepts(language, candidate), candidate).toBe(accepts(asPattern(language), candidate))
    }),
    { numRuns: 1000 },
  )
})

test('the classes of authorities are those of the automaton, with the same texts in the same order', () => {
  fc.assert(
    fc.property(fc.array(asked, { maxLength: 4 }), (languages) => {
      const [quick, slow] = [classesOf(languages), classesOf(languages.map(asPattern))]
      expect(quick.members).toEqual(slow.members)
      for (const language of languages) expect(quick.classesOf(language)).toEqual(slow.classesOf(asPattern(language)))
    }),
    { numRuns: 300 },
  )
})

test('beside other languages authorities are cut by an automaton', () => {
  const languages: Language[] = [
    { kind: 'authority', names: ['web'] },
    { kind: 'prefix', value: 'w' },
  ]
  expect(classesOf(languages).members).toEqual(['a', 'w', '[]', 'web'])
})
