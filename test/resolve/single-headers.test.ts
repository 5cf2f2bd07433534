import { expect, test } from 'vitest'
import { isSingleHeader, matchedValues } from '../../src/resolve/single-headers.ts'

// envoy:envoy/http/header_map.h INLINE_REQ_STRING_HEADERS
test('lines of a header of which Envoy has one are joined, whatever the case of its name', () => {
  expect([isSingleHeader('Accept'), isSingleHeader('x-user'), isSingleHeader('cookie')]).toEqual([true, false, false])
  const headers = { accept: ['a', 'b'], 'x-user': ['a', 'b'], origin: 'a', via: [] }
  expect(['accept', 'Accept', 'X-User', 'origin', 'via', 'x-other'].map((name) => matchedValues(headers, name))).toEqual([
    ['a,b'],
    ['a,b'],
    ['a', 'b'],
    ['a'],
    [],
    [],
  ])
})
