import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { decide } from '../../../src/decide/decide.ts'
import type { Waypoint } from '../../../src/model/gateway.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { RoutesAt } from '../../../src/resolve/routes/chain-rule.ts'
import { gatewayRoutes, sidecarRoutes, waypointRoutes } from '../../../src/resolve/routes/route-chain.ts'
import { meshOf } from '../../decide/mesh-of.ts'

const web = 'web.prod.svc.cluster.local'

function service(name: string, ports: readonly number[] = [80], namespace = 'prod'): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: { app: name }, ports: ports.map((port) => ({ name: `http-${port}`, port })) },
  }
}

interface Written {
  readonly namespace?: string
  readonly created?: string
  readonly [field: string]: unknown
}

const metadata = (name: string, namespace: string, created: string | undefined) => ({
  name,
  namespace,
  ...(created === undefined ? {} : { creationTimestamp: `2025-01-${created}T00:00:00Z` }),
})

function virtualService(name: string, { namespace = 'prod', created, ...spec }: Written): object {
  const hosts = spec.hosts ?? [web]
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: metadata(name, namespace, created),
    spec: { ...spec, hosts },
  }
}

function httpRoute(name: string, { namespace = 'prod', created, parent, ...spec }: Written & { readonly parent?: object }): object {
  const parentRefs = spec.parentRefs ?? [{ group: '', kind: 'Service', name: 'web', namespace: 'prod', ...parent }]
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: metadata(name, namespace, created),
    spec: { ...spec, parentRefs },
  }
}

const to = (name: string, match?: object) => ({
  name,
  ...(match === undefined ? {} : { match: [match] }),
  route: [{ destination: { host: name } }],
})
const refs = (name: string, ...matches: object[]) => ({
  name,
  ...(matches.length === 0 ? {} : { matches }),
  backendRefs: [{ name, port: 80 }],
})
const prefix = (value: string) => ({ uri: { prefix: value } })
const path = (type: string, value: string) => ({ path: { type, value } })

function meshWith(...objects: object[]): Mesh {
  return meshOf([{ path: 'mesh.yaml', text: [service('web', [80, 8080]), ...objects].map((one) => stringify(one)).join('---\n') }])
}

const waypoint: Waypoint = { ...fixedWaypoint(), namespace: 'prod' }

function fixedWaypoint(): Waypoint {
  const gateway = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'waypoint', namespace: 'prod' },
    spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
  }
  return meshWith(gateway).waypoints[0]!
}

const atSidecar = (mesh: Mesh, namespace = 'shop', host = web, port = 80) => sidecarRoutes(mesh, { namespace }, host, port)
const atWaypoint = (mesh: Mesh, port = 80, at: Waypoint = waypoint) => waypointRoutes(mesh, at, mesh.services[0]!, port)

/** The rules in order, by name. */
function names(routes: RoutesAt): readonly string[] | string {
  return routes.kind === 'chain' ? routes.rules.map(({ rule }) => rule.name ?? '?') : routes.kind
}

describe('sidecars', () => {
  test('rules keep the order in which a VirtualService lists them, one for each match', () => {
    const rules = [{ ...to('both'), match: [prefix('/a'), prefix('/b')] }, to('last')]
    const mesh = meshWith(virtualService('web', { http: rules }))
    expect(names(atSidecar(mesh))).toEqual(['both', 'both', 'last'])
    expect(names(atSidecar(meshWith()))).toBe('default')
  })

  test('the most specific host wins, of equals the oldest, and without ages the oldest is not known', () => {
    const wide = virtualService('wide', { created: '01', hosts: ['*.prod.svc.cluster.local'], http: [to('wide')] })
    const old = virtualService('old', { created: '02', http: [to('old')] })
    const young = virtualService('young', { created: '03', http: [to('young')] })
    expect(names(atSidecar(meshWith(young, old, wide)))).toEqual(['old'])
    expect(names(atSidecar(meshWith(wide)))).toEqual(['wide'])
    expect(names(atSidecar(meshWith(old, virtualService('ageless', { http: [to('ageless')] }))))).toBe('undetermined')
  })

  test('of one age the first by name wins, whatever its namespace, and a route goes by the name of its key', () => {
    const tables = [
      virtualService('b-first', { created: '01', http: [to('b-first')] }),
      virtualService('a-second', { namespace: 'shop', created: '01', http: [to('a-second')] }),
    ]
    expect(names(atSidecar(meshWith(...tables), 'team'))).toEqual(['a-second'])
    // Its key begins with its namespace: `prod~web.prod.svc.cluster.local`.
    const route = httpRoute('aaa', { created: '01', rules: [refs('route')] })
    const named = (name: string) => virtualService(name, { created: '01', http: [to('table')] })
    expect(names(atSidecar(meshWith(route, named('m')), 'team'))).toEqual(['table'])
    expect(names(atSidecar(meshWith(route, named('v')), 'team'))).toEqual(['route'])
  })

  test('ages are not asked where only one table has a rule for the port', () => {
    const other = virtualService('other', { http: [to('other', { port: 8080 })] })
    const own = virtualService('own', { http: [to('own', { port: 80 })] })
    expect(names(atSidecar(meshWith(other, own)))).toEqual(['own'])
    expect(names(atSidecar(meshWith(other, own), 'shop', web, 8080))).toEqual(['other'])
  })

  test('a table that the client does not see is not there, and a private one comes before an older public one', () => {
    const own = virtualService('own', { created: '05', exportTo: ['.'], http: [to('own')] })
    const all = virtualService('all', { created: '01', http: [to('all')] })
    const named = virtualService('named', { created: '03', exportTo: ['shop'], http: [to('named')] })
    expect(names(atSidecar(meshWith(own, all), 'prod'))).toEqual(['own'])
    expect(names(atSidecar(meshWith(own, all), 'shop'))).toEqual(['all'])
    expect(names(atSidecar(meshWith(all, named), 'shop'))).toEqual(['named'])
  })

  test('matches for other ports or gateways are left out, and a table without a rule for the port makes room for the next', () => {
    const other = virtualService('other', { created: '01', http: [to('other', { port: 8080 }), to('edge', { gateways: ['prod/edge'] })] })
    const next = virtualService('next', { created: '02', http: [to('next')] })
    expect(names(atSidecar(meshWith(other, next), 'shop', web, 8080))).toEqual(['other'])
    expect(names(atSidecar(meshWith(other, next)))).toEqual(['next'])
    expect(names(atSidecar(meshWith(other)))).toBe('default')
  })

  test('tables for hosts that nobody declares count on port 80, or on the ports of their declared hosts', () => {
    const alone = meshWith(virtualService('alone', { hosts: ['api.example.com'], http: [to('alone')] }))
    expect(names(atSidecar(alone, 'shop', 'api.example.com', 80))).toEqual(['alone'])
    expect(names(atSidecar(alone, 'shop', 'api.example.com', 8080))).toBe('default')
    const beside = meshWith(virtualService('beside', { hosts: ['api.example.com', web], http: [to('beside')] }))
    expect(names(atSidecar(beside, 'shop', 'api.example.com', 8080))).toEqual(['beside'])
    const wildcard = meshWith(virtualService('wide', { hosts: ['*.prod.svc.cluster.local'], http: [to('wide')] }))
    expect(names(atSidecar(wildcard, 'shop', 'gone.prod.svc.cluster.local', 80))).toBe('default')
  })

  test('short names with a dot are no full names', () => {
    expect(names(atSidecar(meshWith(virtualService('dotted', { hosts: ['web.prod'], http: [to('dotted')] }))))).toBe('default')
    expect(names(atSidecar(meshWith(virtualService('short', { hosts: ['web'], http: [to('short')] }))))).toEqual(['short'])
  })

  test('an HTTPRoute of the client is nearer than an older table, and one of a third namespace does not act', () => {
    const table = virtualService('table', { created: '01', http: [to('table')] })
    const route = httpRoute('route', { namespace: 'shop', created: '02', rules: [refs('route')] })
    expect(names(atSidecar(meshWith(table, route), 'shop'))).toEqual(['route'])
    expect(names(atSidecar(meshWith(table, route), 'team'))).toEqual(['table'])
    expect(names(atSidecar(meshWith(httpRoute('route', { created: '02', rules: [refs('route')] })), 'team'))).toEqual(['route'])
  })

  test('a Sidecar lists tables by their namespace, and without labels it is not known which Sidecar a client has', () => {
    const near = virtualService('near', { namespace: 'shop', created: '02', http: [to('near')] })
    const far = virtualService('far', { created: '01', http: [to('far')] })
    const sidecar = (name: string, namespace: string, host: string, labels?: object) => ({
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: { name, namespace },
      spec: { egress: [{ hosts: [host] }], ...(labels === undefined ? {} : { workloadSelector: { labels } }) },
    })
    expect(names(atSidecar(meshWith(near, far)))).toEqual(['far'])
    expect(names(atSidecar(meshWith(near, far, sidecar('own', 'shop', './*'))))).toEqual(['near'])
    expect(names(atSidecar(meshWith(near, far, sidecar('root', 'istio-system', './*'))))).toEqual(['near'])
    expect(names(atSidecar(meshWith(near, far, sidecar('own', 'shop', 'prod/api.prod.svc.cluster.local'))))).toBe('default')
    const selecting = meshWith(near, far, sidecar('some', 'shop', './*', { app: 'x' }))
    expect(names(atSidecar(selecting))).toBe('undetermined')
    expect(names(sidecarRoutes(selecting, { namespace: 'shop', labels: { app: 'x' } }, web, 80))).toEqual(['near'])
    expect(names(sidecarRoutes(selecting, { namespace: 'shop', labels: {} }, web, 80))).toEqual(['far'])
  })

  test('rules of a delegate stand in the place of the rule that delegates', () => {
    const root = virtualService('root', { http: [{ match: [prefix('/a')], delegate: { name: 'leaf', namespace: 'prod' } }, to('rest')] })
    const leaf = virtualService('leaf', { hosts: [], http: [to('deep', prefix('/a/b')), to('else')] })
    expect(names(atSidecar(meshWith(root, leaf)))).toEqual(['deep', 'else', 'rest'])
    expect(names(atSidecar(meshWith(root)))).toBe('undetermined')
  })

  test('conditions on the client are set apart from what the request must be', () => {
    const match = { ...prefix('/a'), sourceNamespace: 'shop', sourceLabels: { app: 'x' } }
    const routes = atSidecar(meshWith(virtualService('web', { http: [to('web', match)] })))
    const client = routes.kind === 'chain' ? routes.rules[0]!.client : undefined
    expect(client?.kind === 'all' ? client.of.map(({ kind }) => kind).sort() : client).toEqual(['client-labels', 'client-namespace'])
  })
})

describe('waypoints', () => {
  test('all tables are tried, oldest first, the wildcard too, but only those of the two namespaces', () => {
    const wide = virtualService('wide', { created: '01', hosts: ['*.prod.svc.cluster.local'], http: [to('wide')] })
    const exact = virtualService('exact', { created: '02', http: [to('exact')] })
    const consumer = virtualService('consumer', { namespace: 'shop', created: '03', http: [to('consumer')] })
    expect(names(atWaypoint(meshWith(exact, consumer, wide)))).toEqual(['wide', 'exact'])
    expect(names(atWaypoint(meshWith(exact, consumer, wide), 80, { ...waypoint, namespace: 'shop' }))).toEqual([
      'wide',
      'exact',
      'consumer',
    ])
    expect(names(atWaypoint(meshWith(consumer)))).toBe('default')
  })

  test('private tables come first and those exported elsewhere are not there', () => {
    const all = virtualService('all', { created: '01', http: [to('all', prefix('/a'))] })
    const own = virtualService('own', { created: '02', exportTo: ['.'], http: [to('own')] })
    const elsewhere = virtualService('elsewhere', { created: '03', exportTo: ['shop'], http: [to('elsewhere')] })
    expect(names(atWaypoint(meshWith(all, own, elsewhere)))).toEqual(['own', 'all'])
  })

  test('the rules of an HTTPRoute of the namespace come before those of an older VirtualService, where a sidecar has the route alone', () => {
    const table = virtualService('table', { http: [to('table')] })
    const route = httpRoute('route', { rules: [refs('route', path('Exact', '/x'))] })
    expect(names(atWaypoint(meshWith(table, route)))).toEqual(['route', 'table'])
    expect(names(atSidecar(meshWith(table, route), 'prod'))).toEqual(['route'])
  })

  test('matches with source labels are dropped, even where gateways keeps anybody from evaluating them', () => {
    const labelled = to('labelled', { sourceLabels: { app: 'x' } })
    const unevaluated = to('unevaluated', { gateways: ['mesh'], sourceLabels: { app: 'x' } })
    const http = [labelled, unevaluated, to('namespaced', { sourceNamespace: 'prod' }), to('rest')]
    expect(names(atWaypoint(meshWith(virtualService('web', { http }))))).toEqual(['namespaced', 'rest'])
    expect(names(atWaypoint(meshWith(virtualService('web', { http: [labelled] }))))).toBe('default')
  })

  test('rules carry the port and the waypoint', () => {
    const routes = atWaypoint(meshWith(virtualService('web', { http: [to('web')] })), 8080)
    expect(routes).toMatchObject({ kind: 'chain', rules: [{ port: 8080, waypoint: { name: 'waypoint' } }] })
  })
})

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

test('whether a client has a route is unknown where its labels are, unless a rule is for every client', () => {
  const match = { sourceLabels: { track: 'beta' }, uri: { prefix: '/beta' } }
  const ask = (labels: Record<string, string> | undefined, ...rules: object[]) => {
    const mesh = meshWith(service('b'), virtualService('beta', { http: rules }))
    const client = { kind: 'stranger', dataPlane: 'sidecar', namespace: 'shop', serviceAccount: 'web' } as const
    return decide(mesh, {
      client: labels === undefined ? client : { ...client, labels },
      address: { kind: 'service', namespace: 'prod', name: 'web', port: 80 },
      protocol: 'http',
      http: { method: 'GET', target: '/', authority: web, headers: {}, token: { kind: 'none' } },
    })
  }
  const beta = { match: [match], route: [{ destination: { host: 'b' } }] }
  const other = { match: [{ uri: { prefix: '/b' } }], route: [{ destination: { host: 'b' } }] }
  expect(ask(undefined, beta)).toMatchObject({ verdict: 'undetermined', needs: 'the labels of the client' })
  expect(ask({ track: 'beta' }, beta).answer).toMatchObject({ status: 404 })
  expect(ask({}, beta).answer).toBeUndefined()
  expect(ask(undefined, beta, other).answer).toMatchObject({ status: 404 })
})
