import { describe, expect, test } from 'vitest'
import {
  attachedHosts,
  meshHosts,
  scopedHosts,
  sidecarHosts,
  undeclaredHosts,
  undeclaredPorts,
  visibleTo,
} from '../../../src/resolve/routes/table-hosts.ts'
import { httpRoute, meshWith, refs, to, virtualService, web } from './chain-mesh.ts'

const entry = (name: string, hosts: readonly string[], port: number) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'ServiceEntry',
  metadata: { name, namespace: 'prod' },
  spec: { hosts, ports: [{ number: port, name: 'http', protocol: 'HTTP' }], resolution: 'DNS' },
})
const shop = entry('shop', ['cart.shop.example', 'till.shop.example'], 8443)

const lone = (...objects: object[]) => {
  const mesh = meshWith(...objects)
  return { mesh, table: mesh.routes[0]! }
}
const hostsAt = (object: object, host: string, port = 80, namespace = 'prod', ...others: object[]) => {
  const { mesh, table } = lone(object, ...others)
  return sidecarHosts(mesh, table, namespace, host, port)
}
const named = (...hosts: string[]) => virtualService('named', { hosts, http: [to('x')] })

describe('a table that sidecars look at', () => {
  test('is found under each of its hosts as a full name, and not where it is for gateways or a delegate', () => {
    const hosts = (parts: object) => {
      const { mesh, table } = lone(virtualService('t', { hosts: ['web', 'api.example.com'], http: [to('x')], ...parts }))
      return meshHosts(mesh, table)
    }
    expect(hosts({})).toEqual([web, 'api.example.com'])
    expect(hosts({ gateways: ['edge', 'mesh'] })).toEqual([web, 'api.example.com'])
    expect(hosts({ gateways: ['edge'] })).toEqual([])
  })

  test('counts on every port of a Service that it names', () => {
    expect(hostsAt(named('web'), web)).toEqual([web])
    expect(hostsAt(named('web'), web, 8080)).toEqual([web])
    expect(hostsAt(named('web'), 'other.prod.svc.cluster.local')).toEqual([])
    expect(hostsAt(named('*.prod.svc.cluster.local'), web)).toEqual(['*.prod.svc.cluster.local'])
  })

  /** istio:pilot/pkg/networking/core/route/route.go buildSidecarVirtualHostsForVirtualService */
  test('counts for a host that nothing declares on port 80, or on the ports of its other hosts', () => {
    expect(hostsAt(named('free.example'), 'free.example', 80)).toEqual(['free.example'])
    expect(hostsAt(named('free.example'), 'free.example', 8443)).toEqual([])
    expect(hostsAt(named('free.example', 'cart.shop.example'), 'free.example', 8443, 'prod', shop)).toEqual(['free.example'])
    expect(hostsAt(named('free.example', 'cart.shop.example'), 'free.example', 80, 'prod', shop)).toEqual([])
  })

  test('with a wildcard that a declared host meets stands for declared hosts only', () => {
    const wild = named('*.shop.example')
    expect(hostsAt(wild, 'cart.shop.example', 8443, 'prod', shop)).toEqual(['*.shop.example'])
    expect(hostsAt(wild, 'free.shop.example', 8443, 'prod', shop)).toEqual([])
    expect(hostsAt(wild, 'free.shop.example', 80)).toEqual(['*.shop.example'])
  })

  test('has the ports of all hosts that it meets once each, or 80', () => {
    const ports = (object: object, ...others: object[]) => {
      const { mesh, table } = lone(object, ...others)
      return undeclaredPorts(mesh, table)
    }
    expect(ports(named('free.example'))).toEqual([80])
    expect(ports(named('web', 'cart.shop.example', 'till.shop.example'), shop)).toEqual([80, 8080, 8443])
  })
})

test('names that count for hosts which nothing declares are those without a declared host', () => {
  const mesh = meshWith(named('web', 'free.example', '*.shop.example', '*.free.example', '*.svc.cluster.local'), shop)
  expect(undeclaredHosts(mesh)).toEqual(['free.example', '*.free.example'])
})

describe('a Gateway API route', () => {
  const route = (parent: object = {}, namespace = 'prod') => httpRoute('r', { namespace, parent, rules: [refs('web')] })

  test('is attached to a Service on its port, or on all without one', () => {
    const hosts = (parent: object, port: number | undefined) => {
      const { mesh, table } = lone(route(parent))
      return attachedHosts(mesh, table, port)
    }
    expect([hosts({}, 80), hosts({}, 8080), hosts({}, undefined)]).toEqual([[web], [web], [web]])
    expect([hosts({ port: 80 }, 80), hosts({ port: 80 }, 8080), hosts({ port: 80 }, undefined)]).toEqual([[web], [], [web]])
  })

  test('is attached to each host of a ServiceEntry of the same namespace', () => {
    const parent = { group: 'networking.istio.io', kind: 'ServiceEntry', name: 'shop' }
    const { mesh, table } = lone(route(parent), shop, entry('other', ['other.example'], 80))
    expect(scopedHosts(mesh, table)).toEqual(['cart.shop.example', 'till.shop.example'])
    const far = lone(route({ ...parent, namespace: 'bank' }), shop)
    expect(scopedHosts(far.mesh, far.table)).toEqual([])
  })

  test('acts in all sidecars for Services of its namespace, and for others in those of its own', () => {
    expect(hostsAt(route(), web, 80, 'shop')).toEqual([web])
    expect(hostsAt(route({}, 'shop'), web, 80, 'shop')).toEqual([web])
    expect(hostsAt(route({}, 'shop'), web, 80, 'prod')).toEqual([])
  })
})

test('a table is visible where it is exported to, by name, to all, or in its own namespace', () => {
  const seen = (exportTo: readonly string[] | undefined, namespace: string) => {
    const { mesh, table } = lone(virtualService('t', { http: [to('x')], ...(exportTo === undefined ? {} : { exportTo }) }))
    return visibleTo(mesh, table, namespace)
  }
  expect([seen(undefined, 'prod'), seen(undefined, 'shop')]).toEqual([true, true])
  expect([seen(['.'], 'prod'), seen(['.'], 'shop')]).toEqual([true, false])
  expect([seen(['shop'], 'prod'), seen(['shop'], 'shop')]).toEqual([false, true])
  expect([seen(['*'], 'prod'), seen(['*'], 'shop')]).toEqual([true, true])
})
