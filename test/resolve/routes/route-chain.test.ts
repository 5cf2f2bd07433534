import { describe, expect, test } from 'vitest'
import { decide } from '../../../src/decide/decide.ts'
import { sidecarRoutes } from '../../../src/resolve/routes/route-chain.ts'
import {
  atSidecar,
  atWaypoint,
  httpRoute,
  meshWith,
  names,
  path,
  prefix,
  refs,
  service,
  to,
  virtualService,
  waypoint,
  web,
} from './chain-mesh.ts'

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
