import { describe, expect, test } from 'vitest'
import type { Atom } from '../../src/model/predicate.ts'
import { isProxyHeader, isWrittenOnTheWay, proxyHeaderHolds } from '../../src/resolve/proxy-headers.ts'
import { atom } from '../decide/rules/seen.ts'

// istio:pilot/pkg/xds/filters/filters.go SidecarInboundMetadataFilter, envoy:source/common/http/conn_manager_utility.cc mutateXfccRequestHeader
test('proxies write who the client is', () => {
  const names = ['x-forwarded-client-cert', 'X-Forwarded-Client-Cert', 'x-envoy-peer-metadata', 'X-Envoy-Peer-Metadata-Id']
  expect(names.filter((name) => !isProxyHeader(name))).toEqual([])
  expect(['x-forwarded-for', 'x-envoy-peer', 'authorization'].filter(isProxyHeader)).toEqual([])
})

// envoy:source/common/router/router.cc; w3c:trace-context, b3-propagation
test('proxies write on the way what traces and retries need', () => {
  const written = [
    'x-envoy-original-path',
    'X-Envoy-Attempt-Count',
    'x-b3-traceid',
    'b3',
    'baggage',
    'forwarded',
    'traceparent',
    'tracestate',
    'x-cloud-trace-context',
    'x-forwarded-host',
    'x-forwarded-port',
    'x-forwarded-proto',
    'x-ot-span-context',
    'X-Request-Id',
  ]
  expect(written.filter((name) => !isWrittenOnTheWay(name))).toEqual([])
  expect(['x-env', 'my-x-envoy-path', 'x-b', 'not-x-b3-traceid', 'authorization', ''].filter(isWrittenOnTheWay)).toEqual([])
})

describe('a condition on the header of certificates', () => {
  type OnHeader = Extract<Atom, { kind: 'header' }>
  const on = (match: OnHeader['match'], changes: Partial<OnHeader> = {}) =>
    atom({ kind: 'header' as const, name: 'X-Forwarded-Client-Cert', match, ...changes })
  const exact = { op: 'exact', value: 'By=x' } as const

  test('knows whether the header is there, and not its text', () => {
    expect(proxyHeaderHolds(on({ op: 'present' }), 'written')).toBe(true)
    expect(proxyHeaderHolds(on({ op: 'non-empty' }), 'written')).toBe(true)
    expect(proxyHeaderHolds(on(exact), 'written')).toBe('unknown')
    expect(proxyHeaderHolds(on({ op: 'present' }), 'absent')).toBe(false)
    expect(proxyHeaderHolds(on(exact), 'absent')).toBe(false)
  })

  test('takes a header that is not there for an empty one only where it says so', () => {
    const empty = { op: 'exact', value: '' } as const
    expect(proxyHeaderHolds(on(empty, { absentIsEmpty: true }), 'absent')).toBe(true)
    expect(proxyHeaderHolds(on(exact, { absentIsEmpty: true }), 'absent')).toBe(false)
    expect(proxyHeaderHolds(on(empty), 'absent')).toBe(false)
  })

  test('decides nothing of other headers of proxies, nor where it is not known who writes it', () => {
    expect(proxyHeaderHolds(on({ op: 'present' }), undefined)).toBe('unknown')
    expect(proxyHeaderHolds(on({ op: 'present' }, { name: 'x-envoy-peer-metadata' }), 'written')).toBe('unknown')
    expect(proxyHeaderHolds(on({ op: 'present' }, { name: 'x-envoy-peer-metadata' }), 'absent')).toBe('unknown')
  })
})
