import { expect, test } from 'vitest'
import { durationNanoseconds } from '../../../src/crd/rules/duration.ts'
import { parseUrl } from '../../../src/crd/rules/url.ts'

test.for([
  ['http://example.com', 'http'],
  ['HTTPS://example.com:8443/keys?x=1', 'https'],
  ['oci://registry/a/b:v1@sha256:00', 'oci'],
  ['http://gcr.io/a/b:v1', 'http'],
  ['/absolute/path', ''],
  ['foo:bar', 'foo'],
  ['http://[2001:db8::1]:80/', 'http'],
  ['http://user:pw@host/', 'http'],
] as const)('%s is a URL of scheme %s', ([text, scheme]) => {
  expect(parseUrl(text)).toEqual({ scheme })
})

test.for([
  '',
  'gcr.io/a/b',
  'http://a b',
  'http://host:port/',
  'http://host/%zz',
  '://x',
  'http://x\u0001',
  '{{ .Values.url }}',
  'http://[::1',
])('%j is no URL', (text) => {
  expect(parseUrl(text)).toBeUndefined()
})

test.for([
  ['1s', 1e9],
  ['1h30m', 5400e9],
  ['0.5s', 5e8],
  ['.5ms', 5e5],
  ['-1s', -1e9],
  ['0', 0],
  ['1us', 1e3],
] as const)('%s is %d nanoseconds', ([text, nanoseconds]) => {
  expect(durationNanoseconds(text)).toBe(nanoseconds)
})

test.for(['', '5', '1 s', '1d', 's', '.s', '9999999999h'])('%j is no duration', (text) => {
  expect(durationNanoseconds(text)).toBeUndefined()
})
