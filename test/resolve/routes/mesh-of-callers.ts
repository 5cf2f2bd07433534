import type { Mesh } from '../../../src/model/mesh.ts'
import { readManifests } from '../../../src/translate.ts'
import fc from '../../fast-check.ts'

export const callerNamespaces = ['oak', 'elm', 'ash', 'fir', 'yew'] as const
const namespace = fc.constantFrom(...callerNamespaces)
const exports = fc.option(
  fc.constantFrom<readonly string[]>(['*'], ['.'], ['elm'], ['ash', '.'], ['~']).map((exportTo) => [...exportTo]),
  { nil: undefined },
)
const host = fc
  .tuple(fc.constantFrom('leaf', 'root', 'alias'), namespace)
  .chain(([name, within]) => fc.constantFrom(name, `${name}.${within}.svc.cluster.local`))

const istio = (kind: string, spec: fc.Arbitrary<object>) =>
  fc
    .tuple(namespace, fc.constantFrom('a', 'b'), fc.option(fc.constantFrom(2021, 2022), { nil: undefined }), spec)
    .map(([within, name, year, body]) => ({
      apiVersion: 'networking.istio.io/v1',
      kind,
      metadata: { name, namespace: within, ...(year === undefined ? {} : { creationTimestamp: `${year}-01-01T00:00:00Z` }) },
      spec: body,
    }))
const virtualService = istio(
  'VirtualService',
  fc.record({
    hosts: host.map((one) => [one]),
    exportTo: exports,
    http: fc.array(
      fc.record({
        match: fc.option(fc.constantFrom([{ uri: { prefix: '/api' } }], [{ sourceNamespace: 'elm' }]), { nil: undefined }),
        route: fc
          .record({ host, subset: fc.option(fc.constantFrom('v1', 'v2'), { nil: undefined }) })
          .map((destination) => [{ destination }]),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  }),
)
const destinationRule = istio(
  'DestinationRule',
  fc.record({
    host: fc.oneof({ weight: 4, arbitrary: host }, { weight: 1, arbitrary: fc.constant('*.svc.cluster.local') }),
    exportTo: exports,
    workloadSelector: fc.option(fc.constant({ matchLabels: { app: 'leaf' } }), { nil: undefined, freq: 5 }),
    trafficPolicy: fc.option(fc.constantFrom({ tls: { mode: 'DISABLE' } }, { tls: { mode: 'ISTIO_MUTUAL' } }), { nil: undefined }),
    subsets: fc.option(fc.constantFrom([{ name: 'v1', labels: { version: 'v1' } }], [{ name: 'v2', labels: { version: 'v2' } }]), {
      nil: undefined,
    }),
  }),
)
const sidecar = istio(
  'Sidecar',
  fc.record({
    workloadSelector: fc.option(fc.constant({ labels: { app: 'leaf' } }), { nil: undefined }),
    egress: fc.constantFrom([{ hosts: ['./*'] }], [{ hosts: ['*/*'] }], [{ hosts: ['oak/*', './*'] }]),
    outboundTrafficPolicy: fc.option(fc.constantFrom({ mode: 'ALLOW_ANY' }, { mode: 'REGISTRY_ONLY' }), { nil: undefined }),
  }),
)
const service = fc
  .tuple(
    namespace,
    fc.constantFrom('leaf', 'root', 'alias'),
    fc.option(fc.constantFrom('*', '.', 'elm,fir', '~'), { nil: undefined }),
    host,
  )
  .map(([within, name, exportTo, other]) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      namespace: within,
      ...(exportTo === undefined ? {} : { annotations: { 'networking.istio.io/exportTo': exportTo } }),
    },
    spec: {
      ports: [{ name: 'http', port: 80 }],
      ...(name === 'alias'
        ? { type: 'ExternalName', externalName: other.includes('.') ? other : 'leaf.elm.svc.cluster.local' }
        : { selector: { app: name } }),
    },
  }))
const deployment = namespace.map((within) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'leaf', namespace: within },
  spec: {
    selector: { matchLabels: { app: 'leaf' } },
    template: { metadata: { labels: { app: 'leaf', version: 'v1' } }, spec: { containers: [{ name: 'a' }] } },
  },
}))
const entry = istio(
  'ServiceEntry',
  fc.record({
    hosts: fc.constantFrom(['far.example'], ['*.elm.svc.cluster.local']),
    exportTo: exports,
    ports: fc.constant([{ number: 80, name: 'http', protocol: 'HTTP' }]),
    resolution: fc.constant('NONE'),
  }),
)
interface CallersObject {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace: string }
}

const nameOf = (object: CallersObject) => `${object.kind} ${object.metadata.namespace}/${object.metadata.name}`
/** Namespaces with sidecars whose own Sidecars, and the routes and rules that name them, make them alike as clients or not; `more` are other objects. */
export const meshOfCallers = (more: fc.Arbitrary<readonly CallersObject[]> = fc.constant([])): fc.Arbitrary<Mesh> =>
  fc
    .tuple(
      fc.array(service, { minLength: 2, maxLength: 6 }),
      fc.array(deployment, { minLength: 1, maxLength: 3 }),
      fc.array(fc.oneof(virtualService, destinationRule, sidecar, entry), { minLength: 1, maxLength: 8 }),
      more,
    )
    .map((lists): Mesh => {
      const objects = new Map(lists.flat().map((object: CallersObject) => [nameOf(object), object]))
      const shown = callerNamespaces.map((name) => ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels: { 'istio-injection': 'enabled' } },
      }))
      return readManifests(
        [...shown, ...objects.values()].map((object, index) => ({ path: `${index}.yaml`, text: JSON.stringify(object) })),
      ).mesh
    })
