import { afterEach, describe, expect, test } from 'vitest'
import { parseDocument, Scalar } from 'yaml'
import { loadManifests } from '../../../src/manifest/load.ts'
import { parseFile } from '../../../src/manifest/parse-file.ts'
import { firstDuplicateKey } from '../../../src/manifest/yaml/duplicate-keys.ts'
import type { YamlTree } from '../../../src/manifest/yaml/parsed-file.ts'
import { kubernetesSchema } from '../../../src/manifest/yaml/scalars.ts'
import fc from '../../fast-check.ts'

const parsed = (text: string, uniqueKeys: boolean) =>
  parseDocument(text, { schema: kubernetesSchema, prettyErrors: false, uniqueKeys }) as YamlTree
const found = (text: string) => firstDuplicateKey(parsed(text, false))

describe('a key given twice', () => {
  test.each([
    ['a: 1\nb: 2\na: 3\n', 'a', 10],
    ['{a: 1, "a": 2}', 'a', 7],
    ['1: x\n"1": y\n', '1', 5],
    ['true: x\n"true": y\n', 'true', 8],
    ['on: x\n"true": y\n', 'true', 6],
    ['0x10: x\n16: y\n', '16', 8],
    ['~: x\n"": y\n', '', 5],
    ['a: &k b\n*k : x\nb: y\n', 'b', 15],
    ['? [a]\n: 1\n? [a]\n: 2\n', '["a"]', 12],
    ['list:\n- a: 1\n  a: 2\nb: 1\nb: 2\n', 'a', 15],
    ['b: {c: 1, c: 2}\nb: 3\n', 'c', 10],
  ])('is found in %j', (text, key, at) => {
    expect(found(text)).toMatchObject({ key, at })
  })

  test.each([
    'base: &base {a: 1}\nx:\n  <<: *base\n  a: 2\n',
    'a: 1\nb: {a: 1}\nc: [{a: 1}, {a: 1}]\n',
    '__proto__: 1\nconstructor: 2\ntoString: 3\n',
    '"<<": 1\n',
    'a: 1\nA: 2\n',
  ])('is not seen in %j', (text) => {
    expect(found(text)).toBeUndefined()
  })

  test('is the first of those that the parser itself finds, where keys are text', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e')
    const value = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constant('1'),
        fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
        fc
          .array(fc.tuple(name, tie('value')), { maxLength: 4 })
          .map((pairs) => `{${pairs.map(([key, one]) => `${key}: ${one}`).join(', ')}}`),
      ),
    })).value
    fc.assert(
      fc.property(value, (text) => {
        const places = parsed(text, true).errors.map(({ pos }) => pos[0])
        expect(found(text)?.at).toBe(places.length === 0 ? undefined : Math.min(...places))
      }),
      { numRuns: 1000, seed: 11 },
    )
  })
})

describe('looking for keys given twice takes time in proportion to their number', () => {
  afterEach(() => {
    delete (Scalar.prototype as { value?: unknown }).value
  })

  /** How often the value of any scalar is looked at while a file is read. */
  function looks(text: string): number {
    let count = 0
    const values = new WeakMap<object, unknown>()
    Object.defineProperty(Scalar.prototype, 'value', {
      configurable: true,
      get() {
        count += 1
        return values.get(this as object)
      },
      set(value: unknown) {
        values.set(this as object, value)
      },
    })
    const { file, diagnostics } = parseFile('big.yaml', text)
    delete (Scalar.prototype as { value?: unknown }).value
    expect([file.documents.length, diagnostics]).toEqual([1, []])
    return count
  }

  const keys = (count: number, line: (index: number) => string) => Array.from({ length: count }, (_, index) => line(index)).join('')

  test.each<[string, (count: number) => string]>([
    // The anchor leaves the document to the parser: a plain one is read without nodes, and finds its keys in a set.
    ['block maps', (count) => `data: &all\n${keys(count, (index) => `  key-${index}: v\n`)}`],
    ['flow maps', (count) => `{${keys(count, (index) => `key-${index}: v, `)}}`],
    ['JSON', (count) => `{${keys(count, (index) => `"key-${index}": 1,\n`)}"last": 1}`],
  ])('in %s', (_, text) => {
    const [small, large] = [looks(text(300)), looks(text(1200))]
    expect(small).toBeGreaterThan(300)
    expect(large).toBeLessThan(small * 4.5)
  })
})

describe('documents that nest deeply', () => {
  const object = (spec: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b}\nspec: ${spec}\n`
  const flow = (depth: number) => object(`${'{a: '.repeat(depth)}1${'}'.repeat(depth)}`)
  const codes = (text: string) => loadManifests([{ path: 'a.yaml', text }]).diagnostics.map(({ code }) => code)

  test.each([
    ['maps', flow(100_000)],
    ['lists', object(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)],
    ['unclosed lists', object('['.repeat(100_000))],
    ['lists in one line', object(`\n${'- '.repeat(5000)}x`)],
    ['block maps', object(`\n${Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth + 1)}a:`).join('\n')} 1`)],
    ['block and flow together', object(`\n  ${'- '.repeat(150)}${'['.repeat(100)}${']'.repeat(100)}`)],
    ['explicit keys', object(`\n  ${'? '.repeat(5000)}x`)],
  ])('are refused at their place: %s', (_, text) => {
    const { diagnostics, skipped } = loadManifests([{ path: 'a.yaml', text }])
    expect(diagnostics).toMatchObject([{ code: 'US0070', severity: 'error' }])
    expect(diagnostics[0]!.span!.line).toBeGreaterThanOrEqual(4)
    expect(skipped).toMatchObject([{ reason: 'invalid' }])
  })

  test('of the depth of a CustomResourceDefinition are read', () => {
    expect(codes(flow(150))).toEqual([])
    expect(codes(object(`\n${Array.from({ length: 150 }, (_, depth) => `${' '.repeat(depth + 1)}a:`).join('\n')} 1`))).toEqual([])
  })

  test('brackets and indentation inside of strings are no nesting', () => {
    expect(codes(object(`|\n  ${'['.repeat(5000)}`))).toEqual([])
    expect(codes(object(`|\n${Array.from({ length: 500 }, (_, depth) => `  ${' '.repeat(depth)}- a`).join('\n')}`))).toEqual([])
    expect(codes(object(`"${'{['.repeat(5000)}"`))).toEqual([])
  })
})
