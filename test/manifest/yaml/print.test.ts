import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { applyChanges } from '../../../src/manifest/edit/apply.ts'
import { loadManifests } from '../../../src/manifest/load.ts'
import { printFlow, printYaml, streamOf } from '../../../src/manifest/yaml/print.ts'
import { kubernetesSchema } from '../../../src/manifest/yaml/scalars.ts'
import fc from '../../fast-check.ts'

const readers = [
  (text: string) => parse(text, { schema: kubernetesSchema }) as unknown,
  (text: string) => parse(text) as unknown,
  (text: string) => parse(text, { version: '1.1' }) as unknown,
]

describe('printed values', () => {
  test.each([
    'on',
    'Yes',
    'n',
    '0777',
    '0o17',
    '1_000',
    '1e3',
    '.5',
    '2024-01-01',
    '12:30:45',
    '2001:db8::',
    '~',
    '',
    ' a',
    'a ',
    '- a',
    'a: b',
    'a #b',
    '#a',
    '<<',
    '=',
    '...',
    '*',
    '@x',
    '0x1F',
    '.nan',
  ])('%j is quoted', (text) => {
    expect(printYaml({ a: text })).toBe(`a: ${JSON.stringify(text)}\n`)
  })

  test.each([
    'a b',
    '/api/v1/*',
    'cluster.local/ns/a/sa/b',
    '10.0.0.0/8',
    '1.2.3',
    '10s',
    'a:b',
    'a, b',
    'x=y',
    "it's",
    'é',
    '2001:db8::1',
    'spiffe://x/y',
  ])('%j is not', (text) => {
    expect(printYaml({ a: text })).toBe(`a: ${text}\n`)
  })

  test('maps keep their order, lists stand under their key, undefined is left out', () => {
    expect(printYaml({ b: [{ x: 1, a: [] }, ['p', {}]], a: undefined, on: null })).toBe('b:\n- x: 1\n  a: []\n- - p\n  - {}\n"on": null\n')
  })

  test('text of several lines is a literal block, or quoted where that is not exact', () => {
    expect(printYaml({ a: 'x\n\n y\n', b: 'x\ny', c: ' x\ny', d: 'x \ny' })).toBe(
      'a: |\n  x\n\n   y\nb: |-\n  x\n  y\nc: " x\\ny"\nd: "x \\ny"\n',
    )
  })

  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom(...'ynofteN0178_.:-+ #\n\t"\'{}[],&*!|>%@`~<=aE/\\\r\u0085\u2028\ufeff') }),
  )
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => (Object.is(x, -0) ? 0 : x)),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(
        text.filter((key) => key !== '__proto__'),
        tie('value'),
        { maxKeys: 4 },
      ),
    ),
  })).value

  test('are read back the same by every kind of parser', () => {
    fc.assert(
      fc.property(json, (value) => {
        for (const read of readers) {
          expect(read(printYaml({ value }))).toEqual({ value })
          expect(read(`a: ${printFlow(value, false)}\n`)).toEqual({ a: value })
        }
        expect(JSON.parse(printFlow(value, true))).toEqual(value)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('the stream', () => {
  const doc = (name: string) => `apiVersion: v1\nkind: A\nmetadata: {name: ${name}, namespace: ns}\n`
  const stream = (files: Record<string, string>) =>
    streamOf(applyChanges(loadManifests(Object.entries(files).map(([path, text]) => ({ path, text }))), []))

  test('has every file under its path, and reads back as the same documents', () => {
    const text = stream({
      'b.yaml': `\uFEFF# head\n---\n${doc('b')}---\n${doc('c')}`,
      'a.yaml': doc('a').trimEnd(),
      'c.json': '{"apiVersion": "v1", "kind": "A", "metadata": {"name": "d"}}',
      'd.yaml': `--- # note\n${doc('e')}`,
      'e.yaml': '# nothing\n',
    })
    expect(text).toBe(
      [
        `---\n# Source: a.yaml\n${doc('a')}`,
        `---\n# Source: b.yaml\n# head\n${doc('b')}---\n${doc('c')}`,
        '---\n# Source: c.json\n{"apiVersion": "v1", "kind": "A", "metadata": {"name": "d"}}\n',
        `---\n# Source: d.yaml\n# note\n${doc('e')}`,
      ].join(''),
    )
    const names = parseAllDocuments(text).map((document) => document.getIn(['metadata', 'name']))
    expect(names).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('leaves out what does not parse, and says so', () => {
    const text = stream({ 'a.yaml': `${doc('a')}---\nx: {{ y\n---\n${doc('b')}`, 'b.yaml': 'a: [\n' })
    expect(text).toBe(`---\n# Source: a.yaml (without the documents that do not parse)\n${doc('a')}---\n${doc('b')}`)
  })
})
