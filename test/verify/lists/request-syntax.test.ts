import { describe, expect, test } from 'vitest'
import { readManifests } from '../../../src/translate.ts'
import { type RequestParts, requestFrom } from '../../../src/verify/lists/request-syntax.ts'

const pod = (namespace: string, name: string, labels: string, account: string) => `apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: ${namespace}, labels: ${labels}${account === 'edge' ? ', annotations: {inject.istio.io/templates: gateway}' : ''}}
spec: {serviceAccountName: ${account}, containers: [{name: a, image: a, ports: [{containerPort: 8080}]}]}
`
const gateway = (name: string, selector: string, host: string) => `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: ${name}, namespace: edge}
spec: {selector: {istio: ${selector}}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["${host}"]}]}
`
const { mesh } = readManifests([
  {
    path: 'mesh.yaml',
    text: [
      pod('shop', 'cart', '{app: cart}', 'cart'),
      pod('edge', 'proxy', '{istio: edge}', 'edge'),
      gateway('first', 'edge', 'shop/*.first.example'),
      gateway('second', 'edge', 'second.example'),
      gateway('elsewhere', 'other', '*'),
      `apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec: {selector: {app: cart}, ports: [{name: http, port: 80, targetPort: 8080}]}
`,
    ].join('---\n'),
  },
])
const cart = { service: 'shop/cart:80' }
const ask = (parts: Partial<RequestParts>) => requestFrom({ from: 'outside', to: cart, ...parts }, mesh)
const client = (from: string, to: RequestParts['to'] = cart) => {
  const request = ask({ from, to })
  return 'problem' in request ? request.problem : request.client
}

describe('who asks', () => {
  test('a workload of the input, a pod that it does not have, and somebody outside', () => {
    expect(client('shop/cart')).toEqual({ kind: 'workload', namespace: 'shop', name: 'cart' })
    expect(client('shop/sa/admin')).toEqual({ kind: 'stranger', dataPlane: 'namespace', namespace: 'shop', serviceAccount: 'admin' })
    expect(ask({ clientIp: '10.1.2.3' })).toMatchObject({ client: { kind: 'unmeshed', ip: '10.1.2.3' } })
  })

  const edge = { kind: 'ingress', namespace: 'edge', serviceAccount: 'edge' }
  test('an ingress gateway, by its pods or by its Gateway', () => {
    expect(client('ingress')).toEqual(edge)
    expect(client('ingress=edge/proxy')).toEqual(edge)
    expect(client('ingress=edge/second')).toEqual(edge)
  })

  test('for a host the Gateway counts that serves it, because its routes apply', () => {
    expect(client('ingress', { host: 'a.first.example:80' })).toEqual({ ...edge, gateway: 'edge/first' })
    expect(client('ingress=edge/proxy', { host: 'second.example:80' })).toEqual({ ...edge, gateway: 'edge/second' })
    expect(client('ingress=edge/elsewhere', { host: 'second.example:80' })).toMatchObject({
      gateway: 'edge/elsewhere',
      serviceAccount: 'istio-ingressgateway-service-account',
    })
  })
})

test('what is left out has a default: GET, /, the name of the address, no token', () => {
  expect(ask({})).toMatchObject({
    protocol: 'http',
    http: { method: 'GET', target: '/', authority: 'cart.shop.svc.cluster.local', headers: {}, token: { kind: 'none' } },
  })
  expect(ask({ to: { pod: 'shop/cart:9' } })).toMatchObject({
    address: { kind: 'pod', workload: 'cart', port: 9 },
    http: { authority: 'cart.shop' },
  })
  expect(ask({ to: { host: 'api.example:443' } })).toMatchObject({ address: { kind: 'host', host: 'api.example', port: 443 } })
})

test('the full name of a Service is that Service, but for what an ingress gateway routes', () => {
  const host = 'cart.shop.svc.cluster.local:80'
  expect(ask({ to: { host } })).toMatchObject({ address: { kind: 'service', namespace: 'shop', name: 'cart', port: 80 } })
  expect(ask({ from: 'ingress', to: { host } })).toMatchObject({ address: { kind: 'host' } })
})

test('header names are lower case, claims make a valid token', () => {
  expect(ask({ headers: { 'X-User': 'a' }, claims: { sub: 'b' } })).toMatchObject({
    http: { headers: { 'x-user': 'a' }, token: { kind: 'valid', claims: { sub: 'b' } } },
  })
})

test('a server name and nothing of HTTP is a TLS connection', () => {
  const request = ask({ sni: 'cart.example' })
  expect(request).toMatchObject({ protocol: 'tcp', sni: 'cart.example' })
  expect(request).not.toHaveProperty('http')
  expect(ask({ sni: 'cart.example', method: 'GET' })).toMatchObject({ protocol: 'http', sni: 'cart.example' })
})

describe('what is no request is told', () => {
  const cases: readonly [what: string, parts: Partial<RequestParts>, problem: string][] = [
    ['an unknown workload', { from: 'shop/cat' }, 'there is no workload `shop/cat` in the input'],
    [
      'a word that names nobody',
      { from: 'somebody' },
      '`somebody` is not a client: give NS/WORKLOAD, NS/sa/ACCOUNT, ingress, ingress=NS/NAME or outside',
    ],
    ['an unknown gateway', { from: 'ingress=edge/third' }, 'there is no gateway `edge/third` in the input'],
    ['an unknown Service', { to: { service: 'shop/web:80' } }, 'there is no Service `shop/web` in the input'],
    ['a port that the Service does not have', { to: { service: 'shop/cart:81' } }, 'Service `shop/cart` has no port 81; it has 80'],
    ['an address without a port', { to: { pod: 'shop/cart' } }, '`shop/cart` is not of the form NS/WORKLOAD:PORT'],
    ['a port that no machine has', { to: { host: 'a:70000' } }, '`a:70000` is not of the form HOST:PORT'],
    ['a network for an address', { clientIp: '10.0.0.0/8' }, '`10.0.0.0/8` is not an IP address'],
    ['a path without a slash', { path: 'cart' }, 'the path `cart` does not begin with a slash'],
    ['a method over TCP', { protocol: 'tcp', method: 'GET' }, 'a TCP connection has no method, path, host, headers and token'],
    [
      'claims of an invalid token',
      { claims: {}, token: 'invalid' },
      'a token with claims is valid: leave out either the claims or the token',
    ],
  ]
  for (const [what, parts, problem] of cases) test(what, () => expect(ask(parts)).toMatchObject({ problem }))

  test('with the names that may have been meant', () => {
    expect(ask({ from: 'shop/cat' })).toMatchObject({ name: 'shop/cat', known: ['edge/proxy', 'shop/cart'] })
  })
})
