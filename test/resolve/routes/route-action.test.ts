import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { ChainRule } from '../../../src/resolve/routes/chain-rule.ts'
import { type RouteTarget, routeTargetsOf } from '../../../src/resolve/routes/destination-host.ts'
import { requestMutations, settingsOf } from '../../../src/resolve/routes/route-action.ts'
import { sidecarRoutes, waypointRoutes } from '../../../src/resolve/routes/route-chain.ts'
import { meshOf } from '../../decide/mesh-of.ts'

const host = 'web.prod.svc.cluster.local'

function service(name: string, spec: object): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'prod' },
    spec: { ports: [{ name: 'http', port: 80 }], ...spec },
  }
}

const twoPorts = {
  ports: [
    { name: 'http', port: 80 },
    { name: 'http-b', port: 8080 },
  ],
}

const services = [
  service('web', { selector: { app: 'web' }, ...twoPorts }),
  service('a', { selector: { app: 'a' }, ...twoPorts }),
  service('one', { selector: { app: 'one' } }),
  service('two', { selector: { app: 'two' }, ...twoPorts }),
  service('bare', {}),
  service('gone', { type: 'ExternalName', externalName: 'a.prod.svc.cluster.local', ...twoPorts }),
]

const gateway = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'waypoint', namespace: 'prod' },
  spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
}

function meshWith(route: object, ...others: object[]): Mesh {
  const text = [...services, gateway, route, ...others].map((one) => stringify(one)).join('---\n')
  return meshOf([{ path: 'mesh.yaml', text }])
}

const virtualService = (...http: object[]) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'web', namespace: 'prod' },
  spec: { hosts: ['web'], http },
})

const httpRoute = (...rules: object[]) => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'web', namespace: 'prod' },
  spec: { parentRefs: [{ group: '', kind: 'Service', name: 'web' }], rules },
})

function destinationRule(namespace: string, labels: object, exportTo?: readonly string[]): object {
  const spec = { host, ...(exportTo === undefined ? {} : { exportTo }), subsets: [{ name: 'v1', labels }] }
  return { apiVersion: 'networking.istio.io/v1', kind: 'DestinationRule', metadata: { name: 'web', namespace }, spec }
}

function firstRule(mesh: Mesh, at: 'sidecar' | 'waypoint' = 'sidecar', port = 80): ChainRule {
  const web = mesh.services.find(({ name }) => name === 'web')!
  const routes =
    at === 'sidecar' ? sidecarRoutes(mesh, { namespace: 'prod' }, host, port) : waypointRoutes(mesh, mesh.waypoints[0]!, web, port)
  if (routes.kind !== 'chain') throw new Error(routes.kind)
  return routes.rules[0]!
}

const toA = { route: [{ destination: { host: 'a' } }] }

/** What the first rule of a VirtualService does to requests. */
function mutationsOf(rule: object): readonly object[] {
  const chained = firstRule(meshWith(virtualService({ ...toA, ...rule })))
  return requestMutations(chained, chained.rule.action.backends[0])
}

/** The same for an HTTPRoute with one filter. */
function filtered(match: object | undefined, filter: object): readonly object[] {
  const rule = { ...(match === undefined ? {} : { matches: [match] }), filters: [filter], backendRefs: [{ name: 'a', port: 80 }] }
  const chained = firstRule(meshWith(httpRoute(rule)))
  return requestMutations(chained, chained.rule.action.backends[0])
}

const uri = (match: object, rewrite: string) => ({ match: [{ uri: match }], rewrite: { uri: rewrite } })
const segment = (value: string) => ({ path: { type: 'PathPrefix', value } })
const replaces = (replacePrefixMatch: string) => ({
  type: 'URLRewrite',
  urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch } },
})

describe('changes to requests', () => {
  test.each<[object, readonly object[]]>([
    [uri({ prefix: '/foo' }, '/x'), [{ kind: 'replace-prefix', drop: '/foo', put: '/x' }]],
    [uri({ prefix: '/foo' }, '/'), [{ kind: 'replace-prefix', drop: '/foo', put: '/' }]],
    [uri({ prefix: '/foo/' }, '/'), [{ kind: 'replace-prefix', drop: '/foo', put: '' }]],
    [uri({ prefix: '/foo' }, '/foo'), []],
    [uri({ exact: '/foo' }, '/x'), [{ kind: 'replace-path', value: '/x' }]],
    [uri({ regex: '/foo/.*' }, '/x'), [{ kind: 'replace-path', value: '/x' }]],
    [{ rewrite: { uri: '/x' } }, [{ kind: 'replace-prefix', drop: '/', put: '/x' }]],
    [{ rewrite: { uri: '/x/' } }, [{ kind: 'replace-prefix', drop: '', put: '/x' }]],
    [
      { rewrite: { uriRegexRewrite: { match: '/a/(.*)', rewrite: '/b/\\1' } } },
      [{ kind: 'replace-regex', pattern: '/a/(.*)', replacement: '/b/\\1' }],
    ],
  ])('a VirtualService with %o rewrites as Envoy does', (rule, expected) => {
    expect(mutationsOf(rule)).toEqual(expected)
  })

  test.each<[object | undefined, string, readonly object[]]>([
    [segment('/foo'), '/x', [{ kind: 'replace-prefix', drop: '/foo', put: '/x' }]],
    [segment('/foo'), '/x/', [{ kind: 'replace-prefix', drop: '/foo', put: '/x' }]],
    [segment('/foo/'), '/', [{ kind: 'replace-prefix', drop: '/foo', put: '' }]],
    [segment('/'), '/x', [{ kind: 'replace-prefix', drop: '/', put: '/x' }]],
    [undefined, '/x', [{ kind: 'replace-prefix', drop: '/', put: '/x' }]],
  ])('an HTTPRoute on %o that replaces the prefix with %s does as istiod translates it', (match, value, expected) => {
    expect(filtered(match, replaces(value))).toEqual(expected)
  })

  test('headers are taken away, set, added; pseudo headers are left out; the host is the authority', () => {
    const request = { add: { 'X-Add': '1' }, set: { 'X-Set': '2', ':method': 'PUT', Host: 'b' }, remove: ['X-Gone'] }
    expect(mutationsOf({ headers: { request } })).toEqual([
      { kind: 'remove-header', name: 'x-gone' },
      { kind: 'set-header', name: 'x-set', value: '2' },
      { kind: 'authority', value: 'b' },
      { kind: 'add-header', name: 'x-add', value: '1' },
    ])
  })

  test('a rewritten authority wins over a host that is set', () => {
    const rule = { headers: { request: { set: { host: 'set' } } }, rewrite: { authority: 'rewritten:8080' } }
    expect(mutationsOf(rule)).toEqual([{ kind: 'authority', value: 'rewritten:8080' }])
    const hostname = { type: 'URLRewrite', urlRewrite: { hostname: 'rewritten' } }
    expect(filtered(undefined, hostname)).toEqual([{ kind: 'authority', value: 'rewritten' }])
  })

  test('the word of the only destination is the last, of several it is the first', () => {
    const own = { destination: { host: 'a' }, weight: 1, headers: { request: { set: { x: 'own' } } } }
    const headers = { request: { set: { x: 'route' } } }
    const values = (rule: object) => mutationsOf(rule).map((mutation) => ('value' in mutation ? mutation.value : undefined))
    expect(values({ route: [own], headers })).toEqual(['route', 'own'])
    expect(values({ route: [own, { destination: { host: 'two' }, weight: 1 }], headers })).toEqual(['own', 'route'])
  })
})

describe('settings', () => {
  const of = (rule: object, ...others: object[]) => {
    const mesh = meshWith(virtualService({ ...toA, ...rule }), ...others)
    return settingsOf(mesh, firstRule(mesh, 'sidecar', 8080))
  }
  const nothing = { mirrors: [], responseHeaders: [] }

  test('what the mesh does anyway is not there', () => {
    expect(of({})).toEqual(nothing)
    expect(of({ timeout: '0s' })).toEqual(nothing)
    expect(of({ retries: { attempts: 2 } })).toEqual(nothing)
    expect(of({ retries: { attempts: 2, retryOn: 'unavailable,connect-failure,refused-stream,cancelled' } })).toEqual(nothing)
    expect(of({ mirror: { host: 'a' }, mirrorPercentage: { value: 0 } })).toEqual(nothing)
    expect(of({ fault: { delay: { percentage: { value: 0 }, fixedDelay: '1s' } } })).toEqual(nothing)
  })

  test('times are milliseconds, no retries are off, and the order of retry conditions is nothing', () => {
    expect(of({ timeout: '1.5s' }).timeoutMs).toBe(1500)
    expect(of({ retries: { attempts: 0 } }).retries).toBe('off')
    const retries = { attempts: 3, perTryTimeout: '2s', retryOn: 'reset,5xx' }
    expect(of({ retries }).retries).toEqual({ attempts: 3, perTryTimeoutMs: 2000, retryOn: ['5xx', 'reset'] })
  })

  test('an HTTPRoute that asks for codes keeps the conditions that istiod always adds', () => {
    const mesh = meshWith(httpRoute({ retry: { codes: [503], attempts: 2 }, backendRefs: [{ name: 'a', port: 80 }] }))
    expect(settingsOf(mesh, firstRule(mesh)).retries).toEqual({
      attempts: 2,
      retryOn: ['503', 'cancelled', 'connect-failure', 'refused-stream', 'unavailable'],
    })
  })

  test('mirrors are told by the pods that get them: those of a version Service are those of its subset', () => {
    const subset = of({ mirror: { host: 'web', subset: 'v1', port: { number: 80 } } }, destinationRule('prod', { version: 'v1' }))
    const version = service('web-v1', { selector: { app: 'web', version: 'v1' } })
    expect(subset.mirrors).toEqual(of({ mirror: { host: 'web-v1', port: { number: 80 } } }, version).mirrors)
    expect(subset.mirrors).toEqual([{ destination: 'prod pods app=web,version=v1:80', percent: 100 }])
  })

  test('a mirror without a port gets the port that was addressed, and Services without a selector are told by their name', () => {
    expect(of({ mirror: { host: 'two' } }).mirrors).toEqual([{ destination: 'prod pods app=two:8080', percent: 100 }])
    expect(of({ mirror: { host: 'bare', port: { number: 80 } }, mirrorPercentage: { value: 0.5 } }).mirrors).toEqual([
      { destination: 'bare.prod.svc.cluster.local :80', percent: 0.5 },
    ])
  })

  test('faults, operations on the response and cross-origin settings are there', () => {
    const fault = { delay: { percentage: { value: 10 }, fixedDelay: '2s' }, abort: { percentage: { value: 100 }, httpStatus: 503 } }
    expect(of({ fault }).fault).toEqual({ delay: { percent: 10, ms: 2000 }, abort: { percent: 100, status: '503' } })
    const response = { remove: ['Server'], set: { 'X-A': '1' }, add: { 'X-B': '2' } }
    expect(of({ headers: { response } }).responseHeaders).toEqual(['remove server', 'set x-a=1', 'add x-b=2'])
    const cors = (methods: readonly string[]) => of({ corsPolicy: { allowOrigins: [{ exact: 'https://a' }], allowMethods: methods } }).cors
    expect(cors(['GET', 'POST'])).toBe(cors(['POST', 'GET']))
    expect(cors(['GET'])).not.toBe(cors(['POST']))
  })
})

describe('destinations', () => {
  const text = (destination: RouteTarget): string => {
    if (destination.kind === 'missing') return `status ${destination.status}`
    if (destination.kind === 'external') return `${destination.host}:${destination.port}`
    return `${[destination.service.name, ...Object.values(destination.subset)].join('/')}:${destination.port.port}`
  }
  const of = (route: object, at: 'sidecar' | 'waypoint' = 'sidecar', ...others: object[]) => {
    const mesh = meshWith(route, ...others)
    return routeTargetsOf(mesh, firstRule(mesh, at, 8080), { host, port: 8080 }).map(({ destination, share }) => [text(destination), share])
  }
  const weighted = (...route: (readonly [string, number?])[]) =>
    virtualService({ route: route.map(([name, weight]) => ({ destination: { host: name }, ...(weight === undefined ? {} : { weight }) })) })
  const backends = (...list: (readonly [string, number?])[]) =>
    httpRoute({ backendRefs: list.map(([name, weight]) => ({ name, port: 80, ...(weight === undefined ? {} : { weight }) })) })

  test('weights are relative; an unset one is nothing in a VirtualService and one in an HTTPRoute', () => {
    expect(of(weighted(['a', 80], ['two', 40]))).toEqual([
      ['a:8080', 2 / 3],
      ['two:8080', 1 / 3],
    ])
    expect(of(weighted(['a'], ['two', 100]))).toEqual([['two:8080', 1]])
    expect(of(backends(['a'], ['two', 3]))).toEqual([
      ['a:80', 0.25],
      ['two:80', 0.75],
    ])
  })

  test('a single destination of a VirtualService gets everything, whatever its weight', () => {
    expect(of(weighted(['a', 0]))).toEqual([['a:8080', 1]])
  })

  // Measured: istiod 1.31-alpha (commit eed52ebb) + Envoy 1.40.0; a sidecar's listener knows its own port alone.
  test('an unset port is the one that was addressed at a sidecar, and the only one at a waypoint', () => {
    expect(of(weighted(['two']))).toEqual([['two:8080', 1]])
    expect(of(weighted(['one']))).toEqual([['status 503', 1]])
    expect(of(weighted(['one']), 'waypoint')).toEqual([['one:80', 1]])
  })

  test('what is not there answers 503, in Gateway API routes 500', () => {
    expect(of(weighted(['nobody', 1], ['a', 1]))).toEqual([
      ['status 503', 0.5],
      ['a:8080', 0.5],
    ])
    expect(of(backends(['nobody'], ['a']))).toEqual([
      ['status 500', 0.5],
      ['a:80', 0.5],
    ])
    const subset = virtualService({ route: [{ destination: { host: 'a', subset: 'nothing' } }] })
    expect(of(subset)).toEqual([['status 503', 1]])
  })

  test('an ExternalName is followed by sidecars and not by waypoints', () => {
    const toPort = virtualService({ route: [{ destination: { host: 'gone', port: { number: 80 } } }] })
    expect(of(toPort)).toEqual([['a:80', 1]])
    expect(of(weighted(['gone']))).toEqual([['a:8080', 1]])
    expect(of(weighted(['gone']), 'waypoint')).toEqual([['status 503', 1]])
  })

  test('a sidecar looks for subsets in the namespace of its client first', () => {
    const mesh = meshWith(
      virtualService({ route: [{ destination: { host: 'web', subset: 'v1' } }] }),
      destinationRule('prod', { version: 'ours' }),
      destinationRule('shop', { version: 'theirs' }),
    )
    const from = (namespace: string) => {
      const routes = sidecarRoutes(mesh, { namespace }, host, 80)
      return routes.kind === 'chain'
        ? routeTargetsOf(mesh, routes.rules[0]!, { host, port: 80 }).map(({ destination }) => text(destination))
        : []
    }
    expect([from('shop'), from('prod'), from('team')]).toEqual([['web/theirs:80'], ['web/ours:80'], ['web/ours:80']])
  })

  test('a waypoint knows the subsets of its own namespace first, and not what is private elsewhere', () => {
    const route = virtualService({ route: [{ destination: { host: 'web', subset: 'v1' } }] })
    const ours = destinationRule('prod', { version: 'ours' })
    const theirs = destinationRule('shop', { version: 'theirs' })
    const root = destinationRule('istio-system', { version: 'root' })
    expect(of(route, 'waypoint', root, ours)).toEqual([['web/ours:8080', 1]])
    expect(of(route, 'waypoint', root)).toEqual([['web/root:8080', 1]])
    expect(of(route, 'waypoint', theirs)).toEqual([['status 503', 1]])
    expect(of(route, 'waypoint', destinationRule('istio-system', { version: 'root' }, ['.']))).toEqual([['status 503', 1]])
    expect(of(route, 'waypoint', destinationRule('prod', { version: 'private' }, ['.']))).toEqual([['web/private:8080', 1]])
  })
})
