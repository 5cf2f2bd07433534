import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { decide } from '../../../src/decide/decide.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { servedHosts } from '../../../src/resolve/routes/gateway-hosts.ts'
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
