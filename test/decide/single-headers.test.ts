import { expect, test } from 'vitest'
import { matchedValues } from '../../src/model/decide/rules/single-headers.ts'

test('each line of a header is a value, but for those of which Envoy has one', () => {
  const twice = ['a', 'b']
  const headers = { 'x-user': twice, cookie: twice, 'user-agent': twice, origin: twice, 'content-type': 'a' }
  const seen = Object.fromEntries(Object.keys(headers).map((name) => [name, matchedValues(headers, name)]))
  expect(seen).toEqual({ 'x-user': twice, cookie: twice, 'user-agent': ['a,b'], origin: ['a,b'], 'content-type': ['a'] })
})
