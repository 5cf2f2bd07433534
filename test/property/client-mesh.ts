import fc from '../fast-check.ts'
import { type GeneratedMesh, sidecarMesh } from './sidecar-mesh.ts'
import { routedMesh } from './sidecar-routes.ts'

/*
 * Meshes whose clients are not who they seem: sidecars that send plaintext and therefore have no identity, pods of one ServiceAccount or one
 * Service of which some move and others stay, pods without a sidecar among them.
 */

interface Manifest {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: object }
  readonly spec: {
    readonly template: { readonly metadata: { readonly labels: object; readonly annotations?: object }; readonly spec: object }
  }
}

const namespaces = ['shop', 'billing'] as const
const hosts = ['cart', 'ledger', 'cart.shop.svc.cluster.local', 'ledger.billing.svc.cluster.local', '*.local'] as const
const sometimes = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined, freq: 1 })

const plainMode = fc.constantFrom('DISABLE', 'DISABLE', 'SIMPLE', 'ISTIO_MUTUAL').map((mode) => ({ tls: { mode } }))

/** How connections to a host are made: at the top, at one port, for one subset. */
const connections = fc
  .record({
    namespace: fc.constantFrom(...namespaces, 'istio-system'),
    host: fc.constantFrom(...hosts),
    where: fc.constantFrom('top', 'top', 'port', 'subset'),
    policy: plainMode,
    exportTo: fc.constantFrom(undefined, undefined, ['.'], ['billing']),
    selected: fc.constantFrom(undefined, undefined, undefined, 'cart', 'ledger'),
  })
  .map(({ namespace, host, where, policy, exportTo, selected }) => ({
    kind: 'DestinationRule',
    namespace,
    spec: {
      host,
      ...(where === 'top' ? { trafficPolicy: policy } : {}),
      ...(where === 'port' ? { trafficPolicy: { portLevelSettings: [{ port: { number: 80 }, ...policy }] } } : {}),
      ...(where === 'subset' ? { subsets: [{ name: 'v1', labels: { version: 'v1' }, trafficPolicy: policy }] } : {}),
      ...(exportTo === undefined ? {} : { exportTo }),
      ...(selected === undefined ? {} : { workloadSelector: { matchLabels: { app: selected } } }),
    },
  }))

/** Clients look at the mode of the server's namespace and of the mesh only. */
const disabled = fc
  .record({ namespace: fc.constantFrom(...namespaces, 'istio-system'), mode: fc.constantFrom('DISABLE', 'DISABLE', 'UNSET') })
  .map(({ namespace, mode }) => ({ kind: 'PeerAuthentication', namespace, spec: { mtls: { mode } } }))

const modeOfPods = fc
  .record({
    namespace: fc.constantFrom(...namespaces),
    app: fc.constantFrom('cart', 'ledger'),
    mode: fc.constantFrom('STRICT', 'PERMISSIVE', 'DISABLE'),
    port: fc.constantFrom(undefined, '8080', '9090'),
  })
  .map(({ namespace, app, mode, port }) => ({
    kind: 'PeerAuthentication',
    namespace,
    spec: {
      selector: { matchLabels: { app } },
      ...(port === undefined ? { mtls: { mode } } : { mtls: { mode: 'UNSET' }, portLevelMtls: { [port]: { mode } } }),
    },
  }))

/** What keeps some pods of a namespace on their sidecars. */
const staying = fc
  .record({
    namespace: fc.constantFrom(...namespaces),
    labels: fc.constantFrom<object>({ app: 'cart' }, { app: 'ledger' }, { version: 'v1' }, { app: 'cart', version: 'v2' }),
    egress: fc.boolean(),
  })
  .map(({ namespace, labels, egress }) =>
    egress
      ? {
          kind: 'Sidecar',
          namespace,
          spec: { workloadSelector: { labels }, outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' }, egress: [{ hosts: ['./*'] }] },
        }
      : {
          kind: 'EnvoyFilter',
          namespace,
          spec: {
            workloadSelector: { labels },
            configPatches: [{ applyTo: 'NETWORK_FILTER', match: { context: 'SIDECAR_OUTBOUND' }, patch: {} }],
          },
        },
  )

const outbound = fc.constantFrom<Readonly<Record<string, string>>>(
  { excludeOutboundIPRanges: '10.0.0.0/8' },
  { excludeOutboundIPRanges: '0.0.0.0/0' },
  { includeOutboundIPRanges: '10.4.0.0/16' },
  { includeOutboundIPRanges: '' },
  { excludeOutboundPorts: '80' },
  { excludeOutboundPorts: '8080,9090' },
  { includeOutboundPorts: '9090' },
)

/** What is said of the pods of some Deployments: which connections their sidecars take, whether they have one, who they are. */
const pods = fc.record({
  namespace: fc.constantFrom(undefined, ...namespaces),
  names: fc.constantFrom('cart-v1', 'ledger-v1', 'cart', 'ledger', 'v1', 'v2'),
  outbound: sometimes(outbound),
  inject: fc.constantFrom(undefined, undefined, undefined, 'false'),
  serviceAccountName: fc.constantFrom(undefined, undefined, 'cart', 'ledger'),
})

type Pods = typeof pods extends fc.Arbitrary<infer T> ? T : never

function changed(manifest: Manifest, { namespace, names, outbound: lists = {}, inject, serviceAccountName }: Pods): Manifest {
  const { kind, metadata, spec } = manifest
  if (kind !== 'Deployment' || !metadata.name.includes(names)) return manifest
  if (namespace !== undefined && metadata.namespace !== namespace) return manifest
  const { template } = spec
  const own = Object.fromEntries(Object.entries(lists).map(([name, value]) => [`traffic.sidecar.istio.io/${name}`, value]))
  return {
    ...manifest,
    spec: {
      ...spec,
      template: {
        metadata: {
          ...template.metadata,
          labels: { ...template.metadata.labels, ...(inject === undefined ? {} : { 'sidecar.istio.io/inject': inject }) },
          annotations: { ...template.metadata.annotations, ...own },
        },
        spec: { ...template.spec, ...(serviceAccountName === undefined ? {} : { serviceAccountName }) },
      },
    },
  }
}

const groups: Readonly<Record<string, string>> = { PeerAuthentication: 'security.istio.io/v1' }

export const clientMesh: fc.Arbitrary<GeneratedMesh> = fc
  .record({
    mesh: fc.oneof(sidecarMesh, routedMesh),
    objects: fc.array(fc.oneof(connections, disabled, modeOfPods, staying), { minLength: 1, maxLength: 3 }),
    changes: fc.array(pods, { maxLength: 2 }),
  })
  .map(({ mesh, objects, changes }) => {
    const extra = objects.map(({ kind, namespace, spec }, index) => ({
      apiVersion: groups[kind] ?? (kind === 'EnvoyFilter' ? 'networking.istio.io/v1alpha3' : 'networking.istio.io/v1'),
      kind,
      metadata: { name: `client-${index}`, namespace },
      spec,
    }))
    const files = mesh.files.map(({ path, text }) => {
      const documents = text.split('\n---\n').map((one) => changes.reduce(changed, JSON.parse(one) as Manifest))
      return { path, text: `${documents.map((one) => JSON.stringify(one, undefined, 1)).join('\n---\n')}\n` }
    })
    const text = extra.map((one) => JSON.stringify(one, undefined, 1)).join('\n---\n')
    return { ...mesh, files: [...files, { path: 'clients.yaml', text: `${text}\n` }] }
  })

/** All meshes of sidecars: with policies alone, with routes, with clients that have no identity or move in part. */
export const anyMesh: fc.Arbitrary<GeneratedMesh> = fc.oneof(sidecarMesh, routedMesh, clientMesh)
