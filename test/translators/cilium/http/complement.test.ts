import { execFileSync } from 'node:child_process'
import { RE2JS } from 're2js'
import { expect, test } from 'vitest'
import { defaultProgramSize, programSize } from '../../../../src/algebra/language/re2/program-size.ts'
import { classOf, eitherCase, visibleAscii } from '../../../../translators/cilium/http/byte-class.ts'
import { complementShapes, intersectShapes, type Shape, type Shapes, withoutCovered } from '../../../../translators/cilium/http/shape.ts'
import { pathCharacters, pathPattern, shapePattern } from '../../../../translators/cilium/http/shape-text.ts'
import fc from '../../../fast-check.ts'

/** How many random texts each complement is asked about, and how many complements there are. */
const texts = Number(process.env.COMPLEMENT_TEXTS ?? 40)
const complements = Number(process.env.COMPLEMENTS ?? 40)

interface Match {
  readonly op: 'exact' | 'prefix' | 'suffix'
  readonly value: string
}

const word = fc.constantFrom('a', 'b', 'ad', 'admin', 'api', 'v1', 'x.json', '.', '-', 'A', 'users', '%2F', '[', ']', '\\', '^', '~', '!')
const path = fc.array(fc.oneof(word, fc.constant('/')), { maxLength: 8 }).map((parts) => `/${parts.join('')}`)
const match: fc.Arbitrary<Match> = fc.oneof(
  path.map((value): Match => ({ op: 'exact', value })),
  path.map((value): Match => ({ op: 'prefix', value })),
  fc.array(word, { minLength: 1, maxLength: 3 }).map((parts): Match => ({ op: 'suffix', value: parts.join('') })),
)

function shapeOf({ op, value }: Match, places: (character: string) => bigint = classOf): Shape {
  const sets = [...value].map(places)
  return op === 'exact' ? { head: sets } : op === 'prefix' ? { head: sets, tail: [] } : { head: [], tail: sets }
}

function matches({ op, value }: Match, text: string): boolean {
  return op === 'exact' ? text === value : op === 'prefix' ? text.startsWith(value) : text.endsWith(value)
}

/** Texts near what is matched: a part of it, another character in it, more behind it. */
function near(values: readonly Match[]): fc.Arbitrary<string> {
  return fc.oneof(
    path,
    fc
      .tuple(
        fc.constantFrom(...values),
        fc.nat(40),
        fc.constantFrom('', 'a', '/', '.json', 'x', 'admin'),
        fc.constantFrom('', '/b', 'json'),
      )
      .map(([{ value }, cut, more, rest]) => `/${value.replace(/^\//, '').slice(0, cut)}${more}${rest}`),
    fc.constantFrom(...values).map(({ op, value }) => (op === 'suffix' ? `/x${value}` : value)),
  )
}

const beginning: Shapes = [{ head: [classOf('/')], tail: [] }]
const query = fc.constantFrom('', '?', '?x=1', '?x=/admin', '??', '?a=.json')

test('the complement of paths is every other path, with whatever query', { timeout: 3_600_000 }, () => {
  fc.assert(
    fc.property(fc.array(match, { minLength: 1, maxLength: 4 }), fc.integer(), (values, seed) => {
      const written = values.map((value) => shapeOf(value))
      const shapes = withoutCovered(intersectShapes(complementShapes(written, pathCharacters), beginning))
      const patterns = shapes.map(pathPattern)
      for (const pattern of patterns) expect(programSize(pattern)).toBeLessThanOrEqual(defaultProgramSize)
      const regexes = patterns.map((pattern) => RE2JS.compile(pattern))
      for (const [text, tail] of fc.sample(fc.tuple(near(values), query), { numRuns: texts, seed })) {
        const wanted = !values.some((value) => matches(value, text))
        const found = regexes.some((regex) => regex.matches(text + tail))
        if (found !== wanted)
          throw new Error(`${text}${tail} is ${found ? 'in' : 'outside of'} the complement of ${JSON.stringify(values)}`)
      }
    }),
    { numRuns: complements },
  )
})

/** A Python with the package `google-re2`, which binds RE2 itself: `RE2_PYTHON=/path/to/python`. */
const python = process.env.RE2_PYTHON

/** Reads lists of patterns, each with the texts to ask; prints the largest program of each, and which texts its patterns match as a whole. */
const asked = `
import json, re2, sys
out = []
for patterns, texts in json.load(sys.stdin):
    together = re2.Set.FullMatchSet()
    for pattern in patterns: together.Add(pattern)
    together.Compile()
    size = max((re2.compile(pattern).programsize for pattern in patterns), default=0)
    out.append([size, ''.join('1' if together.Match(text) else '0' for text in texts)])
print(json.dumps(out))`

test.skipIf(python === undefined)('RE2 itself agrees, also on the size of each pattern', { timeout: 3_600_000 }, () => {
  const drawn = fc.sample(fc.tuple(fc.array(match, { minLength: 1, maxLength: 4 }), fc.integer()), { numRuns: complements, seed: 1 })
  for (const [values, seed] of drawn) {
    const written = values.map((value) => shapeOf(value))
    const patterns = withoutCovered(intersectShapes(complementShapes(written, pathCharacters), beginning)).map(pathPattern)
    const samples = fc.sample(fc.tuple(near(values), query), { numRuns: texts, seed })
    const input = JSON.stringify([[patterns, samples.map(([text, tail]) => text + tail)]])
    const output = execFileSync(python!, ['-c', asked], { input, encoding: 'utf8', maxBuffer: 1e9 })
    const [[size, matched]] = JSON.parse(output) as [[number, string]]
    expect(size).toBeLessThanOrEqual(defaultProgramSize)
    const wrong = samples.filter(([text], index) => (matched[index] === '1') === values.some((value) => matches(value, text)))
    expect(wrong, JSON.stringify(values)).toEqual([])
  }
})

test('the complement of hosts knows no case', () => {
  const hosts: Match[] = [
    { op: 'exact', value: 'cart.shop' },
    { op: 'suffix', value: '.example.com' },
    { op: 'prefix', value: 'www.' },
  ]
  const shapes = complementShapes(
    hosts.map((host) => shapeOf(host, eitherCase)),
    visibleAscii,
  )
  const regexes = shapes.map((shape) => RE2JS.compile(shapePattern(shape)))
  const isIn = (text: string): boolean => regexes.some((regex) => regex.matches(text))
  for (const host of ['cart.shop', 'CART.shop', 'a.example.com', 'A.EXAMPLE.com', 'WWW.x']) expect(isIn(host)).toBe(false)
  for (const host of ['cart.shop:80', 'cart.sho', 'art.shop', 'example.com', 'ww.x', 'a.example.com:80', 'k', 's'])
    expect(isIn(host)).toBe(true)
})

test('a long prefix needs many small patterns', () => {
  const shapes = intersectShapes(complementShapes([shapeOf({ op: 'prefix', value: '/api/v1/orders' })], pathCharacters), beginning)
  expect(shapes.map(pathPattern)).toContain('/api/v1/order(?:\\?[!-~]*)?')
  expect(shapes.map(pathPattern)).toContain('/[!->@-`b-~][!-~]*')
  expect(Math.max(...shapes.map((shape) => programSize(pathPattern(shape))))).toBeLessThan(30)
})

test('letters without case are written as such', () => {
  expect(shapePattern(shapeOf({ op: 'exact', value: 'Cart.shop' }, eitherCase))).toBe('(?i)cart\\.shop')
  expect(shapePattern(shapeOf({ op: 'suffix', value: '.example.com' }, eitherCase))).toBe('(?i)[!-~]*\\.example\\.com')
})
