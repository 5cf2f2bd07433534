import type { InputFile } from '../../src/manifest/input-file.ts'
import fc from '../fast-check.ts'
import { httpRule, written } from './http-rule.ts'
import { type GeneratedMesh, sidecarMesh } from './sidecar-mesh.ts'

/*
 * Routes for the meshes of `sidecarMesh`, with everything that makes them hard: several tables for a host, tables of clients' namespaces,
 * subsets that no pod has, weights that do not add up, conditions on clients, changes of requests that meet policies behind.
 */

const namespaces = ['shop', 'billing'] as const
const inside = ['cart', 'ledger', 'cart.shop.svc.cluster.local', 'ledger.billing.svc.cluster.local'] as const
const outside = ['api.example.com', '*.wild.example.com', 'nobody.example.com', 'cart.shop', '*.shop.svc'] as const
const mostly = <T>(value: fc.Arbitrary<T>, share = 3): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined, freq: share })
const rarely = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.integer({ min: 0, max: 9 }).chain((dice) => (dice === 0 ? value : fc.constant(undefined)))

const none = fc.constant(undefined)

const text = fc.constantFrom({ exact: 'gold' }, { prefix: 'si' }, { regex: 'g.*d|x+' }, { exact: '' })

const uri = fc.constantFrom(
  { prefix: '/' },
  { prefix: '/admin' },
  { prefix: '/public/' },
  { prefix: '/items' },
  { exact: '/admin' },
  { exact: '/items/7' },
  { regex: '/items/[0-9]+' },
  { regex: '/(admin|public)/.*' },
)

const match = fc
  .record({
    uri: mostly(uri),
    ignoreUriCase: rarely(fc.constant(true)),
    method: rarely(fc.constantFrom({ exact: 'GET' }, { regex: 'GET|POST' })),
    headers: rarely(
      fc.constantFrom<object>(
        { 'x-tier': { exact: 'gold' } },
        { 'x-tier': {} },
        { 'x-tier': { exact: 'silver' }, 'x-beta': { exact: 'on' } },
        { 'x-tier': { prefix: 'g' }, 'x-beta': { exact: 'on' } },
      ),
    ),
    withoutHeaders: rarely(text.map((value) => ({ 'x-tier': value }))),
    queryParams: rarely(fc.constantFrom<object>({ v: { exact: '2' } }, { v: { regex: '[0-9]' } })),
    authority: rarely(fc.constantFrom({ exact: 'cart.shop' }, { prefix: 'cart' })),
    scheme: rarely(fc.constant({ exact: 'http' })),
    port: rarely(fc.constantFrom(80, 9090)),
    sourceNamespace: rarely(fc.constantFrom(...namespaces)),
    sourceLabels: rarely(fc.constantFrom<object>({ app: 'cart' }, { app: 'ledger' })),
    gateways: rarely(fc.constantFrom(['mesh'], ['edge'])),
  })
  .map(written)

const destination = fc
  .record({
    host: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...inside) }, { weight: 1, arbitrary: fc.constantFrom(...outside, 'gone') }),
    subset: fc.constantFrom(undefined, undefined, 'v1', 'v2', 'v9'),
    port: rarely(fc.constantFrom({ number: 80 }, { number: 9090 })),
  })
  .map(written)

const headers = fc.constantFrom<object>(
  { request: { set: { 'x-tier': 'gold' } } },
  { request: { add: { 'x-via': 'mesh' }, remove: ['x-tier'] } },
  { response: { set: { 'x-served-by': 'cart' } } },
)

const forwarding = fc
  .tuple(fc.array(destination, { minLength: 1, maxLength: 2 }), fc.constantFrom([90, 10], [50, 50], [100, 0], [1, 3]), rarely(headers))
  .map(([destinations, weights, own]) => ({
    route: destinations.map((one, index) => ({
      destination: one,
      ...(destinations.length === 1 ? {} : { weight: weights[index] }),
      ...(own === undefined || index > 0 ? {} : { headers: own }),
    })),
  }))

const besides = fc
  .record({
    rewrite: rarely(
      fc.constantFrom<object>(
        { uri: '/' },
        { uri: '/admin' },
        { authority: 'ledger.shop' },
        { uriRegexRewrite: { match: '/([a-z]+)/', rewrite: '/\\1-' } },
      ),
    ),
    timeout: rarely(fc.constantFrom('3s', '0s')),
    retries: rarely(fc.constantFrom<object>({ attempts: 0 }, { attempts: 3, perTryTimeout: '1s', retryOn: '5xx' })),
    mirror: rarely(fc.constant({ host: 'ledger' })),
    mirrorPercentage: fc.constant(undefined),
    fault: rarely(
      fc.constantFrom<object>(
        { abort: { httpStatus: 503, percentage: { value: 10 } } },
        { delay: { fixedDelay: '1s', percentage: { value: 50 } } },
      ),
    ),
    headers: rarely(headers),
    corsPolicy: rarely(fc.constant({ allowOrigins: [{ exact: 'https://shop.example.com' }], allowMethods: ['GET'] })),
  })
  .map(written)

const rule = httpRule({ match, forwarding, besides })

const virtualService = fc
  .record({
    namespace: fc.constantFrom(...namespaces),
    hosts: fc.oneof(
      { weight: 5, arbitrary: fc.subarray([...inside], { minLength: 1, maxLength: 2 }) },
      { weight: 1, arbitrary: fc.subarray([...outside], { minLength: 1, maxLength: 1 }) },
    ),
    gateways: fc.constantFrom(undefined, undefined, undefined, ['mesh'], ['edge'], ['edge', 'mesh']),
    exportTo: fc.constantFrom(undefined, undefined, undefined, ['.'], ['*'], ['billing']),
    http: fc.array(rule, { minLength: 1, maxLength: 3 }),
    tcp: rarely(
      fc.constantFrom(
        [{ route: [{ destination: { host: 'ledger' } }] }],
        [{ match: [{ port: 9090 }], route: [{ destination: { host: 'cart', subset: 'v1' } }] }],
      ),
    ),
  })
  .chain(({ namespace, ...spec }) => {
    const [host = ''] = spec.hosts
    const tls = host.includes('.')
      ? rarely(fc.constant([{ match: [{ sniHosts: [host] }], route: [{ destination: { host: 'ledger' } }] }]))
      : none
    return tls.map((rules) => ({ namespace, spec: written({ ...spec, tls: rules }) }))
  })

const destinationRule = fc
  .record({
    namespace: fc.constantFrom(...namespaces, 'istio-system'),
    host: fc.constantFrom(...inside, '*.local', 'api.example.com'),
    exportTo: fc.constantFrom(undefined, undefined, ['.']),
    subsets: fc.constantFrom(
      undefined,
      [
        { name: 'v1', labels: { version: 'v1' } },
        { name: 'v2', labels: { version: 'v2' } },
      ],
      [{ name: 'v1', labels: { version: 'v1' } }],
    ),
    trafficPolicy: rarely(
      fc.constantFrom<object>(
        { tls: { mode: 'DISABLE' } },
        { tls: { mode: 'ISTIO_MUTUAL' } },
        { connectionPool: { http: { maxRetries: 3 } } },
        { loadBalancer: { simple: 'RANDOM' } },
      ),
    ),
  })
  .map(({ namespace, ...spec }) => ({ namespace, spec: written(spec) }))

const serviceEntry = fc
  .record({
    namespace: fc.constantFrom(...namespaces),
    host: fc.constantFrom('api.example.com', '*.wild.example.com'),
    location: fc.constantFrom('MESH_EXTERNAL', 'MESH_EXTERNAL', 'MESH_INTERNAL'),
    exportTo: fc.constantFrom(undefined, undefined, ['.']),
  })
  .map(({ namespace, host, ...rest }) => ({
    namespace,
    spec: written({
      hosts: [host],
      ports: [
        { number: 80, name: 'http', protocol: 'HTTP' },
        { number: 443, name: 'tls', protocol: 'TLS' },
      ],
      resolution: host.startsWith('*') ? 'NONE' : 'DNS',
      ...rest,
    }),
  }))

const sidecar = fc
  .record({
    namespace: fc.constantFrom(...namespaces),
    hosts: fc.constantFrom(['./*'], ['*/*'], ['./*', 'billing/*'], ['shop/cart.shop.svc.cluster.local']),
    outboundTrafficPolicy: fc.constantFrom(undefined, { mode: 'REGISTRY_ONLY' }),
  })
  .map(({ namespace, hosts, outboundTrafficPolicy }) => ({ namespace, spec: written({ egress: [{ hosts }], outboundTrafficPolicy }) }))

const edge = fc.constantFrom(['*'], ['*'], ['*'], ['shop/*'], ['./*.local', 'api.example.com']).map((hosts) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'Gateway',
  spec: { selector: { istio: 'ingressgateway' }, servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts }] },
}))

/** Routing objects for the namespaces of `sidecarMesh`. */
const routing: fc.Arbitrary<InputFile> = fc
  .record({
    tables: fc.array(virtualService, { minLength: 1, maxLength: 3 }),
    rules: fc.array(destinationRule, { maxLength: 2 }),
    entries: fc.array(serviceEntry, { maxLength: 1 }),
    sidecars: rarely(sidecar),
    edges: fc.tuple(edge, edge),
  })
  .map(({ tables, rules, entries, sidecars, edges }) => {
    const named = (kind: string, list: readonly { namespace: string; spec: object }[]): object[] =>
      list.map(({ namespace, spec }, index) => ({
        apiVersion: 'networking.istio.io/v1',
        kind,
        metadata: { name: `${kind.toLowerCase()}-${index}`, namespace },
        spec,
      }))
    const objects = [
      ...namespaces.map((namespace, index) => ({ ...edges[index], metadata: { name: 'edge', namespace } })),
      ...named('VirtualService', tables),
      ...named('DestinationRule', rules),
      ...named('ServiceEntry', entries),
      ...named('Sidecar', sidecars === undefined ? [] : [sidecars]),
    ]
    return { path: 'routes.yaml', text: `${objects.map((object) => JSON.stringify(object, undefined, 1)).join('\n---\n')}\n` }
  })

/** Meshes of sidecars with policies and routes. */
export const routedMesh: fc.Arbitrary<GeneratedMesh> = fc
  .tuple(sidecarMesh, routing)
  .map(([mesh, routes]) => ({ ...mesh, files: [...mesh.files, routes] }))
