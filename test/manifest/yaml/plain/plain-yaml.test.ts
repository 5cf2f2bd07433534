import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml'
import { generatedMesh } from '../../../../bench/mesh.ts'
import { plainTree } from '../../../../src/manifest/yaml/plain/plain-tree.ts'
import { plainValues } from '../../../../src/manifest/yaml/plain/plain-values.ts'
import { readPlain } from '../../../../src/manifest/yaml/plain/plain-yaml.ts'
import { kubernetesSchema } from '../../../../src/manifest/yaml/scalars.ts'
import { splitDocuments } from '../../../../src/manifest/yaml/split.ts'
import { corpora } from '../../../corpora/corpora.ts'
import fc from '../../../fast-check.ts'
import { goldenCases } from '../../../golden/golden-case.ts'

const readValue = (text: string) => readPlain(text, plainValues)

/** All that places, edits and findings ask of a node. */
function shape(node: unknown): unknown {
  if (isAlias(node) || node === null) return String(node)
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return typeof node
  const own = { range: node.range, tag: node.tag, anchor: node.anchor }
  if (isScalar(node)) return { ...own, value: node.value, source: node.source, style: node.type }
  if (isSeq(node)) return { ...own, flow: node.flow, items: node.items.map(shape) }
  return { ...own, flow: node.flow, entries: node.items.map(({ key, value }) => [shape(key), shape(value)]) }
}

/** Whether a document is plain; fails where it is and the parser reads something else. */
function isReadAsByTheParser(text: string): boolean {
  const tree = plainTree(text)
  const value = readValue(text)
  if ((tree === undefined) !== (value === undefined)) expect.fail(`the tree and the value differ: ${text}`)
  if (tree === undefined) return false
  const parsed = parseDocument(text, { schema: kubernetesSchema, uniqueKeys: true, prettyErrors: false, logLevel: 'error' })
  if (parsed.errors.length > 0) expect.fail(`${String(parsed.errors[0])}: ${text}`)
  // Not by the matchers of the test runner alone: they take ten times as long as everything else here.
  const [ours, theirs] = [shape(tree.contents), shape(parsed.contents)]
  if (!isDeepStrictEqual(ours, theirs)) expect(ours, text).toStrictEqual(theirs)
  const plainValue = parsed.toJS()
  if (!isDeepStrictEqual(value, plainValue)) expect(value, text).toStrictEqual(plainValue)
  return true
}

const texts = [...goldenCases().flatMap(({ input }) => input), ...[...corpora().values()].flat()].map(({ text }) => text)
const documents = texts.flatMap((text) => splitDocuments(text).map(({ start, end }) => text.slice(start, end)))
const plain = documents.filter((text) => plainTree(text) !== undefined)

test('what the reader takes of all manifests, the parser reads the same', () => {
  const read = documents.filter(isReadAsByTheParser)
  expect(read.length).toBe(plain.length)
  expect(read.length).toBeGreaterThan(documents.length / 2)
}, 120_000)

test('and of manifests with a few characters more, less or other', () => {
  const fragment = fc.constantFrom(
    ...['\n# a', '\n  # a', '# a\n  ', '\n    # a\n', '|-\n    a\n', ': |\n', '|+\n', '"a": ', "'9': ", '9: ', '\n  9: '],
    ...[' ', '  ', '\n', '\n  ', ':', ': ', ':\n', '-', '- ', '\n- ', '#', ' #', '# a\n', '"', "'", '\\', '[', ']', '{}', ',', '?', '? '],
    ...[
      '&a',
      '*a',
      '!b',
      '|',
      '>',
      '|\n',
      '%',
      '@',
      '`',
      '~',
      '<<',
      '<<: ',
      '---',
      '\n---\n',
      '...',
      '\t',
      '\r\n',
      '\u00a0',
      '\u2028',
      'é',
      '😀',
    ],
    ...[
      '0x1F',
      '1_0',
      '.5',
      '.inf',
      '.nan',
      'on',
      'No',
      'null',
      '0777',
      '::',
      '2001:db8::',
      'a: b',
      '__proto__',
      '=',
      '+1',
      '-0',
      '{{ x }}',
      '#@ y',
    ],
  )
  const change = fc.record({ at: fc.nat(), removed: fc.constantFrom(0, 0, 1, 2, 7), fragment })
  const short = plain.filter(({ length }) => length < 700)
  const edited = fc.tuple(fc.nat({ max: short.length - 1 }), fc.array(change, { minLength: 1, maxLength: 3 })).map(([index, changes]) =>
    changes.reduce((text, { at, removed, fragment: added }) => {
      const from = at % (text.length + 1)
      return text.slice(0, from) + added + text.slice(from + removed)
    }, short[index]!),
  )
  fc.assert(
    fc.property(edited, (text) => {
      for (const { start, end } of splitDocuments(text)) isReadAsByTheParser(text.slice(start, end))
    }),
    { numRuns: 2000 },
  )
}, 120_000)

describe('the parser has the word on', () => {
  test.each([
    ['an anchor', 'a: &x 1\n'],
    ['an alias', 'a: *x\n'],
    ['a tag', 'a: !x 1\n'],
    ['a block scalar that is folded', 'a: >\n  b\n'],
    ['one whose indentation is given', 'a: |2\n   b\n'],
    ['one with blank lines at its end', 'a: |\n  b\n\nc: 1\n'],
    ['one that begins with a blank line', 'a: |\n\n  b\n'],
    ['one with a line of spaces', 'a: |\n  b\n   \n  c\n'],
    ['one with a line that is indented less than the first', 'a: |\n    b\n  c\n'],
    ['one without lines', 'a: |\nb: 1\n'],
    ['one without a line break at its end', 'a: |\n  b'],
    ['a scalar of two lines', 'a: b\n  c\n'],
    ['an escape', 'a: "\\n"\n'],
    ['a key twice', 'a: 1\na: 2\n'],
    ['a key that is not text', 'on: 1\n'],
    ['a number that is also there as text', '"80": 1\n80: 2\n'],
    ['a key that is a number with more digits', '1234567890123456: 1\n'],
    ['an octal number as a key', '010: 1\n'],
    ['the prototype of objects', '__proto__: 1\n'],
    ['the prototype of objects in quotes', '"__proto__": 1\n'],
    ['a merge key in quotes', '"<<": 1\n'],
    ['a map in braces', 'a: {b: c}\n'],
    ['an address that looks like a key', 'a:\n  - 2001:db8::\n'],
    ['a comment that is indented deeper than what is below it', 'a:\n  b: 1\n  # c\nd: 2\n'],
    ['a comment that is indented less than what is below it', 'a:\n  b: 1\n# c\n  d: 2\n'],
    ['comments that are indented differently', 'a: 1\n  # b\n# c\nd: 2\n'],
    ['a comment below a list that is indented as its key', 'a:\n- b\n# c\nd: 2\n'],
    ['a comment at the end', 'a: 1\n# b\n'],
    ['code of ytt', '#@ load("x")\na: 1\n'],
    ['a tab', 'a:\t1\n'],
    ['a carriage return', 'a: 1\r\n'],
    ['a scalar alone', 'a\n'],
    ['nothing', '---\n# nothing\n'],
    ['content on the line of the marker', '--- a: 1\n'],
    ['a marker that goes on without a space', '---# a\na: 1\n'],
    ['a directive', '%YAML 1.2\n---\na: 1\n'],
    ['an entry that is indented like none above', 'a:\n    b: 1\n  c: 2\n'],
    ['what nests deeply', `${Array.from({ length: 60 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')}${' '.repeat(60)}a: 1\n`],
  ])('%s', (_, text) => {
    expect(readValue(text)).toBeUndefined()
  })
})

test.each([
  [
    'a comment above an entry, a list and an item',
    'a: 1\n\n# b\n# c\n\nd:\n  # e\n  - f: 1\n    # g\n    h: 2\n  # i\n  - j\n# k\nl:\n# m\n- n\n',
  ],
  ['numbers and texts in quotes as keys', 'a:\n  9090:\n    b: 1\n  443: {}\n  "@type": c\n  \'d e\': []\n  "0": f\n'],
  ['texts of lines', 'a: |\n  b: 1\n    # c\n\n  - d\ne:\n  - f: |-  # g\n      h\n    i: |+\n      j \n# k\nl: 1\n'],
])('%s is plain, and read as by the parser', (_, text) => {
  expect(isReadAsByTheParser(text)).toBe(true)
})

test('no document of a large mesh is for the parser', () => {
  const unread = generatedMesh(500).files.flatMap(({ text }) =>
    splitDocuments(text).filter(({ start, end }) => readValue(text.slice(start, end)) === undefined),
  )
  expect(unread).toEqual([])
})

test('a line of a megabyte is read in one go', () => {
  const spaces = ' '.repeat(1_000_000)
  expect(readValue(`a:${spaces}b${spaces}\nc: [d${spaces}]${spaces}\n`)).toEqual({ a: 'b', c: ['d'] })
})
