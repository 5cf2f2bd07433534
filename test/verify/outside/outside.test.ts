import { describe, expect, test } from 'vitest'
import { defaultOptions } from '../../../src/model/dialect.ts'
import { readManifests } from '../../../src/translate.ts'
import { outsideOf } from '../../../src/verify/outside/outside.ts'

const filter = `apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: limits, namespace: shop}
spec:
  configPatches:
  - applyTo: HTTP_FILTER
    match: {context: SIDECAR_INBOUND}
    patch: {operation: INSERT_BEFORE, value: {name: envoy.filters.http.local_ratelimit}}
`
const plugin = (name: string, phase: string) => `apiVersion: extensions.istio.io/v1alpha1
kind: WasmPlugin
metadata: {name: ${name}, namespace: shop}
spec: {url: 'oci://example.com/${name}:1', phase: ${phase}}
`
const telemetry = `apiVersion: telemetry.istio.io/v1
kind: Telemetry
metadata: {name: logs, namespace: shop}
spec: {accessLogging: [{providers: [{name: envoy}]}]}
`
const custom = (name: string) => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: ${name}, namespace: shop}
spec:
  action: CUSTOM
  provider: {name: opa}
  rules: [{to: [{operation: {paths: [/${name}]}}]}]
`
const meshConfig = `apiVersion: v1
kind: ConfigMap
metadata: {name: istio, namespace: istio-system}
data:
  mesh: |
    accessLogFile: /dev/stdout
    localityLbSetting: {enabled: true}
    extensionProviders:
    - name: opa
      envoyExtAuthzGrpc: {service: opa.shop.svc.cluster.local, port: 9191}
`
const pools = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: cart, namespace: shop}
spec:
  host: cart
  trafficPolicy:
    connectionPool: {tcp: {maxConnections: 10}}
    portLevelSettings: [{port: {number: 80}, connectionPool: {tcp: {maxConnections: 1}}}]
`
const networkPolicy = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: closed, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress]}
`
const broken = `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: broken, namespace: shop}
spec: {action: PERMIT}
`

const documents = (...texts: readonly string[]) => readManifests([{ path: 'mesh.yaml', text: texts.join('---\n') }]).mesh
const listed = (before: readonly string[], after: readonly string[] = before) =>
  outsideOf(documents(...before), documents(...after)).map(({ what, place }) => `${what} (${place.span.line})`)

test('each thing outside the model is one sentence with its place, the same on both sides only once', () => {
  const lines = (texts: readonly string[]) => texts.map((text) => text.split('\n').length)
  const texts = [filter, plugin('auth', 'AUTHN'), plugin('stats', 'STATS'), telemetry, pools, networkPolicy, broken]
  const start = (text: string) => 1 + lines(texts.slice(0, texts.indexOf(text))).reduce((sum, count) => sum + count, 0)
  expect(listed(texts)).toEqual([
    `DestinationRule shop/cart sets limits of connections and requests (${start(pools) + 6})`,
    `EnvoyFilter shop/limits changes proxies and may decide access, limit and change requests (1)`,
    `NetworkPolicy shop/closed may drop connections before any proxy sees them (${start(networkPolicy)})`,
    `WasmPlugin shop/auth runs code in proxies that may decide access and change requests (${start(plugin('auth', 'AUTHN'))})`,
  ])
})

test('unread input makes the comparison incomplete, and is not listed as outside the model', () => {
  expect(listed([broken])).toEqual([])
  expect(documents(broken).unread.map(({ what }) => what)).toEqual(['AuthorizationPolicy shop/broken'])
})

test('an authorizer that several policies ask is one thing, where the mesh defines it', () => {
  expect(listed([custom('one'), custom('two')])).toEqual(['external authorizer `opa` is taken to answer alike in both meshes (1)'])
  expect(listed([meshConfig, custom('one'), custom('two')])).toEqual([
    '`localityLbSetting` of the mesh configuration is not modelled (5)',
    'external authorizer `opa` is taken to answer alike in both meshes (5)',
  ])
})

test('filters of listeners are listed, of Gateways and of ListenerSets', () => {
  const listener = `name: web, port: 80, protocol: HTTP`
  const filters = `filters: {requests: [{type: ExtensionRef, extensionRef: {group: example.com, kind: Limit, name: slow}}]}`
  const edge = (more: string) => `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec: {gatewayClassName: istio, listeners: [{${listener}${more}}]}
`
  const set = `apiVersion: gateway.networking.k8s.io/v1
kind: ListenerSet
metadata: {name: more, namespace: shop}
spec: {parentRef: {name: edge}, listeners: [{${listener}, ${filters}}]}
`
  const versions = { ...defaultOptions.versions, gatewayApiChannel: 'experimental' } as const
  const read = (...texts: string[]) => readManifests([{ path: 'mesh.yaml', text: texts.join('---\n') }], { versions }).mesh
  expect(outsideOf(read(edge(`, ${filters}`), set), read(edge(''))).map(({ what }) => what)).toEqual([
    'what the filter of a listener of Gateway shop/edge decides is not modelled, and it is in the mesh before only',
    'what the filter of a listener of ListenerSet shop/more decides is not modelled, and it is in the mesh before only',
  ])
  expect(outsideOf(read(edge('')), read(edge('')))).toEqual([])
})

test('what only watches is not listed', () => {
  expect(listed([telemetry, plugin('stats', 'STATS')])).toEqual([])
})

describe('NetworkPolicies that are not the same on both sides are named', () => {
  const rule = (ports: string, from = 'kiosk') =>
    `{from: [{namespaceSelector: {matchLabels: {team: ${from}}}}, {podSelector: {}}], ports: [${ports}]}`
  const policyOf = (fields: string) => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: gate, namespace: depot}
spec: {${fields}}
`
  const ingress = (...rules: string[]) =>
    policyOf(`podSelector: {matchLabels: {app: crates}}, policyTypes: [Ingress], ingress: [${rules.join(', ')}]`)
  const egress = (...rules: string[]) =>
    policyOf(`podSelector: {}, policyTypes: [Egress], egress: [${rules.join(', ').replaceAll('from:', 'to:')}]`)
  const named = (before: string, after: string) => listed([before], [after]).map((line) => line.split(':')[0])

  test.each([
    ['an ingress rule that is opened', ingress(rule('{port: 8080}')), ingress('{}'), 'differs between the sides in ingress'],
    ['one more port', ingress(rule('{port: 8080}')), ingress(rule('{port: 8080}, {port: 15008}')), 'differs between the sides in ingress'],
    ['a range', ingress(rule('{port: 8080}')), ingress(rule('{port: 8080, endPort: 9090}')), 'differs between the sides in ingress'],
    ['another peer', ingress(rule('{port: 8080}')), ingress(rule('{port: 8080}', 'yard')), 'differs between the sides in ingress'],
    ['an egress port', egress(rule('{port: 443}')), egress(rule('{port: 443}, {port: 80}')), 'differs between the sides in egress'],
    [
      'other pods',
      policyOf('podSelector: {}'),
      policyOf('podSelector: {matchExpressions: [{key: app, operator: Exists}]}'),
      'differs between the sides in podSelector',
    ],
    [
      'another direction',
      policyOf('podSelector: {}, policyTypes: [Ingress]'),
      policyOf('podSelector: {}, policyTypes: [Ingress, Egress]'),
      'differs between the sides in policyTypes',
    ],
  ])('%s', (_, before, after, where) => {
    expect(named(before, after)).toEqual([`NetworkPolicy depot/gate ${where}`])
  })

  test('the order of rules, peers and ports is no difference', () => {
    const [one, other] = [rule('{port: 8080}, {port: 9090}'), rule('{port: 7070}')]
    const turned = one.replace('{port: 8080}, {port: 9090}', '{port: 9090}, {port: 8080}')
    expect(named(ingress(one, other), ingress(other, turned))).toEqual([
      'NetworkPolicy depot/gate may drop connections before any proxy sees them (1)',
    ])
  })

  test('one that is on one side only', () => {
    expect(listed([], [ingress('{}')])[0]).toMatch(/^NetworkPolicy depot\/gate is on the side after only: connections that it admits/)
    expect(listed([ingress('{}')], [])[0]).toMatch(/^NetworkPolicy depot\/gate is on the side before only: /)
  })
})

test('what only one of the two meshes has is listed too', () => {
  expect(listed([], [networkPolicy])).toHaveLength(1)
  expect(listed([networkPolicy], [])).toHaveLength(1)
  expect(listed([networkPolicy, pools], [pools, networkPolicy])).toHaveLength(2)
})
