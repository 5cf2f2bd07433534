import { expect, test } from 'vitest'
import { ask, blue, gatewayClass, namespace, path, route, service, to, where } from './node-scene.ts'

test('bytes that are not HTTP are closed where a listener is, whatever the port is called', () => {
  const decision = ask([route(`{${to(blue)}}`)], { bytes: true })
  expect([decision.verdict, decision.points.at(-1)?.point, decision.points.at(-1)?.code]).toEqual([
    'denied',
    'node proxy',
    'connection closed',
  ])
  expect(ask([route(`{${to(blue)}}`)], { bytes: true, port: 81 }).verdict).toBe('allowed')
})

test.each([
  ['a fragment', '/a#x', '400'],
  ['no slash', '*', '400'],
])('%s is refused', (_, target, code) => {
  expect(ask([route(`{${to(blue)}}`)], { target }).points.at(-1)?.code).toBe(code)
})

test('a whole URL is taken apart', () => {
  expect(where(ask([route(`{${path('Exact', '/a')}, ${to(blue)}}`)], { target: 'http://other/a' }))).toBe('blue:1')
})

test('connections to pods, to headless Services and from outside of the cluster are not led to the proxy', () => {
  const routes = [route(`{${to(blue)}}`)]
  expect(where(ask(routes, { address: { kind: 'pod', namespace: 'shop', workload: 'cart', port: 8080 } }))).toBe('cart:1')
  expect(where(ask(routes, {}, [gatewayClass, service('cart', { spec: 'clusterIP: None, ' })]))).toBe('cart:1')
  expect(where(ask(routes, { client: { kind: 'unmeshed' } }))).toBe('cart:1')
  expect(where(ask(routes, { client: { kind: 'unmeshed', namespace: 'elsewhere' } }))).toBe('blue:1')
  const open = [gatewayClass, service('cart', { spec: 'type: NodePort, ' })]
  expect(ask(routes, { client: { kind: 'unmeshed' } }, open).needs).toContain('outside of the cluster')
})

test('a rewrite, a timeout and a retry are as the operator writes them', () => {
  const rewritten = (from: string, to: string, target: string) =>
    ask(
      [
        route(
          `{${path('PathPrefix', from)}, filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: ${JSON.stringify(to)}}}}], backendRefs: [${blue}]}`,
        ),
      ],
      { target },
    ).branches[0]?.received?.target
  expect(rewritten('/a', '/b', '/a/x')).toBe('/b/x')
  expect(rewritten('/a', '/b/', '/a/x')).toBe('/b/x')
  expect(rewritten('/', '/b', '/x')).toBe('/b/x')
  expect(rewritten('/a', '/', '/a')).toBe('/')
  expect(rewritten('/a', '/', '/a/x?q=1')).toBe('/x?q=1')
  const settings = (more: string) => ask([route(`{${to(blue)}${more}}`)]).settings[0]
  expect(settings('')).toMatchObject({ retries: 'off' })
  expect(settings('')).not.toHaveProperty('timeoutMs')
  expect(settings(', timeouts: {request: 10s, backendRequest: 2s}')).toMatchObject({ timeoutMs: 2000 })
  expect(settings(', timeouts: {backendRequest: 2s}')).toMatchObject({ timeoutMs: 2000 })
  expect(settings(', timeouts: {request: 0s, backendRequest: 5s}')).not.toHaveProperty('timeoutMs')
  expect(settings(', retry: {attempts: 3, codes: [503]}')).toMatchObject({
    retries: { attempts: 3, retryOn: ['503', 'connect-failure', 'refused-stream', 'reset'] },
  })
})

test('the policies of the pod that a route chose know the client by its labels', () => {
  const policy = `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: only-web, namespace: shop}
spec: {endpointSelector: {matchLabels: {app: blue}}, ingress: [{fromEndpoints: [{matchLabels: {app: web}}]}]}`
  const routes = [route(`{${to(blue)}}`), policy]
  const decision = ask(routes)
  expect(decision.verdict).toBe('allowed')
  expect(decision.branches[0]?.points.map(({ point, at }) => `${point} ${at}`)).toEqual([
    'node proxy the node of shop/web',
    'cilium endpoint shop/blue',
    'no enforcement shop/blue',
  ])
  expect(ask(routes, { client: { kind: 'workload', namespace: 'shop', name: 'green' } }).verdict).toBe('denied')
})

test('without a class of Cilium, routes are for Istio where Istio is, and else not known where Cilium is', () => {
  const routes = [route(`{${to(blue)}}`)]
  const given = (...documents: readonly string[]) => [service('cart'), ...documents]
  const policy = `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: all, namespace: other}
spec: {endpointSelector: {}, ingress: [{}]}`
  const istio = namespace('meshed', 'istio-injection: enabled')
  expect(where(ask(routes, {}, given()))).toBe('cart:1')
  expect(ask(routes, {}, given(policy)).needs).toContain('gatewayAPI.enabled')
  expect(where(ask(routes, {}, given(policy, istio)))).toBe('cart:1')
  const gateway = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec: {gatewayClassName: cilium, listeners: [{name: http, port: 80, protocol: HTTP}]}`
  expect(where(ask(routes, {}, given(gateway, istio)))).toBe('blue:1')
})

test('clients with a sidecar follow what istiod makes of the same route', () => {
  const meshed = namespace('shop', 'istio-injection: enabled')
  const decision = ask([route(`{${to(blue, '{name: gone, port: 80}')}}`)], {}, [gatewayClass, service('cart'), meshed])
  expect(decision.branches.map(({ points }) => points[0]?.point)).toEqual(['client sidecar', 'client sidecar'])
  expect(where(decision)).toBe('blue:0.5 500:0.5')
})

test('what a sidecar passes through in plaintext is led to the proxy of the node', () => {
  const meshed = namespace('shop', 'istio-injection: enabled')
  const sidecar = `apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: default, namespace: shop}
spec: {egress: [{hosts: [other/*]}]}`
  const decision = ask([route(`{${to(blue)}}`), sidecar], {}, [gatewayClass, service('cart'), meshed])
  expect(where(decision)).toBe('blue:1')
  expect(decision.branches[0]?.points.map(({ point }) => point)).toEqual(['client sidecar', 'node proxy', 'destination sidecar'])
})
