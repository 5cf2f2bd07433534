import { test } from 'vitest'
import { stringify } from 'yaml'
import type { Request } from '../../src/model/request.ts'
import { meshOf } from '../decide/mesh-of.ts'
import fc from '../fast-check.ts'
import { agree } from './agree.ts'

const runs = Number(process.env.AGREEMENT_RUNS ?? 60)
const seed = Number(process.env.AGREEMENT_SEED ?? 1)

const values = ['a', 'b']
const paths = ['/', '/a', '/a/b', '/b', '/a/x', '/ab']
/** Proxies of nodes compare paths as they are sent, listeners of policies normalise them. */
const sentPaths = [...paths, '/x/../a', '/a/../b', '/a/%62', '//a', '/a/./b', '/%61']

const match = fc.record(
  {
    path: fc.oneof(
      fc.record({ type: fc.constant('PathPrefix'), value: fc.constantFrom(...paths) }),
      fc.record({ type: fc.constant('Exact'), value: fc.constantFrom(...paths) }),
      fc.record({ type: fc.constant('RegularExpression'), value: fc.constantFrom('/a.*', '/.*b', '/[ab]') }),
    ),
    method: fc.constantFrom('GET', 'POST'),
    headers: fc.uniqueArray(fc.record({ name: fc.constantFrom('x-a', 'x-b'), value: fc.constantFrom(...values) }), {
      selector: ({ name }) => name,
      maxLength: 2,
    }),
    queryParams: fc.array(fc.record({ name: fc.constant('q'), value: fc.constantFrom(...values) }), { maxLength: 1 }),
  },
  { requiredKeys: [] },
)

const backend = fc.record({ name: fc.constantFrom('blue', 'green', 'gone'), port: fc.constantFrom(80, 80, 99), weight: fc.nat(3) })

const filter = fc.constantFrom(
  { type: 'RequestRedirect', requestRedirect: { hostname: 'new.example' } },
  { type: 'RequestRedirect', requestRedirect: { scheme: 'http', hostname: 'new.example' } },
  { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' } } },
  { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'x-a', value: 'a' }] } },
)

const rule = fc.record({
  matches: fc.array(match, { minLength: 1, maxLength: 2 }),
  filters: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.tuple(filter) }),
  backendRefs: fc.array(backend, { maxLength: 2 }),
})

const parent = fc.record(
  { group: fc.constant(''), kind: fc.constant('Service'), name: fc.constant('cart'), port: fc.constantFrom(80, 81) },
  { requiredKeys: ['group', 'kind', 'name'] },
)

const routes = fc.array(
  fc.record({ parentRefs: fc.array(parent, { minLength: 1, maxLength: 2 }), rules: fc.array(rule, { minLength: 1, maxLength: 3 }) }),
  { minLength: 1, maxLength: 2 },
)

const policy = fc.record({
  endpointSelector: fc.record({ matchLabels: fc.record({ app: fc.constantFrom('blue', 'green', 'cart') }) }),
  ingress: fc.tuple(
    fc.record({
      fromEndpoints: fc.tuple(fc.record({ matchLabels: fc.record({ app: fc.constantFrom('web', 'other') }) })),
      toPorts: fc.constantFrom(
        [{ ports: [{ port: '8080', protocol: 'TCP' }] }],
        [{ ports: [{ port: '8080', protocol: 'TCP' }], rules: { http: [{ path: '/a' }, { method: 'POST' }] } }],
      ),
    }),
  ),
})

const request = fc.record({
  client: fc.constantFrom<Request['client']>({ kind: 'workload', namespace: 'shop', name: 'web' }, { kind: 'unmeshed' }),
  port: fc.constantFrom(80, 81),
  bytes: fc.nat(4),
  method: fc.constantFrom('GET', 'POST'),
  path: fc.constantFrom(...sentPaths),
  query: fc.constantFrom('', '?q=a', '?q=b'),
  headers: fc.record({ 'x-a': fc.constantFrom(...values), 'x-b': fc.constantFrom(...values) }, { requiredKeys: [] }),
})

const object = (apiVersion: string, kind: string, name: string, spec: object) => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop' },
  spec,
})

function meshWith(given: { readonly routes: readonly object[]; readonly policies: readonly object[]; readonly appProtocol: boolean }) {
  const pods = ['cart', 'blue', 'green', 'web'].map((name) =>
    object('apps/v1', 'Deployment', name, {
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'c' }] } },
    }),
  )
  const services = ['cart', 'blue', 'green'].map((name) =>
    object('v1', 'Service', name, {
      selector: { app: name },
      ports: [80, 81].map((port) => ({
        name: `p${port}`,
        port,
        targetPort: port + 8000,
        ...(given.appProtocol && port === 80 ? { appProtocol: 'http' } : {}),
      })),
    }),
  )
  const objects = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      metadata: { name: 'cilium' },
      spec: { controllerName: 'io.cilium/gateway-controller' },
    },
    ...pods,
    ...services,
    ...given.routes.map((spec, index) => object('gateway.networking.k8s.io/v1', 'HTTPRoute', `r${index}`, spec)),
    ...given.policies.map((spec, index) => object('cilium.io/v2', 'CiliumNetworkPolicy', `p${index}`, spec)),
  ]
  return meshOf([{ path: 'mesh.yaml', text: objects.map((one) => stringify(one)).join('---\n') }])
}

test('routes at the proxy of a node: the diagrams and the reference evaluator decide every request alike', () => {
  fc.assert(
    fc.property(
      fc.record({ routes, policies: fc.array(policy, { maxLength: 1 }), appProtocol: fc.boolean() }),
      fc.array(request, { minLength: 12, maxLength: 12 }),
      (given, requests) => {
        const mesh = meshWith(given)
        for (const { client, port, bytes, method, path, query, headers } of requests) {
          const http = { method, target: `${path}${query}`, authority: 'cart', headers, token: { kind: 'none' } } as const
          const address = { kind: 'service', namespace: 'shop', name: 'cart', port } as const
          agree(mesh, bytes === 0 ? { client, address, protocol: 'tcp' } : { client, address, protocol: 'http', http }, false)
        }
      },
    ),
    { numRuns: runs, seed },
  )
}, 900_000)
