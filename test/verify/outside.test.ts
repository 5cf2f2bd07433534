import { expect, test } from 'vitest'
import { readManifests } from '../../src/translate.ts'
import { outsideOf } from '../../src/verify/outside.ts'

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
    `AuthorizationPolicy shop/broken could not be read, so nobody knows what it decides (${start(broken)})`,
    `DestinationRule shop/cart sets limits of connections and requests (${start(pools) + 6})`,
    `EnvoyFilter shop/limits changes proxies and may decide access, limit and change requests (1)`,
    `NetworkPolicy shop/closed may drop connections before any proxy sees them (${start(networkPolicy)})`,
    `WasmPlugin shop/auth runs code in proxies that may decide access and change requests (${start(plugin('auth', 'AUTHN'))})`,
  ])
})

test('an authorizer that several policies ask is one thing, where the mesh defines it', () => {
  expect(listed([custom('one'), custom('two')])).toEqual(['external authorizer `opa` is taken to answer alike in both meshes (1)'])
  expect(listed([meshConfig, custom('one'), custom('two')])).toEqual([
    '`localityLbSetting` of the mesh configuration is not modelled (5)',
    'external authorizer `opa` is taken to answer alike in both meshes (5)',
  ])
})

test('what only watches is not listed', () => {
  expect(listed([telemetry, plugin('stats', 'STATS')])).toEqual([])
})

test('what only one of the two meshes has is listed too', () => {
  expect(listed([], [networkPolicy])).toHaveLength(1)
  expect(listed([networkPolicy], [])).toHaveLength(1)
  expect(listed([networkPolicy, pools], [pools, networkPolicy])).toHaveLength(2)
})
