import { expect, test } from 'vitest'
import { sourcesIn } from './sources.ts'

/** Reads a meaning out of the digits of a code: `code.startsWith('US0')`, `/^US[19]/`, `code.slice(2, 3)`. */
const digits = /\bcode\)?\.(?:startsWith|slice|substring|charAt|at|match)\(|\bcode\[|\/\^?US[\d[(]|startsWith\(['"`]US/

test('at which stage a finding arises is said by its definition, never by the digits of its code', () => {
  const readers = sourcesIn('src', 'translators').filter(({ path }) => !shapes.has(path))
  expect(readers.filter(({ text }) => digits.test(text)).map(({ path }) => path)).toEqual([])
})

test('a reader of digits would be noticed', () => {
  for (const text of ["code.startsWith('US9')", '/^US[0149]/.test(code)', 'diagnostic.code.slice(0, 3)', '/^US0/'])
    expect(text).toMatch(digits)
})

/** Say what a code looks like. */
const shapes: ReadonlySet<string> = new Set(['src/report/json-shape.ts', 'src/verify/lists/read-accept-list.ts'])
