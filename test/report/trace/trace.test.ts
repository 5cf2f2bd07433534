import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { requestLines } from '../../../src/report/decision/request-text.ts'
import { traceJson } from '../../../src/report/trace/json.ts'
import { traceMarkdown } from '../../../src/report/trace/markdown.ts'
import type { TraceReport } from '../../../src/report/trace/report.ts'
import { traceReportSchema } from '../../../src/report/trace/schema.ts'
import { traceText } from '../../../src/report/trace/text.ts'
import { allowed, denied, request } from '../verify/comparison-fixture.ts'

const both: TraceReport = {
  request,
  sides: [
    { side: 'before', title: 'Before', decision: denied },
    { side: 'after', title: 'After', decision: allowed },
  ],
}

test('the walk numbers the points, says what each saw, and ends with the verdict', () => {
  expect(traceText({ ...both, sides: both.sides.slice(1) })).toBe(`shop/storefront → Service shop/cart:80
  DELETE /admin/x?y=<1>
  Host: cart
  x-user: alice
  valid token: iss=https://id.example.com/, groups=["a","b"]
  client IP 10.0.0.7

1. client sidecar shop/cart: allowed, routed by shop/cart
   sees cluster.local/ns/shop/sa/storefront, port 8080, path /admin/x
   routes.yaml:7:5 AuthorizationPolicy shop/readers spec.rules[0]
2. ztunnel shop/cart: allowed, no policy denies and none only allows
   sees cluster.local/ns/shop/sa/storefront, port 8080, path /admin/x
→  shop/cart-v1:8080 (90%), shop/cart-v2:8080 (10%)
   arrives as /x, Host: cart, x-user: alice
   route: timeout 1500ms; retries off; response header: set x=1
ALLOWED, to shop/cart-v1:8080 (90%), shop/cart-v2:8080 (10%)
`)
})

test('two sides stand below each other, each with its title', () => {
  const text = traceText(both)
  expect(text).toMatch(/\nBefore\n1\. destination sidecar[\s\S]+\nDENIED \(403\) at [\s\S]+\nAfter\n1\. client sidecar/)
  expect(traceMarkdown(both)).toMatch(/### Before\n\n```text\n1\. [\s\S]+### After\n/)
})

test('where there is room, two sides stand next to each other, long lines wrapped below their indentation', () => {
  expect(traceText(both, { width: 100 })).toBe(traceText(both))
  const text = traceText(both, { width: 120 })
  expect(text.split('\n').every((line) => line.length <= 120)).toBe(true)
  expect(text.slice(text.indexOf('Before'))).toBe(`Before                                                       After
1. destination sidecar shop/cart: denied (403), no ALLOW     1. client sidecar shop/cart: allowed, routed by shop/cart
rule matches
   sees cluster.local/ns/shop/sa/storefront, port 8080,         sees cluster.local/ns/shop/sa/storefront, port 8080,
   path /admin/x                                                path /admin/x
   access.yaml:7:5 AuthorizationPolicy shop/readers             routes.yaml:7:5 AuthorizationPolicy shop/readers
   spec.rules[0]                                                spec.rules[0]
DENIED (403) at destination sidecar shop/cart: no ALLOW      2. ztunnel shop/cart: allowed, no policy denies and none
rule matches                                                 only allows
                                                                sees cluster.local/ns/shop/sa/storefront, port 8080,
                                                                path /admin/x
                                                             →  shop/cart-v1:8080 (90%), shop/cart-v2:8080 (10%)
                                                                arrives as /x, Host: cart, x-user: alice
                                                                route: timeout 1500ms; retries off; response header: set
                                                                x=1
                                                             ALLOWED, to shop/cart-v1:8080 (90%), shop/cart-v2:8080
                                                             (10%)
`)
})

test('on a narrow terminal lines are broken between words, below their indentation', () => {
  const text = traceText(both, { width: 50 })
  const long = text.split('\n').filter((line) => line.length > 50)
  expect(long.filter((line) => line.trim().includes(' '))).toEqual([])
  expect(text).toContain(
    '1. destination sidecar shop/cart: denied (403), no\n  ALLOW rule matches\n   sees cluster.local/ns/shop/sa/storefront, port\n     8080, path /admin/x\n',
  )
  expect(text.replaceAll(/\n +/g, ' ')).toBe(traceText(both).replaceAll(/\n +/g, ' '))
})

test('destinations that decide differently are walked one by one', () => {
  const [first, second] = allowed.branches
  const mixed = {
    ...allowed,
    verdict: 'undetermined' as const,
    branches: [first!, { ...second!, verdict: 'denied' as const, points: [second!.points[0]!, denied.branches[0]!.points[0]!] }],
  }
  const text = traceText({ request, sides: [{ side: 'before', title: 'Before', decision: mixed }] })
  expect(text.match(/client sidecar/g)).toHaveLength(1)
  expect(text).toContain('→  shop/cart-v2:8080 (10%)\n   2. destination sidecar shop/cart: denied (403)')
  expect(text).toContain('UNDETERMINED, not the same everywhere: denied (403) at destination sidecar shop/cart')
})

test('an answer of a proxy stands where the destination would', () => {
  const decision = { ...allowed, branches: [], answer: { kind: 'redirect', status: 301, location: 'https://new/' } as const }
  const text = traceText({ request, sides: [{ side: 'before', title: 'Before', decision }] })
  expect(text).toContain('→  redirected with 301 to https://new/\n')
  expect(text).toMatch(/REDIRECTED with 301 to https:\/\/new\/ by client sidecar shop\/cart\n$/)
})

test('the JSON is what its published schema says', () => {
  const written: unknown = JSON.parse(JSON.stringify(traceJson({ ...both, externalAllows: false })))
  expect(traceReportSchema.parse(written)).toEqual(written)
  const schema = JSON.parse(readFileSync('schemas/trace.v1.json', 'utf8')) as object
  expect(new Ajv2020({ strict: false }).validate(schema, written)).toBe(true)
})

test('what cannot be seen in a request is quoted', () => {
  const http = { ...request.http!, authority: '', headers: { a: 'x\u00e9 ' }, token: { kind: 'invalid' } as const }
  expect(requestLines({ ...request, http })).toEqual([
    'DELETE /admin/x?y=<1>',
    'Host: ""',
    'a: "x\\u00e9 "',
    'invalid token',
    'client IP 10.0.0.7',
  ])
  expect(requestLines({ client: { kind: 'unmeshed' }, address: request.address, protocol: 'tcp', sni: 'x.example' })).toEqual([
    'TLS to x.example',
  ])
})
