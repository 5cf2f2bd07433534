import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { NodeRoutes } from '../../../../../src/model/node-routes.ts'
import { meshOf } from '../../../../decide/mesh-of.ts'

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

const type = (name: string) => `type.googleapis.com/envoy.${name}`

const manager = {
  '@type': type('extensions.filters.network.http_connection_manager.v3.HttpConnectionManager'),
  statPrefix: 'till',
  rds: { routeConfigName: 'till' },
  normalizePath: true,
  useRemoteAddress: true,
  httpFilters: [
    { name: 'envoy.filters.http.cors', typedConfig: { '@type': type('extensions.filters.http.cors.v3.Cors') } },
    { name: 'envoy.filters.http.router', typedConfig: { '@type': type('extensions.filters.http.router.v3.Router') } },
  ],
}

const listener = {
  '@type': type('config.listener.v3.Listener'),
  name: 'till',
  filterChains: [
    {
      filterChainMatch: { transportProtocol: 'raw_buffer' },
      filters: [{ name: 'envoy.filters.network.http_connection_manager', typedConfig: manager }],
    },
  ],
}

const routes = [
  {
    name: 'beta',
    match: {
      prefix: '/',
      headers: [
        { name: ':method', stringMatch: { exact: 'GET' } },
        { name: 'x-beta', stringMatch: { safeRegex: { regex: 'yes|on' } } },
        { name: 'x-old', presentMatch: true, invertMatch: true },
        { name: ':scheme', stringMatch: { exact: 'http' } },
        { name: 'x-not', stringMatch: { exact: 'a' }, invertMatch: true, treatMissingHeaderAsEmpty: true },
      ],
      queryParameters: [{ name: 'q', stringMatch: { prefix: 'a' } }],
    },
    route: {
      weightedClusters: {
        clusters: [
          { name: 'shop:blue:80', weight: 90 },
          { name: 'shop:green:80', weight: 10, requestHeadersToRemove: ['x-inner'] },
        ],
      },
      timeout: '0.5s',
      retryPolicy: { retryOn: 'connect-failure,refused-stream', numRetries: 3, retriableStatusCodes: [503], perTryTimeout: '2s' },
      prefixRewrite: '/new',
      hostRewriteLiteral: 'inner',
      requestMirrorPolicies: [{ cluster: 'shop:green:80', runtimeFraction: { defaultValue: { numerator: 25, denominator: 'HUNDRED' } } }],
    },
    requestHeadersToAdd: [{ header: { key: 'x-a', value: '1' }, appendAction: 'OVERWRITE_IF_EXISTS_OR_ADD' }],
    typedPerFilterConfig: {
      'envoy.filters.http.cors': {
        '@type': type('extensions.filters.http.cors.v3.CorsPolicy'),
        allowOriginStringMatch: [{ exact: 'https://a.example' }],
        allowMethods: 'GET, POST',
        maxAge: '60',
      },
    },
  },
  { match: { path: '/old' }, redirect: { hostRedirect: 'new.example', responseCode: 'FOUND' } },
  { match: { pathSeparatedPrefix: '/gone' }, directResponse: { status: 410, body: { inlineString: 'gone' } } },
  {
    match: { safeRegex: { regex: '/a.*' } },
    route: { cluster: 'shop:blue:80', regexRewrite: { pattern: { regex: 'a' }, substitution: 'b' } },
  },
]

const cluster = (service: string) => ({
  '@type': type('config.cluster.v3.Cluster'),
  name: `shop:${service}:80`,
  type: 'EDS',
  edsClusterConfig: { serviceName: `shop/${service}:80` },
  connectTimeout: '5s',
  lbPolicy: 'ROUND_ROBIN',
})

const spec = {
  services: [{ name: 'till', namespace: 'shop', ports: [80], listener: 'till' }],
  backendServices: ['blue', 'green'].map((name) => ({ name, namespace: 'shop', number: ['80'] })),
  resources: [
    listener,
    {
      '@type': type('config.route.v3.RouteConfiguration'),
      name: 'till',
      virtualHosts: [{ name: 'till', domains: ['*'], routes }],
    },
    cluster('blue'),
    cluster('green'),
  ],
}

function read(written: Json, metadata: object = {}, kind = 'CiliumEnvoyConfig'): readonly NodeRoutes[] {
  const object = { apiVersion: 'cilium.io/v2', kind, metadata: { name: 'till', namespace: 'shop', ...metadata }, spec: written }
  return meshOf([{ path: 'config.yaml', text: stringify(object) }]).nodeRoutes
}

const odd = (written: Json, metadata?: object) =>
  read(written, metadata).flatMap(({ unmodelled }) => unmodelled.map(({ path }) => path.join('.')))

describe('a CiliumEnvoyConfig of routes', () => {
  test('is read whole', () => {
    const [table, ...others] = read(spec)
    expect(others).toEqual([])
    expect(table).toMatchObject({ order: 'first-match', normalization: 'base', unmodelled: [] })
    expect(table?.bindings).toMatchObject([{ to: 'service', namespace: 'shop', target: { name: 'till' }, port: 80 }])
    const [beta, old, gone, pattern] = table!.http
    expect(beta?.action).toMatchObject({
      kind: 'forward',
      backends: [
        { host: 'blue.shop.svc.cluster.local', port: 80, weight: 90 },
        { host: 'green.shop.svc.cluster.local', port: 80, weight: 10, requestHeaders: { remove: [{ name: 'x-inner' }] } },
      ],
      timeoutMs: 500,
      retries: { attempts: 3, retryOn: ['503', 'connect-failure', 'refused-stream'], perTryTimeoutMs: 2000 },
      rewrite: { path: { kind: 'prefix', value: '/new' }, authority: 'inner' },
      mirrors: [{ host: 'green.shop.svc.cluster.local', percent: 25 }],
      requestHeaders: { set: [{ name: 'x-a', value: '1' }] },
      cors: {
        allowOrigins: [{ match: { op: 'exact', value: 'https://a.example' } }],
        allowMethods: ['GET', 'POST'],
        maxAgeMs: 60_000,
        unmatchedPreflights: 'forward',
      },
    })
    expect(old?.action).toMatchObject({ kind: 'redirect', redirect: { status: 302, authority: 'new.example' } })
    expect(gone?.action).toMatchObject({ kind: 'respond', response: { status: 410, body: { text: 'gone' } } })
    expect(pattern?.action).toMatchObject({
      timeoutMs: 15_000,
      retries: { attempts: 0 },
      rewrite: { path: { kind: 'regex', pattern: 'a' } },
    })
  })

  test('is the same with the names of the API', () => {
    const snake = (value: Json): Json => {
      if (Array.isArray(value)) return value.map(snake)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [
          name.includes('.') ? name : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
          snake(inner),
        ]),
      )
    }
    const without = (table: NodeRoutes | undefined) =>
      JSON.stringify(table?.http, (name, value: unknown) => (name === 'place' || name === 'timeoutPlace' ? undefined : value))
    const resources = (spec.resources as readonly Json[]).map(snake)
    expect(odd({ ...spec, resources })).toEqual([])
    expect(without(read({ ...spec, resources })[0])).toBe(without(read(spec)[0]))
  })

  test('counts as not understood for any field that is not known, wherever it is', () => {
    const paths = [...placesIn(spec as unknown as Json)]
    expect(paths.length).toBeGreaterThan(45)
    const unnoticed = paths.filter((path) => odd(withStrange(spec as unknown as Json, path)).length === 0)
    // What decides about no request is not looked into.
    expect(unnoticed.map((path) => path.join('.'))).toEqual([])
  })

  test.each([
    [
      'another type of resource',
      { ...spec, resources: [...spec.resources, { '@type': type('config.endpoint.v3.ClusterLoadAssignment') }] },
    ],
    [
      'a chain for TLS',
      { ...spec, resources: [{ ...listener, filterChains: [...listener.filterChains, { filters: [] }] }, ...spec.resources.slice(1)] },
    ],
    ['nodes of its own', { ...spec, nodeSelector: { matchLabels: { a: 'b' } } }],
    ['a listener that is not there', { ...spec, services: [{ name: 'till', listener: 'other' }] }],
    ['a cluster whose Service is not served', { ...spec, backendServices: spec.backendServices.slice(1) }],
    ['a cluster without a Service', { ...spec, resources: spec.resources.slice(0, 3) }],
  ])('%s is not understood', (_, written) => {
    expect(odd(written as unknown as Json)).not.toEqual([])
  })

  test.each([
    ['an address of the proxy', { annotations: { 'cec.cilium.io/use-original-source-address': 'false' } }],
    ['that of an Ingress', { ownerReferences: [{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'i', uid: 'u' }] }],
  ])('%s is not the identity of the client', (_, metadata) => {
    expect(odd(spec as unknown as Json, metadata)).not.toEqual([])
  })

  test('without Services is for policies, and one for the whole cluster is not followed', () => {
    expect(read({ resources: spec.resources } as unknown as Json)).toEqual([])
    expect(read(spec as unknown as Json, { namespace: undefined }, 'CiliumClusterwideEnvoyConfig')[0]?.unmodelled).not.toEqual([])
  })
})

/** The path of every object. */
function* placesIn(value: Json, path: readonly (string | number)[] = []): Generator<readonly (string | number)[]> {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) yield path
  for (const [name, inner] of Object.entries(value)) yield* placesIn(inner as Json, [...path, name])
}

/** The same with a field at a path that Envoy does not have. */
function withStrange(value: Json, [first, ...rest]: readonly (string | number)[]): Json {
  if (first === undefined) return { ...(value as object), strangeField: true } as Json
  if (Array.isArray(value)) return value.map((one, index) => (String(index) === String(first) ? withStrange(one as Json, rest) : one))
  const own = value as Record<string, Json>
  return { ...own, [first]: withStrange(own[first]!, rest) }
}
