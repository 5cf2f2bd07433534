import { expect, test } from 'vitest'
import { decide } from '../../../src/decide/decide.ts'
import type { Request } from '../../../src/model/request.ts'
import { meshOf } from '../mesh-of.ts'
import { base, service, where } from './node-scene.ts'

/* What a gateway of Istio does with requests from outside: Gateway `shop/edge` has the pods labelled `istio: edge`, as in https://istio.io/latest/docs/tasks/traffic-management/ingress. */

const gateway = (servers: string) => `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec: {selector: {istio: edge}, servers: [${servers}]}`

const plain = '{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example]}'
const tls = (settings: string) => `{port: {number: 443, name: https, protocol: HTTPS}, hosts: [shop.example], tls: {${settings}}}`

const table = (http: string, hosts = 'shop.example') => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: site, namespace: shop}
spec: {hosts: [${hosts}], gateways: [edge], http: [${http}]}`

const toBlue = 'route: [{destination: {host: blue, port: {number: 80}}}]'

interface Knock {
  readonly servers?: string
  readonly host?: string
  readonly port?: number
  readonly target?: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly bytes?: boolean
  readonly certificate?: Request['certificate']
}

function knock(documents: readonly string[], asked: Knock = {}) {
  const {
    servers = plain,
    host = 'shop.example',
    port = 80,
    target = '/',
    method = 'GET',
    headers = {},
    bytes = false,
    certificate,
  } = asked
  const namespaces = `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {istio-injection: enabled}}`
  const text = [...base, namespaces, service('cart'), gateway(servers), ...documents].join('\n---\n')
  return decide(meshOf([{ path: 'mesh.yaml', text }]), {
    client: { kind: 'ingress', namespace: 'shop', serviceAccount: 'edge', gateway: 'shop/edge', ip: '192.0.2.1' },
    address: { kind: 'host', host, port },
    ...(certificate === undefined ? {} : { certificate }),
    ...(bytes ? { protocol: 'tcp' } : { protocol: 'http', http: { method, target, authority: host, headers, token: { kind: 'none' } } }),
  })
}

const cors = `corsPolicy: {allowOrigins: [{exact: "https://app.example"}], allowMethods: [PUT]}, ${toBlue}`
const preflight = { origin: 'https://app.example', 'access-control-request-method': 'PUT' }

// istio:pilot/pkg/networking/core/gateway.go buildGatewayHTTPRouteConfig
test.each<[says: string, documents: string[], asked: Knock, where: string, reason: string | undefined]>([
  ['a route takes its host', [table(`{${toBlue}}`)], {}, 'blue:1', 'routed by VirtualService shop/site'],
  ['a host without a table is answered 404', [table(`{${toBlue}}`)], { host: 'cafe.example' }, '404', 'no route for the host'],
  ['so is a path that no rule has', [table(`{match: [{uri: {prefix: /a}}], ${toBlue}}`)], { target: '/b' }, '404', 'no rule matches'],
  ['a port without server takes nothing', [table(`{${toBlue}}`)], { port: 81 }, 'unreachable', undefined],
  [
    'plain HTTP is redirected where the server asks for it, whatever the routes say',
    [table(`{${toBlue}}`)],
    { servers: plain.replace('hosts', 'tls: {httpsRedirect: true}, hosts'), target: '/x' },
    '301 https://shop.example/x',
    'plain HTTP is redirected',
  ],
  [
    'the server of TLS takes what it decrypts',
    [table(`{${toBlue}}`)],
    { servers: tls('mode: SIMPLE, credentialName: c'), port: 443 },
    'blue:1',
    'routed by VirtualService shop/site',
  ],
  [
    'a client without certificate is not taken by a server that wants one',
    [table(`{${toBlue}}`)],
    { servers: tls('mode: MUTUAL, credentialName: c'), port: 443, certificate: 'none' },
    'denied',
    'clients have to show a certificate',
  ],
  [
    'one with a certificate is',
    [table(`{${toBlue}}`)],
    { servers: tls('mode: MUTUAL, credentialName: c'), port: 443 },
    'blue:1',
    'routed by VirtualService shop/site',
  ],
  ['an answer of a route', [table('{directResponse: {status: 418}}')], {}, '418', 'routed by VirtualService shop/site'],
  [
    'a redirect of a route',
    [table('{redirect: {authority: other.example}}')],
    { target: '/x' },
    '301 http://other.example/x',
    'routed by VirtualService shop/site',
  ],
  [
    'a preflight of an allowed origin is answered',
    [table(`{${cors}}`)],
    { method: 'OPTIONS', headers: preflight },
    '200',
    'routed by VirtualService shop/site',
  ],
  [
    'one of another origin goes on',
    [table(`{${cors}}`)],
    { method: 'OPTIONS', headers: { ...preflight, origin: 'https://x.example' } },
    'blue:1',
    'routed by VirtualService shop/site',
  ],
  [
    'paths are matched as they are normalised',
    [table(`{match: [{uri: {exact: /b}}], ${toBlue}}`)],
    { target: '/a/../b' },
    'blue:1',
    'routed by VirtualService shop/site',
  ],
  ['bytes are not decided', [table(`{${toBlue}}`)], { bytes: true }, 'undetermined', undefined],
])('%s', (_, documents, asked, expected, reason) => {
  const decision = knock(documents, asked)
  expect([where(decision), decision.points[0]?.reason]).toEqual([expected, reason])
})

test('says which rule routed a request, and what the gateway saw', () => {
  const { verdict, points, settings } = knock([table(`{match: [{uri: {prefix: /a}}], timeout: 3s, ${toBlue}}`)], { target: '/a' })
  expect(verdict).toBe('allowed')
  const [point] = points
  expect(point).toMatchObject({ point: 'gateway', at: 'shop/edge', verdict: 'allowed', saw: { port: 80, path: '/a' } })
  expect(point?.because.map(({ path }) => path)).toEqual([['spec', 'http', 0, 'match', 0]])
  expect(settings).toMatchObject([{ timeoutMs: 3000 }])
})

test('a refused connection has its code, and an answer neither branches nor settings', () => {
  const mutual = { servers: tls('mode: MUTUAL, credentialName: c'), port: 443, certificate: 'none' } as const
  expect(knock([table(`{${toBlue}}`)], mutual)).toMatchObject({
    verdict: 'denied',
    points: [{ verdict: 'denied', code: 'connection refused' }],
  })
  for (const asked of [{ host: 'cafe.example' }, { servers: plain.replace('hosts', 'tls: {httpsRedirect: true}, hosts') }])
    expect(knock([table(`{${toBlue}}`)], asked)).toMatchObject({
      verdict: 'allowed',
      branches: [],
      settings: [],
      points: [{ verdict: 'allowed' }],
    })
  expect(knock([table(`{${toBlue}}`)], { bytes: true })).toMatchObject({ points: [], needs: 'what the gateway does with TCP' })
  expect(knock([table('{directResponse: {status: 418}}')])).toMatchObject({
    verdict: 'allowed',
    branches: [],
    points: [{ verdict: 'allowed' }],
  })
})

test('the request goes on as one of the gateway, with its identity', () => {
  const policy = (principal: string) => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: blue, namespace: shop}
spec: {selector: {matchLabels: {app: blue}}, rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/${principal}]}}]}]}`
  expect(knock([table(`{${toBlue}}`), policy('edge')]).verdict).toBe('allowed')
  expect(
    knock([table(`{${toBlue}}`), policy('web')]).branches.map(({ verdict, points }) => [verdict, points.map(({ point }) => point)]),
  ).toEqual([['denied', ['gateway', 'destination sidecar']]])
})

test('shares and rewrites of the route hold for each destination', () => {
  const split =
    'rewrite: {uri: /new}, route: [{destination: {host: blue, port: {number: 80}}, weight: 25}, {destination: {host: green, port: {number: 80}}, weight: 75}]'
  const decision = knock([table(`{match: [{uri: {prefix: /old}}], ${split}}`)], { target: '/old/x' })
  expect(where(decision)).toBe('blue:0.25 green:0.75')
  expect(decision.branches.map(({ received }) => received?.target)).toEqual(['/new/x', '/new/x'])
  expect(decision.settings.length).toBeGreaterThan(0)
})
