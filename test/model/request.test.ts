import { expect, test } from 'vitest'
import { headerValues, pathOf, queryValue } from '../../src/model/request.ts'

test('the path ends before the query and the fragment', () => {
  expect(['/a', '/a?b', '/a#b', '/a?b#c?d', '/a#b?c', ''].map(pathOf)).toEqual(['/a', '/a', '/a', '/a', '/a', ''])
})

// envoy:source/common/http/utility.cc QueryParamsMulti
test.each<[target: string, name: string, value: string | undefined]>([
  ['/a?x=1', 'x', '1'],
  ['/a?y=2&x=1', 'x', '1'],
  ['/a?x=1&x=2', 'x', '1'],
  ['/a?x', 'x', ''],
  ['/a?x=', 'x', ''],
  ['/a?x=1=2', 'x', '1=2'],
  ['/a?xy=1', 'x', undefined],
  ['/a?x=1#y=2', 'x', '1'],
  ['/a?x=1#y=2', 'y', undefined],
  ['/a', 'a', undefined],
  ['/x=1', 'x', undefined],
  ['?x=1', 'x', '1'],
])('%s has %s: %s', (target, name, value) => expect(queryValue(target, name)).toBe(value))

test('headers have no case, and none that every object has', () => {
  const headers = { 'x-a': '1', 'x-b': ['1', '2'] }
  expect(['X-A', 'x-b', 'x-c', 'constructor'].map((name) => headerValues(headers, name))).toEqual([['1'], ['1', '2'], [], []])
})
