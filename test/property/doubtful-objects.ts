import fc from '../fast-check.ts'

/** Objects that leave a doubt about some clients: of whom the diagrams do not know labels, connections or what the network asks. */
const namespace = fc.constantFrom('shop', 'billing')
const labels = fc.constantFrom<Record<string, string>>({ app: 'cart' }, { app: 'ledger' }, { app: 'cart', version: 'v2' })
const mode = fc.constantFrom('REGISTRY_ONLY', 'ALLOW_ANY')

const scope = fc
  .record({ namespace, labels: fc.option(labels, { nil: undefined }), mode, hosts: fc.constantFrom(['./*'], ['*/*'], ['~/*'], ['shop/*']) })
  .map(({ namespace: own, labels: selected, mode: policy, hosts }) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Sidecar',
    metadata: { name: `scope-${Object.values(selected ?? {}).join('-')}`, namespace: own },
    spec: {
      ...(selected === undefined ? {} : { workloadSelector: { labels: selected } }),
      outboundTrafficPolicy: { mode: policy },
      egress: [{ hosts }],
    },
  }))

const connections = fc
  .record({
    namespace,
    labels,
    host: fc.constantFrom('cart.shop.svc.cluster.local', 'ledger.billing.svc.cluster.local'),
    tls: fc.constantFrom('DISABLE', 'ISTIO_MUTUAL', 'SIMPLE'),
  })
  .map(({ namespace: own, labels: selected, host, tls }) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: `connections-${tls.toLowerCase().replace('_', '-')}`, namespace: own },
    spec: { host, workloadSelector: { matchLabels: selected }, trafficPolicy: { tls: { mode: tls } } },
  }))

const bySource = fc
  .record({ namespace, labels, to: fc.constantFrom('cart', 'ledger') })
  .map(({ namespace: own, labels: selected, to }) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: `by-source-${to}`, namespace: own },
    spec: {
      hosts: ['cart.shop.svc.cluster.local'],
      http: [
        { match: [{ sourceLabels: selected }], route: [{ destination: { host: `${to}.billing.svc.cluster.local` } }] },
        { route: [{ destination: { host: 'cart.shop.svc.cluster.local' } }] },
      ],
    },
  }))

const peer = fc.constantFrom<object>(
  { fromEndpoints: [{ matchLabels: { app: 'cart' } }] },
  { fromEndpoints: [{ matchLabels: { 'io.cilium.k8s.policy.serviceaccount': 'ledger' } }] },
  { fromEntities: ['cluster'] },
  { fromEntities: ['all'] },
  {},
)
const traffic = fc.constantFrom<object>(
  {},
  { toPorts: [{ ports: [{ port: '8080', protocol: 'TCP' }] }] },
  { toPorts: [{ ports: [{ port: '8080', protocol: 'TCP' }], rules: { http: [{ method: 'GET' }] } }] },
  { authentication: { mode: 'required' } },
)
const entering = fc.tuple(peer, traffic).map(([from, ports]) => ({ ...from, ...ports }))
const leaving = fc.constantFrom<object>(
  { toEndpoints: [{ matchLabels: { app: 'ledger' } }] },
  { toEndpoints: [{ matchLabels: { app: 'cart' } }], toPorts: [{ ports: [{ port: '8080', protocol: 'TCP' }] }] },
  { toEndpoints: [{}], toPorts: [{ ports: [{ port: '8080', protocol: 'TCP' }], rules: { http: [{ method: 'GET' }] } }] },
  { toEntities: ['cluster'], authentication: { mode: 'required' } },
  { toFQDNs: [{ matchPattern: '*.example.com' }] },
  { toCIDR: ['10.0.0.0/8'] },
  { toEntities: ['all'] },
  {},
)

const network = fc
  .record({
    namespace,
    labels: fc.option(labels, { nil: {} }),
    ingress: fc.array(entering, { maxLength: 2 }),
    egress: fc.array(leaving, { maxLength: 2 }),
  })
  .filter(({ ingress, egress }) => ingress.length + egress.length > 0)
  .map(({ namespace: own, labels: selected, ingress, egress }) => ({
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: `network-${Object.values(selected).join('-')}`, namespace: own },
    spec: {
      endpointSelector: { matchLabels: selected },
      ...(ingress.length === 0 ? {} : { ingress }),
      ...(egress.length === 0 ? {} : { egress }),
    },
  }))

/** Endpoints to which sidecars speak no mutual TLS of their own accord. */
const plainEndpoints = fc.constantFrom(
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'cart-plain', namespace: 'shop', labels: { app: 'cart', 'security.istio.io/tlsMode': 'disabled' } },
    spec: { serviceAccountName: 'cart', containers: [{ name: 'app', image: 'app', ports: [{ containerPort: 8080, name: 'web' }] }] },
  },
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name: 'outside', namespace: 'shop' },
    spec: {
      hosts: ['outside.example.com'],
      location: 'MESH_EXTERNAL',
      resolution: 'STATIC',
      ports: [{ number: 8080, name: 'http', protocol: 'HTTP' }],
      workloadSelector: { labels: { app: 'ledger' } },
    },
  },
  {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'passthrough', namespace: 'shop' },
    spec: { host: 'cart.shop.svc.cluster.local', trafficPolicy: { loadBalancer: { simple: 'PASSTHROUGH' } } },
  },
)

export const doubtfulObjects: fc.Arbitrary<readonly object[]> = fc.uniqueArray(
  fc.oneof(scope, connections, bySource, network, plainEndpoints),
  {
    maxLength: 3,
    selector: ({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`,
  },
)
