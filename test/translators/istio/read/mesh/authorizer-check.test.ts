import { describe, expect, test } from 'vitest'
import { plainCheck } from '../../../../../src/model/authorizer-check.ts'
import { readAuthorizerCheck } from '../../../../../translators/istio/read/mesh/authorizer-check.ts'

describe('how an authorizer is asked', () => {
  test('is what istiod makes of a provider without settings', () => {
    for (const protocol of ['http', 'grpc'] as const) expect(readAuthorizerCheck({}, protocol)).toEqual(plainCheck)
  })

  test('does not depend on the case and order of headers', () => {
    const settings = { includeRequestHeadersInCheck: ['X-B', 'x-a', 'x-b'], includeAdditionalHeadersInCheck: { B: '2', a: '1' } }
    expect(readAuthorizerCheck(settings, 'http')).toEqual({
      ...plainCheck,
      requestHeaders: ['x-a', 'x-b'],
      addedHeaders: [
        { name: 'a', value: '1' },
        { name: 'b', value: '2' },
      ],
    })
  })

  test('has the deprecated list of headers where the other one is not there', () => {
    expect(readAuthorizerCheck({ includeHeadersInCheck: ['a'] }, 'http')).toMatchObject({ requestHeaders: ['a'] })
    const both = { includeHeadersInCheck: ['a'], includeRequestHeadersInCheck: ['b'] }
    expect(readAuthorizerCheck(both, 'http')).toMatchObject({ requestHeaders: ['b'] })
  })

  test.each([
    [{ timeout: '-1s' }],
    [{ timeout: 3 }],
    [{ statusOnError: '299' }],
    [{ pathPrefix: 'check' }],
    [{ pathPrefix: '/a?b' }],
    [{ includeRequestHeadersInCheck: ['*'] }],
    [{ includeAdditionalHeadersInCheck: { 'x-a': '%REQ(x-b)%' } }],
    [{ includeAdditionalHeadersInCheck: { 'x-a': '1', 'X-A': '2' } }],
    [{ includeRequestBodyInCheck: {} }],
    [{ includeRequestBodyInCheck: { maxRequestBytes: 1, more: true } }],
    [{ clearRouteCache: false }],
  ])('is not known with %j', (settings) => {
    expect(readAuthorizerCheck(settings, 'http')).toBeUndefined()
  })

  test('knows no headers and paths of gRPC', () => {
    expect(readAuthorizerCheck({ pathPrefix: '/a' }, 'grpc')).toBeUndefined()
    expect(readAuthorizerCheck({ includeRequestHeadersInCheck: ['a'] }, 'grpc')).toBeUndefined()
    expect(readAuthorizerCheck({ timeout: '1.5s' }, 'grpc')).toMatchObject({ timeoutMs: 1500 })
  })
})
