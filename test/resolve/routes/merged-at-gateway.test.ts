import { describe, expect, test } from 'vitest'
import { type Predicate, withoutCase } from '../../../src/model/predicate.ts'
import { catchAllsLast, isCatchAll, orderIsMeaningless } from '../../../src/resolve/routes/merged-at-gateway.ts'
import { atom } from '../../decide/rules/seen.ts'
import { chained, forwarding, headerOf, methodOf, pathOf, queryOf } from './built-rules.ts'

const rule = (name: string, ...parts: readonly Predicate[]) => chained(forwarding(name, parts))
const authority = (value: string) => atom({ kind: 'authority', match: { op: 'exact', value } })
const folded = (op: 'exact' | 'prefix', value: string) => atom({ kind: 'path', match: withoutCase({ op, value }) })
const path = (match: Extract<Predicate, { kind: 'path' }>['match']) => atom({ kind: 'path', match })

// istio:pilot/pkg/networking/core/route/route.go IsCatchAllRoute, SortVHostRoutes
test('what matches everything is a rule without conditions, or on the prefix `/` alone', () => {
  const all = [[], [pathOf('prefix', '/')], [pathOf('segment-prefix', '/')]]
  expect(all.filter((parts) => !isCatchAll(rule('a', ...parts)))).toEqual([])
  const some = [
    [pathOf('prefix', '/a')],
    [pathOf('exact', '/')],
    [pathOf('regex', '/')],
    [methodOf('GET')],
    [pathOf('prefix', '/'), methodOf('GET')],
    [authority('/')],
    [atom({ kind: 'authority', match: { op: 'prefix', value: '/' } })],
  ]
  expect(some.filter((parts) => isCatchAll(rule('a', ...parts)))).toEqual([])
})

test('such rules come last, and nothing of a table comes behind its own', () => {
  const names = (...tables: readonly (readonly ReturnType<typeof rule>[])[]) => catchAllsLast(tables).map(({ rule: { name } }) => name)
  const [a, b, everything, more] = [rule('a', methodOf('GET')), rule('b', headerOf('x')), rule('*'), rule('**', pathOf('prefix', '/'))]
  expect(names([everything, a], [b])).toEqual(['b', '*'])
  expect(names([a, everything], [b, more])).toEqual(['a', 'b', '*', '**'])
  expect(names([a], [b])).toEqual(['a', 'b'])
})

describe('the order of tables', () => {
  const free = (one: readonly Predicate[], other: readonly Predicate[]) => {
    const both = [[rule('a', ...one)], [rule('b', ...other)]]
    const found = orderIsMeaningless(both)
    expect(orderIsMeaningless([...both].reverse())).toBe(found)
    return found
  }

  test('makes no difference where no request meets rules of two', () => {
    const apart: readonly (readonly [readonly Predicate[], readonly Predicate[]])[] = [
      [[methodOf('GET')], [methodOf('PUT')]],
      [[authority('a')], [authority('b')]],
      [[pathOf('exact', '/a')], [pathOf('exact', '/b')]],
      [[pathOf('exact', '/a')], [pathOf('prefix', '/b')]],
      [[pathOf('exact', '/a')], [pathOf('prefix', '/ab')]],
      [[pathOf('exact', '/a')], [pathOf('exact', '/ab')]],
      [[pathOf('prefix', '/a/')], [pathOf('segment-prefix', '/b')]],
      [[folded('prefix', '/A')], [pathOf('prefix', '/b')]],
      [[pathOf('exact', '/A')], [pathOf('exact', '/a')]],
      [
        [headerOf('x'), methodOf('GET')],
        [headerOf('x'), methodOf('PUT')],
      ],
      [[pathOf('prefix', '/ ~')], [pathOf('prefix', '/b')]],
      [[pathOf('exact', '')], [pathOf('exact', '/')]],
    ]
    expect(apart.filter(([one, other]) => !free(one, other))).toEqual([])
  })

  test('counts where a request may', () => {
    const meeting: readonly (readonly [readonly Predicate[], readonly Predicate[]])[] = [
      [[methodOf('GET')], [pathOf('exact', '/a')]],
      [[methodOf('GET')], [methodOf('GET')]],
      [[headerOf('x', '1')], [headerOf('x', '2')]],
      [[queryOf('x')], [queryOf('y')]],
      [[pathOf('exact', '/ab')], [pathOf('prefix', '/a')]],
      [[pathOf('prefix', '/ab')], [pathOf('segment-prefix', '/a')]],
      [[folded('exact', '/A')], [pathOf('exact', '/a')]],
      [[folded('prefix', '/A')], [pathOf('exact', '/ab')]],
      [[pathOf('regex', '/a')], [pathOf('exact', '/b')]],
      [[path({ op: 'suffix', value: 'a' })], [path({ op: 'suffix', value: 'b' })]],
      [[path({ op: 'template', value: '/{*}' })], [pathOf('exact', '/b')]],
      [[path({ op: 'present' })], [pathOf('exact', '/b')]],
      [[path({ op: 'non-empty' })], [pathOf('exact', '/b')]],
      // Letters beyond ASCII fold in more than one way.
      [[folded('exact', '/\u017f')], [pathOf('exact', '/s')]],
      [[folded('exact', 'a\u212a')], [pathOf('exact', 'ak')]],
      [[pathOf('segment-prefix', '/\u00fc')], [pathOf('exact', '/b')]],
    ]
    expect(meeting.filter(([one, other]) => free(one, other))).toEqual([])
  })

  test('counts as soon as one rule of one table may meet one of another', () => {
    const [get, put, header] = [rule('a', methodOf('GET')), rule('b', methodOf('PUT')), rule('c', headerOf('x'))]
    expect(orderIsMeaningless([[get], [put]])).toBe(true)
    expect(orderIsMeaningless([[get, header], [put]])).toBe(false)
    expect(orderIsMeaningless([[get], [put, header]])).toBe(false)
    expect(orderIsMeaningless([[get], [put], [rule('d', methodOf('GET'))]])).toBe(false)
    expect(orderIsMeaningless([[get, get]])).toBe(true)
  })

  test('rules for everything count where two tables have one', () => {
    const get = rule('a', methodOf('GET'))
    expect(orderIsMeaningless([[get, rule('*')], [rule('b', methodOf('PUT'))]])).toBe(true)
    expect(
      orderIsMeaningless([
        [get, rule('*')],
        [rule('b', methodOf('PUT')), rule('**')],
      ]),
    ).toBe(false)
    expect(orderIsMeaningless([[rule('*'), get], [rule('d', methodOf('GET'))]])).toBe(true)
  })
})
