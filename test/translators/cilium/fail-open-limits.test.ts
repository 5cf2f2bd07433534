import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { decide } from '../../../src/decide/decide.ts'
import type { Request } from '../../../src/model/request.ts'
import { headline } from '../../../src/report/verify/report.ts'
import { translate } from '../../../src/translate.ts'
import { compareMeshes } from '../../../src/verify/compare.ts'
import { compareOptionsOf, readAsOutput, readBack, verifyTranslation } from '../../../src/verify/verify.ts'

const golden = (name: string): string => readFileSync(`golden/cilium-fail-open/${name}/input/mesh.yaml`, 'utf8')
const local = golden('limit-without-the-option')
const global = golden('limit-of-a-service')

function translated(text: string) {
  return translate([{ path: 'mesh.yaml', text }], { target: 'cilium', options: { assume: ['sidecars-removed'], failOpen: true } })
}

const request: Request = {
  client: { kind: 'workload', namespace: 'shop', name: 'client' },
  address: { kind: 'service', namespace: 'shop', name: 'web', port: 80 },
  protocol: 'http',
  http: { method: 'GET', target: '/', authority: 'web', headers: {}, token: { kind: 'none' } },
}

test('the proxy of the node has the limit that the sidecars have', () => {
  const translation = translated(local)
  const [routes] = readBack(translation).nodeRoutes
  expect(routes?.unmodelled).toEqual([])
  const [patch] = translation.mesh.extensions[0]!.limits ?? []
  expect(patch).toMatchObject({ kind: 'local', limit: routes?.limits?.[0] })
  expect(routes?.limits).toEqual([
    {
      kind: 'local',
      bucket: { maxTokens: 100, tokensPerFill: 50, fillMs: 30_000 },
      status: 429,
      headers: [{ name: 'x-local-rate-limit', value: 'true', append: false }],
      saysRest: false,
    },
  ])
})

test('a service counts for the nodes by what it counts for the sidecars', () => {
  const [routes] = readBack(translated(global)).nodeRoutes
  expect(routes?.unmodelled).toEqual([])
  expect(routes?.limits).toEqual([
    {
      kind: 'global',
      domain: 'shop',
      timeoutMs: 10_000,
      refusesOnFailure: true,
      saysRest: false,
      service: { host: 'counter.limits.svc.cluster.local', port: 8081 },
      counted: [
        [{ by: 'header', header: ':path', key: 'PATH', optional: false }],
        [
          { by: 'text', key: 'generic_key', text: 'all' },
          { by: 'header', header: 'x-user', key: 'user', optional: true },
        ],
      ],
    },
  ])
})

test('a request is decided within the limits, and the points that keep them are named', () => {
  const translation = translated(local)
  const counts = [translation.mesh, readBack(translation)].map((mesh) => {
    const { verdict, branches } = decide(mesh, request, {})
    const points = branches.flatMap((branch) => branch.points)
    return [verdict, points.flatMap(({ point, counts: at = [] }) => at.map(({ object }) => `${point} ${object.kind}`))]
  })
  expect(counts).toEqual([
    ['allowed', ['destination sidecar EnvoyFilter']],
    ['allowed', ['node proxy CiliumEnvoyConfig']],
  ])
})

test('what a limit lets through is undetermined, and counted as failing open alone', () => {
  const comparison = verifyTranslation(translated(local))
  const doubts = comparison.differences.filter(({ verdict }) => verdict === 'undetermined')
  expect(doubts.map(({ needs }) => needs)).toContain(
    'how many requests came before, which are counted by CiliumEnvoyConfig shop/web-80 after, EnvoyFilter shop/web-limit before',
  )
  expect(doubts.every(({ failsOpen, assumedAway }) => failsOpen === true || assumedAway !== undefined)).toBe(true)
  expect(comparison.parts.wider).toBe(0)
  expect(headline(comparison)).toMatch(/\d undetermined \(.*fail open\)/)
})

test('without the finding nothing accepts it, such as where two sets of manifests are compared', () => {
  const translation = translated(local)
  const { checkedAtNodes: _, ...options } = compareOptionsOf(translation)
  const { differences } = compareMeshes(translation.mesh, readBack(translation), options)
  expect(differences.some(({ verdict, failsOpen, assumedAway }) => verdict === 'undetermined' && !failsOpen && !assumedAway)).toBe(true)
})

test('converting again writes nothing else', () => {
  const { output } = translated(global)
  const files = output.files.map(({ path, text, before }) => ({ path, text: text ?? before ?? '' }))
  const again = translate(files, { target: 'cilium', options: { assume: ['sidecars-removed'], failOpen: true } })
  expect(again.diagnostics.flatMap(({ code }) => (/US518[78]/.test(code) ? [code] : []))).toEqual(['US5187', 'US5187'])
  expect(again.output.files.every(({ text, before }) => text === before || text === undefined)).toBe(true)
})

function staying(text: string): string {
  const { diagnostics } = translated(text)
  expect(diagnostics.filter(({ code }) => code === 'US5187')).toEqual([])
  return diagnostics.flatMap(({ code, message }) => (code === 'US5188' ? [message] : [])).join('\n')
}

describe('a limit stays with sidecars', () => {
  test.each([
    ['a share of requests', local.replaceAll('numerator: 100', 'numerator: 50'), 'filter_enabled'],
    ['no filter that is on', local.replace('filter_enabled:', 'filter_disabled:'), 'filter_disabled'],
    ['an interval that Envoy refuses', local.replace('30s', '0.01s'), 'token_bucket'],
    ['a text that each proxy writes', local.replace('value: "true"', 'value: "%PROTOCOL%"'), 'response_headers_to_add'],
    ['another place', local.replace('INSERT_BEFORE', 'INSERT_AFTER'), 'operation'],
    ['gateways as well', local.replace('context: SIDECAR_INBOUND', 'context: ANY'), 'match'],
    [
      'a release of proxies',
      local.replace('context: SIDECAR_INBOUND', 'context: SIDECAR_INBOUND\n      proxy: {proxyVersion: ^1.2}'),
      'proxy',
    ],
    ['a priority', local.replace('  workloadSelector:', '  priority: 3\n  workloadSelector:'), 'priority'],
    ['addresses', global.replace('request_headers: {header_name: ":path", descriptor_key: PATH}', 'remote_address: {}'), 'remote_address'],
    ['headers that proxies write', global.replace('X-User', 'x-forwarded-for'), 'request_headers'],
    ['no version of the API, which Envoy refuses', global.replace('            transport_api_version: V3\n', ''), 'rate_limit_service'],
    ['a cluster that is not known', global.replace('outbound|8081||counter', 'outbound|8081|v1|counter'), 'is not in it'],
    [
      'no filter that asks',
      global.replace('kind: EnvoyFilter\nmetadata: {name: web-limit,', 'kind: Gateway\nmetadata: {name: g,'),
      'no filter asks',
    ],
    ['a port without HTTP', local.replace('{name: http, port: 80', '{name: tcp, port: 80'), 'no port that declares HTTP'],
  ])('with %s', (_, text, reason) => {
    expect([local, global]).not.toContain(text)
    expect(staying(text)).toContain(reason)
  })

  test('beside a RequestAuthentication or another EnvoyFilter', () => {
    const tokens = `---\napiVersion: security.istio.io/v1\nkind: RequestAuthentication\nmetadata: {name: t, namespace: shop}\nspec: {jwtRules: [{issuer: a, jwksUri: 'https://a.example/keys'}]}\n`
    expect(staying(`${local}\n${tokens}`)).toContain('has a RequestAuthentication as well')
    const other = `---\napiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\nmetadata: {name: o, namespace: shop}\nspec: {configPatches: [{applyTo: HTTP_FILTER, match: {context: SIDECAR_INBOUND}, patch: {operation: INSERT_FIRST, value: {name: x}}}]}\n`
    expect(staying(`${local}\n${other}`)).toContain('EnvoyFilter shop/o')
  })

  test('where a number of a port is not the only one for a port of the pods', () => {
    const ports = golden('limit-of-a-port')
    const text = ports.replace('targetPort: 9090', 'targetPort: 8080')
    expect(staying(text)).toContain('lead to one port of the pods')
  })
})

test.each([
  ['a share', (text: string) => text.replace('numerator: 100\n', 'numerator: 10\n')],
  ['descriptors', (text: string) => text.replace('statPrefix: http_local', 'descriptors: []\n              statPrefix: http_local')],
  [
    'counts that no filter asks for',
    (text: string) =>
      text.replace('      routes:\n', '      rateLimits: [{actions: [{genericKey: {descriptorValue: a}}]}]\n      routes:\n'),
  ],
])('a config with %s is not understood', (_, change) => {
  const translation = translated(local)
  const files = translation.output.files.map(({ path, text, before }) => ({ path, text: change(text ?? before ?? '') }))
  expect(files.map(({ text }) => text)).not.toEqual(translation.output.files.map(({ text, before }) => text ?? before))
  expect(readAsOutput(files, translation).nodeRoutes.flatMap(({ unmodelled }) => unmodelled)).not.toEqual([])
})
