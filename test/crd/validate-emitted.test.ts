import { expect, test } from 'vitest'
import { validateEmitted } from '../../src/crd/validate.ts'
import { defaultOptions, type TargetVersions } from '../../src/model/dialect.ts'

const standard = defaultOptions.versions
const experimental: TargetVersions = { ...standard, gatewayApiChannel: 'experimental' }
const older: TargetVersions = { ...standard, gatewayApi: '1.4' }

const httpRoute = (rule: object): { apiVersion: string; kind: string; metadata: { name: string }; spec: unknown } => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'reviews' },
  spec: { parentRefs: [{ group: '', kind: 'Service', name: 'reviews', port: 9080 }], rules: [rule] },
})

test('a good object has no problems', () => {
  expect(validateEmitted(httpRoute({ backendRefs: [{ name: 'reviews', port: 9080 }], timeouts: { request: '5s' } }), standard)).toEqual([])
})

test('a field of the experimental channel is a problem in the standard one', () => {
  const route = httpRoute({
    backendRefs: [{ name: 'reviews', port: 9080 }],
    sessionPersistence: { type: 'Cookie', cookie: { name: 'shop' } },
  })
  expect(validateEmitted(route, experimental)).toEqual([])
  expect(validateEmitted(route, standard)).toEqual(["the target's schema does not have `spec.rules[0].sessionPersistence`"])
})

test('a filter of a newer release is a problem in an older one', () => {
  const route = httpRoute({
    filters: [{ type: 'CORS', cors: { allowOrigins: ['https://a.example.com'] } }],
    backendRefs: [{ name: 'reviews', port: 9080 }],
  })
  expect(validateEmitted(route, standard)).toEqual([])
  expect(validateEmitted(route, { ...standard, gatewayApi: '1.5' })).toEqual([])
  expect(validateEmitted(route, older)).not.toEqual([])
})

test('retries are in the standard channel since 1.7, where none are as good as some', () => {
  const retrying = (attempts: number) => httpRoute({ backendRefs: [{ name: 'reviews', port: 9080 }], retry: { attempts } })
  const before = { ...standard, gatewayApi: '1.6' }
  for (const attempts of [0, 2]) expect(validateEmitted(retrying(attempts), standard)).toEqual([])
  expect(validateEmitted(retrying(2), before)).toEqual(["the target's schema does not have `spec.rules[0].retry`"])
  expect(validateEmitted(retrying(0), { ...before, gatewayApiChannel: 'experimental' })).toHaveLength(1)
  expect(validateEmitted(retrying(0), experimental)).toEqual([])
})

test('header values of the experimental channel are printable ASCII with single blanks', () => {
  const asking = (value: string) =>
    httpRoute({ matches: [{ headers: [{ name: 'x-a', value }] }], backendRefs: [{ name: 'reviews', port: 9080 }] })
  for (const value of ['ä', 'a  b', ' a']) {
    expect(validateEmitted(asking(value), standard)).toEqual([])
    expect(validateEmitted(asking(value), experimental)).toHaveLength(1)
  }
  expect(validateEmitted(asking('a b'), experimental)).toEqual([])
})

test('a kind that the channel does not install is a problem', () => {
  const route = {
    apiVersion: 'gateway.networking.k8s.io/v1alpha2',
    kind: 'TCPRoute',
    metadata: { name: 'db' },
    spec: { rules: [{ backendRefs: [{ name: 'db', port: 5432 }] }] },
  }
  expect(validateEmitted(route, experimental)).toEqual([])
  expect(validateEmitted(route, standard)).toEqual(['the target has no TCPRoute of version `gateway.networking.k8s.io/v1alpha2`'])
})

test('rules of the schema are checked', () => {
  const route = httpRoute({ matches: [{ path: { type: 'PathPrefix', value: '/a//b' } }], backendRefs: [{ name: 'reviews', port: 9080 }] })
  expect(validateEmitted(route, standard)).toEqual([
    "`spec.rules[0].matches[0].path` breaks a rule: must not contain '//' when type one of ['Exact', 'PathPrefix']",
  ])
})

test('missing fields and repeated items are problems', () => {
  const gateway = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'waypoint' },
    spec: {
      listeners: [
        { name: 'mesh', port: 15008, protocol: 'HBONE' },
        { name: 'mesh', port: 15009, protocol: 'HBONE' },
      ],
    },
  }
  expect(validateEmitted(gateway, standard)).toEqual(['`spec.listeners[1]` repeats `spec.listeners[0]`', '`spec` lacks `gatewayClassName`'])
})

test('Cilium policies are checked', () => {
  const policy = (ingress: object): Parameters<typeof validateEmitted>[0] => ({
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: 'a', namespace: 'b' },
    spec: { endpointSelector: {}, ingress: [ingress] },
  })
  expect(validateEmitted(policy({ fromEntities: ['cluster'] }), standard)).toEqual([])
  expect(validateEmitted(policy({ fromEntities: ['everyone'] }), standard)).toHaveLength(1)
})

test('metadata and core kinds are checked', () => {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'a', labels: { app: 1 as unknown as string } },
    spec: { ports: [{ port: 0 }] },
  }
  expect(validateEmitted(service, standard)).toEqual([
    '`metadata.labels.app` must be a string, not the number `1`',
    '`spec.ports[0].port` must be at least 1, not 0',
  ])
})
