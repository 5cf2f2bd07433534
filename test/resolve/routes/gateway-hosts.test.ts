import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { decide } from '../../../src/decide/decide.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import { listensOn, servedHosts, serverFor } from '../../../src/resolve/routes/gateway-hosts.ts'
import { comparedDestinations } from '../../../src/verify/parts/destinations.ts'
import { meshOf } from '../../decide/mesh-of.ts'

function meshWith(servers: readonly object[], hosts: readonly string[]): Mesh {
  const metadata = { name: 'edge', namespace: 'prod' }
  const objects = [
    { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata, spec: { selector: { istio: 'ingressgateway' }, servers } },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'web', namespace: 'prod' },
      spec: { hosts, gateways: ['edge'], http: [{ directResponse: { status: 204 } }] },
    },
  ]
  return meshOf([{ path: 'mesh.yaml', text: objects.map((object) => stringify(object)).join('---\n') }])
}

const server = (port: number, ...hosts: string[]) => ({ port: { number: port, name: 'http', protocol: 'HTTP' }, hosts })

function served(hosts: readonly string[], ...own: string[]): readonly string[] {
  const mesh = meshWith([server(80, ...own)], hosts)
  return servedHosts(mesh, 'prod/edge', mesh.routes[0]!, 80)
}

test.each([
  { hosts: ['shop.example.com'], own: ['*'], names: ['shop.example.com'] },
  { hosts: ['*'], own: ['shop.example.com', '*.example.org'], names: ['shop.example.com', '*.example.org'] },
  { hosts: ['*.example.com'], own: ['shop.example.com'], names: ['shop.example.com'] },
  { hosts: ['shop.example.com'], own: ['other.example.com'], names: [] },
  { hosts: ['web'], own: ['shop.example.com'], names: [] },
  { hosts: ['shop.example.com'], own: ['prod/*'], names: ['shop.example.com'] },
  { hosts: ['shop.example.com'], own: ['./*'], names: ['shop.example.com'] },
  { hosts: ['shop.example.com'], own: ['other/*'], names: [] },
])('a table of $hosts at a gateway of $own is served as $names', ({ hosts, own, names }) => {
  expect(served(hosts, ...own)).toEqual(names)
})

test('a gateway answers for what it serves, on the ports where it listens', () => {
  const mesh = meshWith([server(80, 'shop.example.com'), server(8080, 'other.example.com')], ['shop.example.com'])
  const ask = (host: string, port: number) =>
    decide(mesh, {
      client: { kind: 'ingress', namespace: 'istio-system', serviceAccount: 'gateway', ip: '10.0.0.1', gateway: 'prod/edge' },
      address: { kind: 'host', host, port },
      protocol: 'http',
      http: { method: 'GET', target: '/', authority: host, headers: {}, token: { kind: 'none' } },
    })
  expect(ask('shop.example.com', 80).answer).toMatchObject({ status: 204 })
  expect(ask('web.example.com', 80).answer).toMatchObject({ status: 404 })
  expect(ask('shop.example.com', 8080).answer).toMatchObject({ status: 404 })
  expect(ask('shop.example.com', 443).verdict).toBe('unreachable')
  const names = comparedDestinations(mesh, mesh).map(({ name }) => name)
  expect(names.filter((name) => name.startsWith('gateway'))).toEqual(['gateway prod/edge shop.example.com:80'])
})

/** istio:pilot/pkg/networking/core/gateway.go: each server of a TLS port is a filter chain by its names, and Envoy takes the most exact one. */
test('the server that takes a host is the one of the port with the most specific name for it', () => {
  const servers = [
    server(80, '*'),
    server(80, '*.example.com'),
    server(80, 'other/*.eu.example.com', 'eu.example.org'),
    server(80, 'shop.example.com'),
    server(8080, 'shop.example.com'),
  ]
  const mesh = meshWith(servers, ['shop.example.com'])
  const taken = (host: string, port = 80, gateway = 'prod/edge') => serverFor(mesh, gateway, host, port)?.hosts
  expect(taken('shop.example.com')).toEqual(['shop.example.com'])
  expect(taken('cart.example.com')).toEqual(['*.example.com'])
  expect(taken('till.eu.example.com')).toEqual(['other/*.eu.example.com', 'eu.example.org'])
  expect(taken('eu.example.org')).toEqual(['other/*.eu.example.com', 'eu.example.org'])
  expect(taken('shop.example.net')).toEqual(['*'])
  expect(taken('cart.example.com', 8080)).toBeUndefined()
  expect(taken('shop.example.com', 80, 'prod/none')).toBeUndefined()
})

test('a gateway listens on the ports of its servers, and one that the input does not have on any', () => {
  const mesh = meshWith([server(80, '*'), server(443, '*')], ['shop.example.com'])
  const listens = (gateway: string, port: number) => listensOn(mesh, gateway, port)
  expect([listens('prod/edge', 80), listens('prod/edge', 443), listens('prod/edge', 8080), listens('prod/none', 8080)]).toEqual([
    true,
    true,
    false,
    true,
  ])
})

test('a table at a gateway that the input does not have is served under all of its hosts, and at another one not at all', () => {
  const mesh = meshWith([server(80, '*')], ['shop.example.com', 'web'])
  const table = mesh.routes[0]!
  const away: Mesh = { ...mesh, gateways: [] }
  expect(servedHosts(away, 'prod/edge', table, 80)).toEqual(['shop.example.com', 'web.prod.svc.cluster.local'])
  expect(servedHosts(away, 'prod/other', table, 80)).toEqual([])
  expect(servedHosts(mesh, 'prod/edge', { ...table, bindings: [{ to: 'mesh' }] }, 80)).toEqual([])
})

test('a route that is for one listener or one port of a gateway is served there alone', () => {
  const mesh = meshWith([server(80, 'one.example.com'), server(80, 'two.example.com'), server(81, 'one.example.com')], ['*'])
  const [first, ...others] = mesh.gateways[0]!.servers
  const gateway = {
    ...mesh.gateways[0]!,
    servers: [{ ...first!, listener: 'first' }, ...others.map((one) => ({ ...one, listener: 'other' }))],
  }
  const hosts = (binding: object, port: number) => {
    const table = { ...mesh.routes[0]!, bindings: [{ ...mesh.routes[0]!.bindings[0]!, ...binding }] } as RouteTable
    return servedHosts({ ...mesh, gateways: [gateway] }, 'prod/edge', table, port)
  }
  expect(hosts({}, 80)).toEqual(['one.example.com', 'two.example.com'])
  expect(hosts({ listener: 'first' }, 80)).toEqual(['one.example.com'])
  expect(hosts({ listener: 'first' }, 81)).toEqual([])
  expect(hosts({ port: 81 }, 80)).toEqual([])
  expect(hosts({ port: 81 }, 81)).toEqual(['one.example.com'])
})
