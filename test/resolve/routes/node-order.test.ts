import { expect, test } from 'vitest'
import type { Predicate } from '../../../src/model/predicate.ts'
import { inOperatorsOrder, isBefore } from '../../../src/resolve/routes/node-order.ts'
import { atom } from '../../decide/rules/seen.ts'
import { forwarding, headerOf, methodOf, pathOf, queryOf } from './built-rules.ts'

/** From the first that is tried to the last. */
const ranks: readonly (readonly Predicate[])[] = [
  [pathOf('exact', '/ab')],
  [pathOf('exact', '/a'), headerOf('a')],
  [pathOf('exact', '/a')],
  [pathOf('regex', '/a.*')],
  [pathOf('regex', '/.*')],
  [pathOf('segment-prefix', '/\u{1f600}')],
  [pathOf('segment-prefix', '/a')],
  [methodOf('DELETE')],
  [methodOf('GET'), headerOf('a')],
  [methodOf('GET'), queryOf('a'), queryOf('b')],
  [methodOf('GET')],
  [methodOf('PUT')],
  [headerOf('a'), headerOf('b')],
  [headerOf('a'), queryOf('a')],
  [headerOf('a')],
  [queryOf('a'), queryOf('b')],
  [queryOf('a')],
  [],
]

// cc:operator/pkg/model/translation/envoy_virtual_host.go SortableRoute
test('rules are tried by their paths, methods, headers and parameters', () => {
  const rules = ranks.map((parts, index) => ({ rule: forwarding(String(index), parts) }))
  expect(inOperatorsOrder([...rules].reverse())).toEqual(rules)
  for (const [index, { rule }] of rules.entries()) {
    const before = rules.map((other) => isBefore(rule, other.rule))
    expect(before, String(index)).toEqual(rules.map((_, other) => other > index))
  }
})

test('a rule without a path counts as the prefix `/`, and equals stay as they were', () => {
  const rules = [
    forwarding('a', [headerOf('a')]),
    forwarding('b', [pathOf('segment-prefix', '/'), headerOf('b')]),
    forwarding('c', [headerOf('c')]),
  ]
  const named = (list: typeof rules) => inOperatorsOrder(list.map((rule) => ({ rule }))).map(({ rule }) => rule.name)
  expect(named(rules)).toEqual(['a', 'b', 'c'])
  expect(named([...rules].reverse())).toEqual(['c', 'b', 'a'])
})

test('a method without a text counts as none', () => {
  const some = forwarding('a', [atom({ kind: 'method', match: { op: 'present' } })])
  expect([isBefore(some, forwarding('b')), isBefore(forwarding('b'), some)]).toEqual([false, false])
  const byBytes = [forwarding('a', [pathOf('prefix', '/abc')]), forwarding('b', [headerOf('x')])]
  expect(isBefore(byBytes[1]!, byBytes[0]!)).toBe(true)
})
