import type { Request } from '../../src/model/request.ts'
import fc from '../fast-check.ts'
import type { CiliumMesh } from './cilium-mesh.ts'
import { httpRule, written } from './http-rule.ts'

/*
 * Small sidecar meshes of which Cilium can route much: VirtualServices of Services with a virtual IP, DestinationRules with subsets and limits, and few
 * policies. What no proxy of a node can say (conditions on clients, faults) is rare, so that many of them are translated as a whole.
 */

const mostly = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined, freq: 3 })
const rarely = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.integer({ min: 0, max: 7 }).chain((dice) => (dice === 0 ? value : fc.constant(undefined)))
const never = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.integer({ min: 0, max: 39 }).chain((dice) => (dice === 0 ? value : fc.constant(undefined)))

const uri = fc.constantFrom(
  { prefix: '/' },
  { prefix: '/' },
  { prefix: '/admin' },
  { prefix: '/public/' },
  { exact: '/admin' },
  { exact: '/items/7' },
  { regex: '/items/[0-9]+' },
  { regex: '/(admin|public)/.*' },
)

const match = fc
  .record({
    uri: mostly(uri),
    ignoreUriCase: rarely(fc.constant(true)),
    method: rarely(fc.constantFrom({ exact: 'GET' }, { regex: 'GET|POST' }, { prefix: 'P' })),
    headers: rarely(
      fc.constantFrom<object>(
        { 'x-tier': { exact: 'gold' } },
        { 'x-tier': {} },
        { 'x-tier': { prefix: 'g' }, 'x-beta': { exact: 'on' } },
        { 'x-tier': { regex: 'g.*d' } },
      ),
    ),
    withoutHeaders: rarely(fc.constantFrom<object>({ 'x-tier': { exact: 'gold' } }, { 'x-beta': {} })),
    queryParams: rarely(fc.constantFrom<object>({ v: { exact: '2' } }, { v: { regex: '[0-9]' } })),
    authority: rarely(fc.constantFrom({ exact: 'loom.mill' }, { prefix: 'loom' })),
    scheme: never(fc.constant({ exact: 'http' })),
    port: rarely(fc.constantFrom(80, 81)),
    sourceLabels: never(fc.constant({ app: 'saw' })),
    sourceNamespace: never(fc.constant('yard')),
  })
  .map(written)

const destination = fc
  .record({
    host: fc.constantFrom('loom', 'loom', 'saw', 'saw.mill.svc.cluster.local', 'saw.yard.svc.cluster.local'),
    subset: fc.constantFrom(undefined, undefined, undefined, 'v1', 'v2'),
    port: rarely(fc.constantFrom({ number: 80 }, { number: 81 })),
  })
  .map(written)

const headers = fc.constantFrom<object>(
  { request: { set: { 'x-tier': 'gold' } } },
  { request: { add: { 'x-via': 'mesh' }, remove: ['x-tier'] } },
  { response: { set: { 'x-served-by': 'loom' } } },
)

const forwarding = fc
  .tuple(
    fc.array(destination, { minLength: 1, maxLength: 2 }),
    fc.constantFrom([90, 10], [50, 50], [100, 0], [1, 3]),
    rarely(headers),
    fc.boolean(),
  )
  .map(([destinations, weights, own, weighted]) => ({
    route: destinations.map((one, index) => ({
      destination: one,
      ...(destinations.length === 1 && !weighted ? {} : { weight: weights[index] }),
      ...(own === undefined || index > 0 ? {} : { headers: own }),
    })),
  }))

const besides = fc
  .record({
    rewrite: rarely(
      fc.constantFrom<object>(
        { uri: '/' },
        { uri: '/admin' },
        { authority: 'saw.mill' },
        { uriRegexRewrite: { match: '/([a-z]+)/', rewrite: '/\\1-' } },
      ),
    ),
    // The CRD refuses `0s`: a timeout is greater than 1ms.
    timeout: rarely(fc.constantFrom('3s', '500ms')),
    retries: rarely(fc.constantFrom<object>({ attempts: 0 }, { attempts: 3, perTryTimeout: '1s', retryOn: '5xx' })),
    mirror: rarely(fc.constantFrom({ host: 'saw' }, { host: 'loom', subset: 'v2' })),
    mirrorPercentage: rarely(fc.constantFrom({ value: 50 }, { value: 0.5 })),
    fault: never(fc.constant({ abort: { httpStatus: 503, percentage: { value: 10 } } })),
    headers: rarely(headers),
    corsPolicy: rarely(fc.constant({ allowOrigins: [{ exact: 'https://mill.example.com' }], allowMethods: ['GET'] })),
  })
  .map(written)

const rule = httpRule({ match, forwarding, besides })

const virtualService = fc
  .record({
    hosts: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(['loom'], ['loom'], ['loom.mill.svc.cluster.local'], ['loom', 'saw'], ['saw']) },
      { weight: 1, arbitrary: fc.constant(['*.mill.svc.cluster.local']) },
    ),
    gateways: fc.constantFrom(undefined, undefined, undefined, undefined, ['mesh'], ['edge', 'mesh']),
    exportTo: never(fc.constantFrom(['*'], ['.'])),
    http: fc.array(rule, { minLength: 1, maxLength: 3 }),
    catchAll: fc.constantFrom('loom', 'loom', 'saw', undefined),
  })
  // Without a rule for all the rest, requests are answered with 404, which keeps policies about clients on sidecars.
  .map(({ catchAll, http, ...rest }) =>
    written({ ...rest, http: catchAll === undefined ? http : [...http, { route: [{ destination: { host: catchAll } }] }] }),
  )

const subsets = [
  { name: 'v1', labels: { version: 'v1' } },
  { name: 'v2', labels: { version: 'v2' } },
]

const destinationRule = fc.record({
  host: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom('loom', 'loom', 'saw') },
    { weight: 1, arbitrary: fc.constant('*.mill.svc.cluster.local') },
  ),
  subsets: fc.constantFrom<readonly object[] | undefined>(subsets, subsets, subsets, [subsets[0]!], undefined),
  trafficPolicy: rarely(
    fc.constantFrom<object>(
      { tls: { mode: 'ISTIO_MUTUAL' } },
      { connectionPool: { http: { maxRetries: 3, http1MaxPendingRequests: 10 } } },
      { loadBalancer: { simple: 'RANDOM' } },
      { outlierDetection: { consecutive5xxErrors: 3 } },
      { tls: { mode: 'DISABLE' } },
      { loadBalancer: { consistentHash: { httpHeaderName: 'x-user' } } },
    ),
  ),
  exportTo: never(fc.constant(['.'])),
})

/** Policies about connections, and about requests, for the pods that routes lead to. */
const policy = fc
  .record({
    action: fc.constantFrom('ALLOW', 'ALLOW', 'DENY'),
    app: fc.constantFrom(undefined, 'loom', 'saw', 'ledger'),
    rule: fc.constantFrom<object>(
      { from: [{ source: { namespaces: ['mill'] } }] },
      { from: [{ source: { namespaces: ['yard'] } }] },
      { from: [{ source: { principals: ['cluster.local/ns/yard/sa/saw'] } }] },
      { to: [{ operation: { paths: ['/admin*'] } }] },
      { to: [{ operation: { methods: ['GET'] } }] },
      { from: [{ source: { namespaces: ['mill', 'yard'] } }], to: [{ operation: { ports: ['8080'] } }] },
    ),
  })
  .map(({ action, app, rule: one }) => ({
    ...(app === undefined ? {} : { selector: { matchLabels: { app } } }),
    action,
    rules: [one],
  }))

/** A database: TCP rules that lead back to all of its pods, or to some of them, for everybody or for some clients. */
const bytes = rarely(
  fc.record({
    tcp: fc.uniqueArray(
      fc.constantFrom<object>(
        { route: [{ destination: { host: 'ledger', subset: 'one' } }] },
        { match: [{ port: 5432 }], route: [{ destination: { host: 'ledger', port: { number: 5432 } } }] },
        { match: [{ port: 5432, sourceLabels: { app: 'saw' } }], route: [{ destination: { host: 'ledger' } }] },
        { route: [{ destination: { host: 'saw', port: { number: 81 } } }] },
      ),
      { minLength: 1, maxLength: 2 },
    ),
    labels: fc.constantFrom({ version: 'v1' }, { version: 'v1' }, { app: 'ledger' }, { version: 'v2' }),
    versions: fc.constantFrom(['v1'], ['v1'], ['v1', 'v2']),
    tls: fc.constantFrom(undefined, 'ISTIO_MUTUAL'),
  }),
)

/** What the Services look like: the name of a port says what proxies read on it. */
const shape = fc.record({
  second: fc.constantFrom('http-admin', 'tcp-admin', 'grpc-admin', undefined),
  name: fc.constantFrom('http', 'http', 'http2', 'grpc', 'web'),
  strict: fc.constantFrom(false, false, false, true),
  bystander: fc.constantFrom(false, false, true),
})

export const ciliumRouteMesh: fc.Arbitrary<CiliumMesh> = fc
  .record({
    tables: fc.oneof(
      { weight: 4, arbitrary: fc.tuple(virtualService) },
      { weight: 1, arbitrary: fc.tuple(virtualService, virtualService) },
    ),
    rules: fc.uniqueArray(destinationRule, { minLength: 1, maxLength: 2, selector: ({ host }) => host }),
    rival: never(destinationRule),
    policies: fc.array(policy, { maxLength: 1 }),
    bytes,
    shape,
  })
  .map(({ tables, rules, rival, policies, bytes: database, shape: { second, name, strict, bystander } }) => {
    const object = (apiVersion: string, kind: string, called: string, spec: object) => ({
      apiVersion,
      kind,
      metadata: { name: called, namespace: 'mill' },
      spec,
    })
    const ledger =
      database === undefined
        ? []
        : [
            ...database.versions.map((version) => pods('mill', 'ledger', version)),
            service('mill', 'ledger', [{ name: 'tcp', port: 5432, targetPort: 8080 }]),
            object('networking.istio.io/v1', 'VirtualService', 'ledger', { hosts: ['ledger'], tcp: database.tcp }),
            object('networking.istio.io/v1', 'DestinationRule', 'ledger', {
              host: 'ledger',
              subsets: [{ name: 'one', labels: database.labels }],
              ...(database.tls === undefined ? {} : { trafficPolicy: { tls: { mode: database.tls } } }),
            }),
          ]
    const ports = [{ name, port: 80, targetPort: 8080 }, ...(second === undefined ? [] : [{ name: second, port: 81, targetPort: 8081 }])]
    const objects: object[] = [
      ...['mill', 'yard'].flatMap((namespace) => [
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { 'istio-injection': 'enabled' } } },
        ...(namespace === 'mill' ? [pods(namespace, 'loom', 'v1'), pods(namespace, 'loom', 'v2')] : []),
        pods(namespace, 'saw', 'v1'),
        ...(namespace === 'mill' ? [service(namespace, 'loom', ports)] : []),
        service(namespace, 'saw', ports),
      ]),
      ...(bystander ? [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shed' } }, pods('shed', 'axe', 'v1')] : []),
      ...ledger,
      ...tables.map((spec, index) => object('networking.istio.io/v1', 'VirtualService', `routes-${index}`, spec)),
      ...[...rules, ...(rival === undefined ? [] : [rival])].map((spec, index) =>
        object('networking.istio.io/v1', 'DestinationRule', `rule-${index}`, written(spec)),
      ),
      ...policies.map((spec, index) => object('security.istio.io/v1', 'AuthorizationPolicy', `policy-${index}`, spec)),
      ...(strict ? [object('security.istio.io/v1', 'PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } })] : []),
    ]
    return { files: [{ path: 'mesh.yaml', text: `${objects.map((one) => JSON.stringify(one, undefined, 1)).join('\n---\n')}\n` }] }
  })

/** Requests that meet the routes: of pods in the mesh and of none, to the Services and to another name. */
export const requestOfRoutes: fc.Arbitrary<Request> = fc
  .record({
    client: fc.constantFrom<Request['client']>(
      { kind: 'workload', namespace: 'mill', name: 'saw-v1' },
      { kind: 'workload', namespace: 'yard', name: 'saw-v1' },
      { kind: 'unmeshed' },
    ),
    service: fc.constantFrom(
      { name: 'loom', namespace: 'mill' },
      { name: 'saw', namespace: 'mill' },
      { name: 'saw', namespace: 'yard' },
      { name: 'ledger', namespace: 'mill' },
    ),
    asked: fc.constantFrom(80, 80, 81),
    isHttp: fc.integer({ min: 0, max: 9 }).map((dice) => dice > 0),
    method: fc.constantFrom('GET', 'POST', 'PUT'),
    target: fc.constantFrom('/', '/admin', '/ADMIN', '/admin/x', '/administer', '/public/a', '/items/7', '/items/x', '/?v=2', '/admin?v=3'),
    named: fc.boolean(),
    headers: fc.constantFrom<Record<string, string>>({}, { 'x-tier': 'gold' }, { 'x-tier': 'good', 'x-beta': 'on' }, { 'x-tier': '' }),
  })
  .map(({ client, service: { name, namespace }, asked, isHttp, method, target, named, headers: sent }): Request => {
    const port = name === 'ledger' ? 5432 : asked
    const address = { kind: 'service', namespace, name, port } as const
    if (!isHttp) return { client, address, protocol: 'tcp' }
    const authority = named ? `${name}.${namespace}` : `${name}.${namespace}.svc.cluster.local`
    return { client, address, protocol: 'http', http: { method, target, authority, headers: sent, token: { kind: 'none' } } }
  })

function pods(namespace: string, app: string, version: string): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `${app}-${version}`, namespace },
    spec: {
      selector: { matchLabels: { app, version } },
      template: {
        metadata: { labels: { app, version } },
        spec: {
          serviceAccountName: app,
          containers: [{ name: 'app', image: 'app', ports: [{ containerPort: 8080 }, { containerPort: 8081 }] }],
        },
      },
    },
  }
}

function service(namespace: string, app: string, ports: readonly object[]): object {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: app, namespace }, spec: { selector: { app }, ports } }
}
