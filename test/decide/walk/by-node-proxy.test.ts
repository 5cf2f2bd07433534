import { expect, test } from 'vitest'
import { ask, blue, gatewayClass, green, onPort80, path, route, service, to, where } from './node-scene.ts'

/*
 * What the proxies of Cilium's nodes make of routes whose parents are Services, each as Cilium 1.20.2's own operator programs it (measured), with what Envoy does
 * with that.
 */

test.each([
  ['without any route the kernel chooses', [], {}, 'cart:1'],
  ['a route for the port', [route(`{${to(blue)}}`)], {}, 'blue:1'],
  ['another port has no listener', [route(`{${to(blue)}}`)], { port: 81 }, 'cart:1'],
  ['nothing matches', [route(`{${path('Exact', '/a')}, ${to(blue)}}`)], { target: '/b' }, '404'],
  [
    'without a port in the parent, and without appProtocol, there is no listener',
    [route(`{${to(blue)}}`, { parents: '{group: "", kind: Service, name: cart}' })],
    {},
    'cart:1',
  ],
  ['the group is written core', [route(`{${to(blue)}}`, { parents: '{group: core, kind: Service, name: cart, port: 80}' })], {}, 'blue:1'],
  [
    'a route of another namespace',
    [route(`{${to(blue)}}`, { namespace: 'other', parents: '{group: "", kind: Service, name: cart, namespace: shop, port: 80}' })],
    {},
    'cart:1',
  ],
  ['hostnames do not count', [route(`{${to(blue)}}`, { extra: 'hostnames: [elsewhere.example], ' })], {}, 'blue:1'],
  [
    'routes for two ports share one table',
    [
      route(`{${path('Exact', '/a')}, ${to(blue)}}`),
      route(`{${path('Exact', '/b')}, ${to(green)}}`, { name: 's', parents: '{group: "", kind: Service, name: cart, port: 81}' }),
    ],
    { port: 81, target: '/a' },
    'blue:1',
  ],
  [
    'two routes with one match share the requests',
    [route(`{${to(blue)}}`), route(`{${to(green)}}`, { name: 's' })],
    {},
    'blue:0.5 green:0.5',
  ],
  ['of two rules with one match in one route the first counts', [route(`{${to(blue)}}, {${to(green)}}`)], {}, 'blue:1'],
  [
    'a pattern comes before a longer prefix',
    [route(`{${path('PathPrefix', '/long/prefix')}, ${to(blue)}}, {${path('RegularExpression', '/l.*')}, ${to(green)}}`)],
    { target: '/long/prefix/x' },
    'green:1',
  ],
  [
    'an exact path comes before a pattern',
    [route(`{${path('RegularExpression', '/abc.*')}, ${to(blue)}}, {${path('Exact', '/abcd')}, ${to(green)}}`)],
    { target: '/abcd' },
    'green:1',
  ],
  [
    'a longer prefix comes first',
    [route(`{${path('PathPrefix', '/a')}, ${to(blue)}}, {${path('PathPrefix', '/a/b')}, ${to(green)}}`)],
    { target: '/a/b/c' },
    'green:1',
  ],
  [
    'a method comes before headers',
    [route(`{matches: [{headers: [{name: x, value: "1"}]}], ${to(blue)}}, {matches: [{method: GET}], ${to(green)}}`)],
    { headers: { x: '1' } },
    'green:1',
  ],
  [
    'more headers come first',
    [
      route(
        `{matches: [{headers: [{name: x, value: "1"}]}], ${to(blue)}}, {matches: [{headers: [{name: x, value: "1"}, {name: x-more, value: "1"}]}], ${to(green)}}`,
      ),
    ],
    { headers: { x: '1', 'x-more': '1' } },
    'green:1',
  ],
  [
    'headers come before query parameters',
    [
      route(
        `{matches: [{queryParams: [{name: q, value: "1"}]}], ${to(blue)}}, {matches: [{headers: [{name: x, value: "1"}]}], ${to(green)}}`,
      ),
    ],
    { target: '/?q=1', headers: { x: '1' } },
    'green:1',
  ],
  ['weights', [route(`{${to('{name: blue, port: 80, weight: 1}', '{name: green, port: 80, weight: 3}')}}`)], {}, 'blue:0.25 green:0.75'],
  ['the only backend has all, whatever its weight', [route(`{${to('{name: blue, port: 80, weight: 0}')}}`)], {}, 'blue:1'],
  ['a backend that is not there leaves its share to the others', [route(`{${to(blue, '{name: gone, port: 80}')}}`)], {}, 'blue:1'],
  ['no backend is there', [route(`{${to('{name: gone, port: 80}')}}`)], {}, '500'],
  ['no backend is named', [route(`{${path('PathPrefix', '/')}}`)], {}, '500'],
  [
    'a backend of another kind is not there',
    [route(`{${to(blue, '{group: networking.istio.io, kind: Hostname, name: green.shop.svc.cluster.local, port: 80}')}}`)],
    {},
    'blue:1',
  ],
  ['a backend without a port is not there', [route(`{${to(blue, '{name: green}')}}`)], {}, 'blue:1'],
  ['a port that the Service lacks has no pods', [route(`{${to('{name: blue, port: 99}')}}`)], {}, '503:1'],
  ['a backend of another namespace that nothing grants', [route(`{${to(blue, '{name: far, namespace: other, port: 80}')}}`)], {}, 'blue:1'],
  ['paths are not normalised', [route(`{${path('Exact', '/a')}, ${to(blue)}}`)], { target: '//a' }, '404'],
  ['nor decoded', [route(`{${path('Exact', '/a')}, ${to(blue)}}`)], { target: '/%61' }, '404'],
  [
    'an ExtensionRef is ignored',
    [route(`{filters: [{type: ExtensionRef, extensionRef: {group: g, kind: K, name: n}}], ${to(blue)}}`)],
    {},
    'blue:1',
  ],
  [
    'a redirect to the listener',
    [route('{filters: [{type: RequestRedirect, requestRedirect: {hostname: new.example}}]}')],
    { target: '/x' },
    '302 http://new.example/x',
  ],
  [
    'a redirect to https',
    [route('{filters: [{type: RequestRedirect, requestRedirect: {scheme: https, statusCode: 301}}]}')],
    { target: '/x' },
    '301 https://cart/x',
  ],
  [
    'a redirect to http is for nothing that comes here',
    [route('{filters: [{type: RequestRedirect, requestRedirect: {scheme: http, hostname: new.example}}]}')],
    {},
    '404',
  ],
  [
    'a pattern that does not compile: the route is not accepted',
    [route(`{${path('RegularExpression', '/(')}, ${to(blue)}}`)],
    {},
    'cart:1',
  ],
  ['a gRPC service', [route(`{matches: [{method: {service: s.S}}], ${to(blue)}}`, { kind: 'GRPCRoute' })], { target: '/s.S/Do' }, 'blue:1'],
  [
    'a gRPC method of any service',
    [route(`{matches: [{method: {method: Do}}], ${to(blue)}}`, { kind: 'GRPCRoute' })],
    { target: '/a/b/Do' },
    'blue:1',
  ],
  [
    'a gRPC route and an HTTP route',
    [route(`{matches: [{method: {service: s.S}}], ${to(blue)}}`, { kind: 'GRPCRoute' }), route(`{${to(green)}}`, { name: 's' })],
    { target: '/x' },
    'green:1',
  ],
] as const)('%s', (_, documents, asked, expected) => {
  expect(where(ask(documents, asked))).toBe(expected)
})

test('a port with appProtocol http has a listener without a port in the parent, for GRPCRoutes with grpc', () => {
  const parents = '{group: "", kind: Service, name: cart}'
  const cart = (protocol: string) => [gatewayClass, service('cart', { appProtocol: `, appProtocol: ${protocol}` })]
  expect(where(ask([route(`{${to(blue)}}`, { parents })], {}, cart('http')))).toBe('blue:1')
  expect(where(ask([route(`{${to(blue)}}`, { parents })], {}, cart('kubernetes.io/h2c')))).toBe('cart:1')
  expect(where(ask([route(`{${to(blue)}}`, { parents })], {}, cart('grpc')))).toBe('cart:1')
  expect(where(ask([route(`{${to(blue)}}`, { parents, kind: 'GRPCRoute' })], {}, cart('grpc')))).toBe('blue:1')
})

test('a grant lets routes name a Service of another namespace', () => {
  const grant = (from: string, to: string) => `apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: {name: g, namespace: other}
spec: {from: [{group: gateway.networking.k8s.io, kind: ${from}, namespace: shop}], to: [{group: "", kind: Service${to}}]}`
  const far = route(`{${to(blue, '{name: far, namespace: other, port: 80}')}}`)
  expect(where(ask([far, grant('HTTPRoute', '')]))).toBe('blue:0.5 far:0.5')
  expect(where(ask([far, grant('HTTPRoute', ', name: far')]))).toBe('blue:0.5 far:0.5')
  expect(where(ask([far, grant('HTTPRoute', ', name: near')]))).toBe('blue:1')
  expect(where(ask([far, grant('GRPCRoute', '')]))).toBe('blue:1')
})

test.each([
  [
    'weights that add up to 0',
    route(`{${to('{name: blue, port: 80, weight: 0}', '{name: green, port: 80, weight: 0}')}}`),
    'weights that add up to 0',
  ],
  [
    'the only backend, of weight 0, of a route for two ports',
    route(`{${to('{name: blue, port: 80, weight: 0}')}}`, { parents: `${onPort80}, {group: "", kind: Service, name: cart, port: 81}` }),
    'weights that add up to 0',
  ],
  ['a pattern that Envoy may not take', route(`{${path('RegularExpression', `/${'a'.repeat(100)}.*`)}, ${to(blue)}}`), 'above its limit'],
  [
    'an external authorizer',
    route(`{filters: [{type: ExternalAuth, externalAuth: {protocol: HTTP, backendRef: {name: green, port: 80}}}], ${to(blue)}}`),
    'HTTPRoute shop/r says to Envoy',
  ],
  [
    'a Service of another cluster',
    route(`{${to('{group: multicluster.x-k8s.io, kind: ServiceImport, name: blue, port: 80}')}}`),
    'HTTPRoute shop/r says to Envoy',
  ],
  ['a backend in a namespace that the input lacks', route(`{${to('{name: a, namespace: unseen, port: 80}')}}`), 'the Service unseen/a'],
  [
    'two filters of one of several backends',
    route(
      `{${to(`{name: blue, port: 80, filters: [{type: RequestHeaderModifier, requestHeaderModifier: {remove: [x]}}, {type: ResponseHeaderModifier, responseHeaderModifier: {remove: [x]}}]}`, green)}}`,
    ),
    'header filters',
  ],
])('%s: not known', (_, document, needs) => {
  const decision = ask([document])
  expect(decision.verdict).toBe('undetermined')
  expect(decision.needs).toContain(needs)
})

test('of two routes, which comes first is not known where both may match and neither is more specific', () => {
  const by = (header: string, name: string, backend: string) =>
    route(`{matches: [{headers: [{name: ${header}, value: "1"}]}], ${to(backend)}}`, { name })
  expect(ask([by('x', 'r', blue), by('x-more', 's', green)], { headers: { x: '1' } }).needs).toContain('first')
  const withPath = (value: string, name: string, backend: string) => route(`{${path('PathPrefix', value)}, ${to(backend)}}`, { name })
  expect(where(ask([withPath('/a', 'r', blue), withPath('/b', 's', green)], { target: '/a' }))).toBe('blue:1')
})
