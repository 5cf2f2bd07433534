import { RE2JS } from 're2js'
import { describe, expect, test } from 'vitest'
import type { Place } from '../../../../src/diagnostics/place.ts'
import { failed } from '../../../../translators/gateway-api/write/obstacle.ts'
import { arrange, type PlacedRow } from '../../../../translators/gateway-api/write/order.ts'
import type { Row, RowPath, RowValue } from '../../../../translators/gateway-api/write/row.ts'
import fc from '../../../fast-check.ts'

const span = { file: 'a.yaml', line: 1, col: 1, endLine: 1, endCol: 2 }
const object = { apiVersion: 'v1', kind: 'Test', namespace: 'prod', name: 'web', file: 'a.yaml', document: 0 }
const place: Place = { object, path: [], span, field: () => place, index: () => place }

interface Request {
  readonly path: string
  readonly method: string
  /** One that is sent twice has two values. */
  readonly headers: Readonly<Record<string, readonly string[]>>
  readonly queries: Readonly<Record<string, string>>
}

const meets = (value: string | undefined, condition: RowValue) =>
  value !== undefined && (condition.op === 'exact' ? value === condition.value : RE2JS.compile(condition.value).matches(value))

const meetsRest = (row: Row, request: Request) =>
  (row.method === undefined || row.method === request.method) &&
  [...row.headers].every(([name, condition]) => request.headers[name]?.some((value) => meets(value, condition)) === true) &&
  [...row.queries].every(([name, condition]) => meets(request.queries[name], condition))

/** The VirtualService: byte prefixes, the first rule that matches. */
function firstMatch(rows: readonly Row[], request: Request): number | undefined {
  const meetsPath = ({ path }: Row) => {
    if (path.op === 'any') return true
    if (path.op === 'regex') return RE2JS.compile(path.value).matches(request.path)
    const fold = (text: string) => (path.ignoreCase === true ? text.toLowerCase() : text)
    const [have, want] = [fold(request.path), fold(path.value)]
    return path.op === 'exact' ? have === want : have.startsWith(want)
  }
  return rows.find((row) => meetsPath(row) && meetsRest(row, request))?.rule
}

type PathType = PlacedRow['written']['type']

/** Types of paths from the last that a controller tries to the first. */
const controllers: Readonly<Record<string, readonly PathType[]>> = {
  istiod: ['RegularExpression', 'PathPrefix', 'Exact'],
  "Cilium's operator": ['PathPrefix', 'RegularExpression', 'Exact'],
}

/** The route: the sort of a controller, segment prefixes, and nothing behind an unconditional prefix `/`. */
function sortedMatch(rows: readonly PlacedRow[], request: Request, types: readonly PathType[]): number | undefined {
  const key = (row: PlacedRow) => [
    types.indexOf(row.written.type),
    row.written.value.length,
    Number(row.method !== undefined),
    row.headers.size,
    row.queries.size,
  ]
  const sorted = [...rows].sort((a, b) => {
    const [left, right] = [key(a), key(b)]
    const at = left.findIndex((part, index) => part !== right[index])
    return at === -1 ? 0 : right[at]! - left[at]!
  })
  const meetsPath = ({ written: { type, value } }: PlacedRow) => {
    if (type === 'Exact') return request.path === value
    if (type === 'RegularExpression') return RE2JS.compile(value).matches(request.path)
    const prefix = value.replace(/\/$/, '')
    return request.path === prefix || request.path.startsWith(`${prefix}/`)
  }
  return sorted.find((row) => meetsPath(row) && meetsRest(row, request))?.rule
}

const paths = ['/', '/a', '/a/', '/a/b', '/ab', '/A', '/a/b/c', '/x.y', '/xzy']
const path: fc.Arbitrary<RowPath> = fc.oneof(
  fc.constant({ op: 'any' as const }),
  fc.record({ op: fc.constantFrom('exact' as const, 'prefix' as const), value: fc.constantFrom(...paths.slice(1)) }),
  fc.record({
    op: fc.constantFrom('exact' as const, 'prefix' as const),
    value: fc.constantFrom('/A', '/a/B'),
    ignoreCase: fc.constant(true),
  }),
  fc.record({ op: fc.constant('regex' as const), value: fc.constantFrom('/a.*', '/[ab]/?.*', '/a|/ab', '/.+', '/x.y') }),
)
const value: fc.Arbitrary<RowValue> = fc.oneof(
  fc.record({ op: fc.constant('exact' as const), value: fc.constantFrom('1', '2') }),
  fc.record({ op: fc.constant('regex' as const), value: fc.constantFrom('.*', '1.*', '[12]') }),
)
const values = fc.dictionary(fc.constantFrom('h', 'i'), value, { maxKeys: 2 }).map((entries) => new Map(Object.entries(entries)))
const alternative = fc.record({
  path,
  method: fc.option(fc.constantFrom('GET', 'POST'), { nil: undefined }),
  headers: values,
  queries: values,
})
const rules = fc
  .array(fc.array(alternative, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 6 })
  .map((list) =>
    list.flatMap((matches, rule) =>
      matches.map(({ method, ...rest }): Row => ({ rule, ...rest, ...(method === undefined ? {} : { method }), place })),
    ),
  )
const exactRules = rules.map((rows) =>
  rows.map((row): Row => (row.path.op === 'exact' && row.path.ignoreCase !== true ? row : { ...row, path: { op: 'any' } })),
)
const text = fc.constantFrom('', '1', '2', '12')
const texts = fc.dictionary(fc.constantFrom('h', 'i'), text)
const lists = fc.dictionary(fc.constantFrom('h', 'i'), fc.array(text, { minLength: 1, maxLength: 2 }))
const request: fc.Arbitrary<Request> = fc.record({
  path: fc.constantFrom(...paths),
  method: fc.constantFrom('GET', 'POST', 'PUT'),
  headers: lists,
  queries: texts,
})

describe('the order of rules', () => {
  for (const [name, arbitrary] of [
    ['any paths', rules],
    ['exact paths and catch-alls', exactRules],
  ] as const) {
    test(`survives the sort of Gateway API for ${name}`, () => {
      fc.assert(
        fc.property(arbitrary, fc.array(request, { minLength: 20, maxLength: 40 }), (rows, requests) => {
          const arranged = arrange(rows, place)
          if (failed(arranged)) return
          for (const one of requests)
            for (const types of Object.values(controllers)) expect(sortedMatch(arranged.value, one, types)).toBe(firstMatch(rows, one))
        }),
        { numRuns: 400, seed: 7 },
      )
    })
  }

  test('is kept for a header that is sent twice: two exact values of one header exclude nothing', () => {
    const exact = (...conditions: [string, string][]) => new Map(conditions.map(([name, value]) => [name, { op: 'exact' as const, value }]))
    const row = (rule: number, headers: Row['headers']): Row => ({ rule, path: { op: 'any' }, headers, queries: new Map(), place })
    const rows = [row(0, exact(['h', '1'])), row(1, exact(['h', '2'], ['i', '1'])), row(2, new Map())]
    const arranged = arrange(rows, place)
    if (failed(arranged)) throw new Error('not arranged')
    const both = { path: '/', method: 'GET', headers: { h: ['1', '2'], i: ['1'] }, queries: {} }
    for (const types of Object.values(controllers)) expect(sortedMatch(arranged.value, both, types)).toBe(0)
  })

  test('is kept with plain types where an intersection repairs it', () => {
    const row = (rule: number, rest: Partial<Row>): Row => ({
      rule,
      path: { op: 'any' },
      headers: new Map(),
      queries: new Map(),
      place,
      ...rest,
    })
    const arranged = arrange(
      [row(0, { headers: new Map([['a', { op: 'exact', value: '1' }]]) }), row(1, { method: 'POST' }), row(2, {})],
      place,
    )
    expect(failed(arranged) ? [] : arranged.value.map(({ written, method, rule }) => [written.value, method, rule])).toEqual([
      ['/', undefined, 0],
      ['/', 'POST', 0],
      ['/', 'POST', 1],
      ['/', undefined, 2],
    ])
  })

  test('is refused where a route has no room for it', () => {
    const many = Array.from(
      { length: 17 },
      (_, rule): Row => ({ rule, path: { op: 'exact', value: `/${rule}` }, headers: new Map(), queries: new Map(), place }),
    )
    expect(arrange(many, place)).toEqual({ obstacles: [{ place, what: '17 rules, where a route has room for 16' }] })
  })

  test('is refused for a regular expression that RE2 does not read', () => {
    const row: Row = { rule: 0, path: { op: 'regex', value: '(?=a)' }, headers: new Map(), queries: new Map(), place }
    expect(failed(arrange([row], place))).toBe(true)
  })
})
