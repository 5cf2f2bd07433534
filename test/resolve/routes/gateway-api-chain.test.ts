import { describe, expect, test } from 'vitest'
import { gatewayRoutes, waypointRoutes } from '../../../src/resolve/routes/route-chain.ts'
import { atSidecar, atWaypoint, httpRoute, meshWith, names, path, prefix, refs, to, virtualService, waypoint } from './chain-mesh.ts'

describe('Gateway API routes', () => {
  test('are sorted by the kind and length of the path, then method, headers and queries, then as written', () => {
    const header = (name: string) => ({ name, value: '1' })
    const rules = [
      refs('regex', path('RegularExpression', '/a/very/long/regex/.*')),
      refs('none'),
      refs('short', path('PathPrefix', '/a')),
      refs('query', { ...path('PathPrefix', '/a'), queryParams: [header('q')] }),
      refs('headers', { ...path('PathPrefix', '/a'), headers: [header('x'), header('y')] }),
      refs('header', { ...path('PathPrefix', '/a'), headers: [header('x')] }),
      refs('method', { ...path('PathPrefix', '/a'), method: 'GET' }),
      refs('long', path('PathPrefix', '/a/b')),
      refs('exact', path('Exact', '/a')),
      refs('again', path('PathPrefix', '/a')),
    ]
    const sorted = ['exact', 'long', 'method', 'headers', 'header', 'query', 'short', 'again', 'none', 'regex']
    expect(names(atWaypoint(meshWith(httpRoute('web', { rules }))))).toEqual(sorted)
    expect(names(atSidecar(meshWith(httpRoute('web', { rules }))))).toEqual(sorted)
  })

  test('of one key are sorted together, GRPCRoutes too, and ages are not asked', () => {
    const first = httpRoute('first', { rules: [refs('prefix', path('PathPrefix', '/shop.Cart'))] })
    const grpc = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GRPCRoute',
      metadata: { name: 'grpc', namespace: 'prod' },
      spec: {
        parentRefs: [{ group: '', kind: 'Service', name: 'web' }],
        rules: [{ ...refs('grpc'), matches: [{ method: { service: 'shop.Cart', method: 'Add' } }] }],
      },
    }
    expect(names(atWaypoint(meshWith(first, grpc)))).toEqual(['grpc', 'prefix'])
  })

  test('with and without a port are two tables, and each parent has its own key', () => {
    const all = httpRoute('all', { created: '01', rules: [refs('all')] })
    const port = httpRoute('port', { created: '02', parent: { port: 80 }, rules: [refs('port', path('Exact', '/x'))] })
    expect(names(atWaypoint(meshWith(all, port)))).toEqual(['all', 'port'])
    expect(names(atWaypoint(meshWith(all, port), 8080))).toEqual(['all'])
    const ageless = httpRoute('port', { parent: { port: 80 }, rules: [refs('port')] })
    expect(names(atWaypoint(meshWith(all, ageless)))).toBe('undetermined')
    const parents = (...names: string[]) =>
      names.map((name) => ({ group: '', kind: 'Service', name, ...(name === 'web' ? {} : { port: 80 }) }))
    const two = httpRoute('two', { parentRefs: parents('web', 'other'), rules: [refs('two', path('Exact', '/x'))] })
    expect(names(atWaypoint(meshWith(httpRoute('all', { rules: [refs('all')] }), two)))).toEqual(['two', 'all'])
  })

  test('with a part that cannot be converted have no rules at all', () => {
    const broken = { ...refs('broken'), filters: [{ type: 'ExtensionRef', extensionRef: { group: 'x', kind: 'Y', name: 'z' } }] }
    expect(names(atWaypoint(meshWith(httpRoute('web', { rules: [refs('good', path('Exact', '/x')), broken] }))))).toBe('default')
  })

  test('on a waypoint Gateway are not looked at', () => {
    const parentRefs = [{ name: 'waypoint' }]
    expect(names(atWaypoint(meshWith(httpRoute('web', { parentRefs, rules: [refs('web')] }))))).toBe('default')
  })

  test('of a ServiceEntry speak of each of its hosts', () => {
    const entry = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata: { name: 'ext', namespace: 'prod' },
      spec: { hosts: ['a.example.com', 'b.example.com'], ports: [{ name: 'http', number: 80, protocol: 'HTTP' }], resolution: 'DNS' },
    }
    const parentRefs = [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'ext' }]
    const mesh = meshWith(entry, httpRoute('ext', { parentRefs, rules: [refs('ext')] }))
    expect(names(waypointRoutes(mesh, waypoint, mesh.externalHosts[0]!, 80))).toEqual(['ext'])
    expect(names(atSidecar(mesh, 'prod', 'b.example.com'))).toEqual(['ext'])
  })
})

describe('gateways', () => {
  test('have the tables bound to them: the most specific host, and of one host all of them', () => {
    const bound = (name: string, created: string, host: string, rule: object) =>
      virtualService(name, { created, hosts: [host], gateways: ['prod/edge'], http: [rule] })
    const mesh = meshWith(
      bound('late', '03', 'shop.example.com', to('late')),
      bound('early', '02', 'shop.example.com', to('early', prefix('/a'))),
      bound('wide', '01', '*.example.com', to('wide')),
      virtualService('mesh', { hosts: ['shop.example.com'], http: [to('mesh')] }),
    )
    expect(names(gatewayRoutes(mesh, 'prod/edge', 'shop.example.com', 80))).toEqual(['early', 'late'])
    expect(names(gatewayRoutes(mesh, 'prod/edge', 'other.example.com', 80))).toEqual(['wide'])
    expect(names(gatewayRoutes(mesh, 'prod/other', 'shop.example.com', 80))).toBe('default')
  })

  test('sort HTTPRoutes of all namespaces together', () => {
    const edge = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'edge', namespace: 'prod' } }
    const listeners = [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } }]
    const parentRefs = [{ name: 'edge', namespace: 'prod' }]
    const route = (name: string, namespace: string, match: object) =>
      httpRoute(name, { namespace, parentRefs, hostnames: ['shop.example.com'], rules: [refs(name, match)] })
    const mesh = meshWith(
      { ...edge, spec: { gatewayClassName: 'istio', listeners } },
      route('prefix', 'prod', path('PathPrefix', '/')),
      route('exact', 'shop', path('Exact', '/x')),
    )
    expect(names(gatewayRoutes(mesh, 'prod/edge', 'shop.example.com', 80))).toEqual(['exact', 'prefix'])
  })
})
