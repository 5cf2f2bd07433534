import { describe, expect, test } from 'vitest'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import { inOrder, mergedByKey, rankFor, specificityOf } from '../../../src/resolve/routes/table-order.ts'
import { placeAt } from '../../decide/rules/seen.ts'

function table(name: string, parts: Partial<RouteTable> = {}): RouteTable {
  return { name, namespace: 'shop', order: 'first-match', place: placeAt(name), bindings: [], hosts: [], ...parts } as unknown as RouteTable
}

const route = (name: string, parts: Partial<RouteTable> = {}) => table(name, { order: 'specificity', ...parts })
const mesh = { settings: { defaultExportTo: { routes: ['*'] } } } as unknown as Mesh

test('hosts without a star come before those with one, and longer ones before shorter ones', () => {
  const hosts = ['*', '*.example', 'a.io', '*.a-very-long-name.of-a-shop.example', 'cart.example']
  expect([...hosts].sort((a, b) => specificityOf(b) - specificityOf(a))).toEqual([
    'cart.example',
    'a.io',
    '*.a-very-long-name.of-a-shop.example',
    '*.example',
    '*',
  ])
})

describe('tables that istiod makes one', () => {
  const groups = (...tables: RouteTable[]) =>
    mergedByKey(tables, ({ namespace }) => [`key ${namespace}`]).map(({ name, tables: own }) => [name, own.map((one) => one.name)])

  test('are Gateway API routes of one key, the oldest first, then by namespace and name', () => {
    const young = route('young', { creationTimestamp: '2025-02-01T00:00:00Z' })
    const old = route('old', { creationTimestamp: '2025-01-01T00:00:00Z' })
    expect(groups(young, old, route('far', { namespace: 'bank' }))).toEqual([
      ['key shop', ['old', 'young']],
      ['key bank', ['far']],
    ])
    const sameAge = [route('b'), route('a'), route('c', { namespace: 'bank' })]
    expect(mergedByKey(sameAge, () => ['one'])[0]?.tables.map(({ name }) => name)).toEqual(['c', 'a', 'b'])
  })

  test('are no VirtualServices, even of one name', () => {
    expect(groups(table('same'), table('same', { namespace: 'bank' }))).toEqual([
      ['same', ['same']],
      ['same', ['same']],
    ])
  })

  test('hold a route once under each of its keys', () => {
    expect(mergedByKey([route('two')], () => ['a', 'b']).map(({ name, tables }) => [name, tables.length])).toEqual([
      ['a', 1],
      ['b', 1],
    ])
  })
})

/** istio:pilot/pkg/model/push_context.go VirtualServicesForGateway */
test('a proxy tries private tables, those exported to it, its own routes among the public ones, and then the rest', () => {
  const rank = rankFor(mesh, 'shop')
  expect(rank(table('private', { exportTo: ['.'] }))).toBe(0)
  expect(rank(table('named', { namespace: 'bank', exportTo: ['shop'] }))).toBe(1)
  expect(rank(route('own route'))).toBe(2)
  expect(rank(route('other route', { namespace: 'bank' }))).toBe(3)
  expect(rank(table('own table'))).toBe(3)
})

describe('groups in order', () => {
  const alone = (one: RouteTable) => ({ name: one.name, tables: [one] })
  const names = (...tables: RouteTable[]) => {
    const found = inOrder(tables.map(alone), rankFor(mesh, 'shop'))
    return 'groups' in found ? found.groups.map(([first]) => `${first?.namespace}/${first?.name}`) : found.why
  }
  const age = (day: string) => ({ creationTimestamp: `2025-01-${day}T00:00:00Z` })

  test('go by rank before age, then by age, then by name before namespace', () => {
    expect(names(table('old', age('01')), table('own', { ...age('09'), exportTo: ['.'] }))).toEqual(['shop/own', 'shop/old'])
    expect(names(table('late', age('02')), table('early', age('01')))).toEqual(['shop/early', 'shop/late'])
    expect(names(table('b', { ...age('01'), namespace: 'bank' }), table('a', age('01')))).toEqual(['shop/a', 'bank/b'])
    expect(names(table('a', age('01')), table('a', { ...age('01'), namespace: 'bank' }))).toEqual(['bank/a', 'shop/a'])
  })

  test('are not known where one of several of a rank has no age', () => {
    expect(names(table('aged', age('01')), table('ageless'))).toBe('which of several tables of routes is the oldest')
    expect(names(table('ageless'))).toEqual(['shop/ageless'])
    expect(names(table('ageless', { exportTo: ['.'] }), table('aged', age('01')))).toEqual(['shop/ageless', 'shop/aged'])
  })
})
