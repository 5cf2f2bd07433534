import { expect, test } from 'vitest'
import type { Request } from '../../../src/model/request.ts'
import { type Asked, ask, blue, gatewayClass, green, path, route, service, to, where } from './node-scene.ts'

/*
 * What a Gateway of Cilium does: the proxy of a node has the routes of one name of hosts each (cc:operator/pkg/model/translation/envoy_route_configuration.go), matches
 * paths as they were sent, and connects to pods as `reserved:ingress` (measured: Cilium 1.20.2 and Envoy 1.40.0).
 */

const gateway = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec: {gatewayClassName: cilium, listeners: [{name: http, port: 80, protocol: HTTP}]}`

const atEdge = (rules: string, hosts = '', name = 'r') =>
  route(rules, { name, parents: '{name: edge}', extra: hosts === '' ? '' : `hostnames: [${hosts}], ` })

const policy = (name: string, spec: string, kind = 'CiliumNetworkPolicy') => `apiVersion: cilium.io/v2
kind: ${kind}
metadata: {name: ${name}${kind === 'CiliumNetworkPolicy' ? ', namespace: shop' : ''}}
spec: {${spec}}`

const visitor: Request['client'] = {
  kind: 'ingress',
  namespace: 'istio-system',
  serviceAccount: 'edge',
  gateway: 'shop/edge',
  ip: '192.0.2.1',
}

const knock = (documents: readonly string[], asked: Asked & { readonly host?: string } = {}) =>
  ask(documents, { client: visitor, address: { kind: 'host', host: asked.host ?? 'shop.example', port: asked.port ?? 80 }, ...asked }, [
    gatewayClass,
    gateway,
    service('cart'),
  ])

const forBlue = policy('blue', 'endpointSelector: {matchLabels: {app: blue}}, ingress: [{fromEntities: [ingress]}]')

test.each<[says: string, documents: string[], asked: Parameters<typeof knock>[1], where: string]>([
  ['a route takes its host', [atEdge(`{${to(blue)}}`, 'shop.example')], {}, 'blue:1'],
  ['a route without hosts takes each', [atEdge(`{${to(blue)}}`)], { host: 'any.example' }, 'blue:1'],
  ['a host that no route has is answered by the proxy', [atEdge(`{${to(blue)}}`, 'other.example')], {}, '404'],
  ['a port without listener takes nothing', [atEdge(`{${to(blue)}}`)], { port: 81 }, 'unreachable'],
  [
    'the most specific name has all requests for it, and what it does not match is not tried for a wildcard',
    [atEdge(`{${path('Exact', '/a')}, ${to(blue)}}`, 'shop.example'), atEdge(`{${to(green)}}`, '"*.example"', 's')],
    { target: '/b' },
    '404',
  ],
  [
    'the wildcard has the others',
    [atEdge(`{${path('Exact', '/a')}, ${to(blue)}}`, 'shop.example'), atEdge(`{${to(green)}}`, '"*.example"', 's')],
    { host: 'cafe.example' },
    'green:1',
  ],
  ['weights are shares', [atEdge(`{${to('{name: blue, port: 80, weight: 3}', green)}}`)], {}, 'blue:0.75 green:0.25'],
  [
    'a redirect is an answer',
    [atEdge('{filters: [{type: RequestRedirect, requestRedirect: {hostname: other.example, statusCode: 302}}]}')],
    { target: '/x' },
    '302 http://other.example/x',
  ],
  [
    'paths are matched as they were sent',
    [atEdge(`{${path('Exact', '/b')}, ${to(blue)}}, {${path('PathPrefix', '/a')}, ${to(green)}}`)],
    { target: '/a/../b' },
    'green:1',
  ],
  ['bytes are not decided', [atEdge(`{${to(blue)}}`)], { bytes: true }, 'undetermined'],
  ['a target with a fragment is refused', [atEdge(`{${to(blue)}}`)], { target: '/a#b' }, 'denied'],
])('%s', (_, documents, asked, expected) => {
  expect(where(knock(documents, asked))).toBe(expected)
})

test('says which route took the request, and what it saw', () => {
  const decision = knock([atEdge(`{${path('Exact', '/a')}, ${to(blue)}}`)], { target: '/a' })
  expect(decision.verdict).toBe('allowed')
  expect(decision.points.slice(0, 1)).toMatchObject([
    {
      point: 'gateway',
      at: 'shop/edge',
      verdict: 'allowed',
      reason: 'routed by HTTPRoute shop/r',
      saw: { port: 80, path: '/a' },
      because: [{ path: ['spec', 'rules', 0, 'matches', 0] }],
    },
  ])
})

test('says why a request is answered, refused or not decided', () => {
  const one = atEdge(`{${to(blue)}}`, 'shop.example')
  const said = (...more: Parameters<typeof knock>) => {
    const { verdict, points, branches, needs } = knock(...more)
    return [verdict, points.map((point) => [point.verdict, point.reason, point.code, point.because.length]), branches, needs]
  }
  expect(said([one], { host: 'cafe.example' })).toEqual(['allowed', [['allowed', 'no route for the host', undefined, 0]], [], undefined])
  expect(said([one], { target: '/a#b' })).toEqual(['denied', [['denied', 'the path has a fragment', '400', 0]], [], undefined])
  expect(said([one], { bytes: true })).toEqual(['undetermined', [], [], 'what the gateway does with TCP'])
})

test('pods get the path of a target that names a host, and the time-out of the route', () => {
  const decision = knock([atEdge(`{timeouts: {request: 3s}, ${to(blue)}}`)], { target: 'http://shop.example/a' })
  expect(decision.branches.map(({ received }) => received)).toEqual([{ target: '/a', authority: 'shop.example', headers: {} }])
  expect(decision.settings).toMatchObject([{ timeoutMs: 3000 }])
  const redirect = knock([atEdge('{filters: [{type: RequestRedirect, requestRedirect: {hostname: other.example}}]}')])
  expect([redirect.verdict, redirect.branches, redirect.points.length]).toEqual(['allowed', [], 1])
})

test('pods know it by its entity, and neither by a label nor by the client outside', () => {
  const open = atEdge(`{${to(blue)}}`)
  expect(knock([open, forBlue]).verdict).toBe('allowed')
  const pods = policy('blue', 'endpointSelector: {matchLabels: {app: blue}}, ingress: [{fromEndpoints: [{}]}]')
  expect(knock([open, pods])).toMatchObject({
    verdict: 'denied',
    branches: [{ points: [{ point: 'gateway' }, { point: 'cilium endpoint', at: 'shop/blue', saw: { identity: 'ingress', port: 8080 } }] }],
  })
  const range = policy('blue', 'endpointSelector: {matchLabels: {app: blue}}, ingress: [{fromCIDR: [192.0.2.1/32]}]')
  expect(knock([open, range]).verdict).toBe('denied')
})

// cc:Documentation/network/servicemesh/ingress-and-network-policy.rst
test('policies for the entity itself are for all gateways, and are not worked out', () => {
  const selector = 'endpointSelector: {matchExpressions: [{key: "reserved:ingress", operator: Exists}]}'
  for (const direction of ['ingress: [{fromEntities: [world]}]', 'egress: [{toEntities: [cluster]}]']) {
    const ingress = policy('gateways', `${selector}, ${direction}`, 'CiliumClusterwideNetworkPolicy')
    const needs = 'what CiliumClusterwideNetworkPolicy gateways lets through the gateways of Cilium'
    const { verdict, points, needs: asked } = knock([atEdge(`{${to(blue)}}`), ingress])
    expect([verdict, asked]).toEqual(['undetermined', needs])
    expect(points.map(({ point, reason, because }) => [point, reason, because.map(({ object }) => object.name)])).toEqual([
      ['gateway', `it is not known ${needs}`, ['gateways']],
    ])
  }
})
