import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decide } from '../../../src/decide/decide.ts'
import type { Request } from '../../../src/model/request.ts'
import { headline } from '../../../src/report/verify/report.ts'
import { translate } from '../../../src/translate.ts'
import { compareMeshes } from '../../../src/verify/compare.ts'
import { compareOptionsOf, readAsOutput, readBack, verifyTranslation } from '../../../src/verify/verify.ts'

const golden = (name: string): string => readFileSync(`golden/cilium-fail-open/${name}/input/mesh.yaml`, 'utf8')
const asking = golden('requests-to-an-authorizer')

function translated(text: string, failOpen = true) {
  return translate([{ path: 'mesh.yaml', text }], {
    target: 'cilium',
    options: { assume: ['sidecars-removed'], ...(failOpen ? { failOpen: true } : {}) },
  })
}

const client = { kind: 'workload', namespace: 'shop', name: 'client' } as const
const service: Request['address'] = { kind: 'service', namespace: 'shop', name: 'web', port: 80 }
const pod: Request['address'] = { kind: 'pod', namespace: 'shop', workload: 'web', port: 8080 }

function asked(http: Partial<NonNullable<Request['http']>>, address = service): Request {
  return {
    client,
    address,
    protocol: 'http',
    http: { method: 'GET', target: '/', authority: 'web', headers: {}, token: { kind: 'none' }, ...http },
  }
}

const requests = [
  {},
  { target: '/account/1' },
  { target: '/account', method: 'OPTIONS' },
  { target: '/accounts?a=b' },
  { target: '/x', authority: 'Admin.example', headers: { 'x-role': 'admin' } },
  { target: '/x', authority: 'admin.example', headers: { 'x-role': 'user' } },
  { target: '/x', headers: { 'x-role': 'admin' } },
].map((http) => asked(http))

test('the proxy of the node asks about the requests that sidecars ask about', () => {
  const translation = translated(asking)
  const after = readBack(translation)
  expect(after.nodeRoutes.flatMap(({ unmodelled }) => unmodelled)).toEqual([])
  for (const externalAllows of [true, false]) {
    const verdicts = (mesh: typeof after) => requests.map((request) => decide(mesh, request, { externalAllows }).verdict)
    expect(verdicts(after)).toEqual(verdicts(translation.mesh))
  }
  const verdicts = requests.map((request) => decide(after, request, { externalAllows: false }).verdict)
  expect(verdicts).toEqual(['allowed', 'denied', 'denied', 'denied', 'denied', 'allowed', 'allowed'])
  const [point] = decide(after, requests[1]!, { externalAllows: false }).points.slice(-1)
  expect(point).toMatchObject({ point: 'node proxy', code: '403', reason: 'the external authorizer denies' })
})

test('without an answer what is asked about is undetermined at both', () => {
  const translation = translated(asking)
  for (const mesh of [translation.mesh, readBack(translation)])
    expect(decide(mesh, requests[1]!, {})).toMatchObject({ verdict: 'undetermined' })
})

test('what bypasses the node is let in unasked, and counted as failing open alone', () => {
  const translation = translated(asking)
  expect(decide(readBack(translation), asked({ target: '/account' }, pod), { externalAllows: false }).verdict).toBe('allowed')
  const comparison = verifyTranslation(translation)
  const wider = comparison.differences.filter(({ verdict }) => verdict === 'wider')
  expect(wider.length).toBeGreaterThan(0)
  expect(wider.every(({ failsOpen, witness }) => failsOpen === true && witness !== undefined)).toBe(true)
  expect(headline(comparison)).toMatch(new RegExp(`^${wider.length} wider \\(${wider.length} fail open\\)`))
})

function comparedWith(change: (text: string) => string) {
  const translation = translated(asking)
  const files = translation.output.files.map(({ path, text, before }) => ({ path, text: change(text ?? before ?? '') }))
  expect(files.map(({ text }) => text)).not.toEqual(translation.output.files.map(({ text, before }) => text ?? before))
  return compareMeshes(translation.mesh, readAsOutput(files, translation), compareOptionsOf(translation))
}

test('what goes through a node that asks about fewer requests is wider, and not for bypassing it', () => {
  const { differences } = comparedWith((text) => text.replace('prefix: /account\n', 'prefix: /accounts\n'))
  const opened = differences.filter(({ verdict, failsOpen }) => verdict === 'wider' && failsOpen !== true)
  expect(opened.map(({ destinations }) => destinations)).toContainEqual(['Service shop/web:80'])
})

test.each([
  ['another Service', (text: string) => text.replace('cluster: authz:guard:8000', 'cluster: shop:web:80')],
  ['one that fails open', (text: string) => text.replace('failureModeAllow: false', 'failureModeAllow: true')],
  ['another path', (text: string) => text.replace('pathPrefix: /check', 'pathPrefix: /allow')],
  ['other headers', (text: string) => text.replace('exact: x-user\n', 'exact: x-other\n')],
])('%s is another authorizer, which may answer otherwise', (_, change) => {
  const { outside } = comparedWith(change)
  expect(outside.map(({ what }) => what).join('\n')).toMatch(/is asked in the mesh after only, and it is not known what it answers/)
})

test.each([
  [
    'a principal',
    (text: string) =>
      text.replace(
        'principals:\n                    - any: true',
        'principals:\n                    - sourceIp: {addressPrefix: 10.0.0.0}',
      ),
  ],
  ['rules that are enforced', (text: string) => text.replace('shadowRules:', 'rules:')],
  ['notes of another authorizer', (text: string) => text.replace('prefix: istio-ext-authz-guard-', 'prefix: istio-ext-authz-other-')],
  [
    'a field that is not known',
    (text: string) => text.replace('transportApiVersion: V3', 'transportApiVersion: V3\n              clearRouteCache: true'),
  ],
  ['a route for some requests', (text: string) => text.replace('match:\n          prefix: /\n', 'match:\n          prefix: /a\n')],
])('a filter with %s is not understood', (_, change) => {
  const translation = translated(asking)
  const files = translation.output.files.map(({ path, text, before }) => ({ path, text: change(text ?? before ?? '') }))
  expect(files.map(({ text }) => text)).not.toEqual(translation.output.files.map(({ text, before }) => text ?? before))
  const after = readAsOutput(files, translation)
  expect(after.nodeRoutes.flatMap(({ unmodelled }) => unmodelled)).not.toEqual([])
})

test('converting again writes nothing else', () => {
  const { output } = translated(asking)
  const files = output.files.map(({ path, text, before }) => ({ path, text: text ?? before ?? '' }))
  const again = translate(files, { target: 'cilium', options: { assume: ['sidecars-removed'], failOpen: true } })
  expect(again.diagnostics.flatMap(({ code }) => (code === 'US5180' || code === 'US5181' ? [code] : []))).toEqual(['US5180'])
  expect(again.output.files.every(({ text, before }) => text === before || text === undefined)).toBe(true)
})

const guard = 'metadata: {name: guard, namespace: authz}'
const ask = 'provider: {name: guard}'
const simple = golden('authorizer-without-the-option')

test.each([
  ['a provider that the mesh does not have', simple.replace(ask, 'provider: {name: other}'), 'has no authorizer `other`'],
  [
    'a Service without the port',
    simple.replace('ports: [{name: http, port: 8000}]', 'ports: [{name: http, port: 8001}]'),
    'has no port 8000',
  ],
  [
    'a port that may speak something else',
    simple.replace('{name: http, port: 8000}', '{name: tcp, port: 8000}'),
    'does not say that it speaks http',
  ],
  [
    'no pods',
    simple.replace('matchLabels: {app: guard}', 'matchLabels: {app: x}').replace('labels: {app: guard}', 'labels: {app: x}'),
    'has no pods',
  ],
  [
    'STRICT',
    `${simple}---\napiVersion: security.istio.io/v1\nkind: PeerAuthentication\n${guard}\nspec: {mtls: {mode: STRICT}}\n`,
    'STRICT',
  ],
  [
    'a NetworkPolicy before it',
    `${simple}---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n${guard}\nspec: {podSelector: {}, policyTypes: [Ingress]}\n`,
    'may decide who calls it',
  ],
  [
    'a Sidecar that does not list it',
    `${simple}---\napiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: default, namespace: shop}\nspec: {egress: [{hosts: ['./*']}]}\n`,
    'may not know',
  ],
  [
    'two policies',
    `${simple}---\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: b, namespace: shop}\nspec: {action: CUSTOM, provider: {name: guard}, rules: [{}]}\n`,
    'another CUSTOM policy',
  ],
  [
    'a header that proxies write',
    simple.replace('rules: [{}]', "rules: [{when: [{key: 'request.headers[x-forwarded-for]', values: [a]}]}]"),
    'which proxies write',
  ],
  ['a pattern of paths', simple.replace('rules: [{}]', "rules: [{to: [{operation: {paths: ['/a/{*}']}}]}]"), 'a path that is a pattern'],
])('an authorizer with %s stays with sidecars', (_, text, reason) => {
  expect(text).not.toBe(simple)
  const { diagnostics } = translated(text)
  expect(diagnostics.filter(({ code }) => code === 'US5180')).toEqual([])
  expect(
    diagnostics
      .filter(({ code }) => code === 'US5181')
      .map(({ message }) => message)
      .join('\n'),
  ).toContain(reason)
})
