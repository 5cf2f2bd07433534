import type { InputFile } from '../../src/manifest/input-file.ts'
import fc from '../fast-check.ts'

/**
 * Small sidecar meshes with everything that makes authorization hard: overlapping Services, headless ones, ports that differ from their
 * target ports, policies on the mesh, a namespace and pods, L4 and HTTP conditions mixed, tokens, mTLS modes.
 */
export interface GeneratedMesh {
  readonly files: readonly InputFile[]
  readonly workloads: readonly { readonly namespace: string; readonly name: string }[]
  readonly services: readonly { readonly namespace: string; readonly name: string; readonly ports: readonly number[] }[]
}

const namespaces = ['shop', 'billing'] as const
const apps = ['cart', 'ledger'] as const
const versions = ['v1', 'v2'] as const

const source = fc
  .record(
    {
      principals: fc.subarray(['cluster.local/ns/shop/sa/cart', 'cluster.local/ns/billing/*', '*', 'cluster.local/ns/shop/sa/waypoint'], {
        minLength: 1,
        maxLength: 2,
      }),
      notPrincipals: fc.subarray(['cluster.local/ns/shop/sa/cart', '*', '*/sa/ledger'], { minLength: 1, maxLength: 1 }),
      namespaces: fc.subarray(['shop', 'billing', 'b*'], { minLength: 1, maxLength: 2 }),
      notNamespaces: fc.subarray(['shop', 'billing'], { minLength: 1, maxLength: 1 }),
      requestPrincipals: fc.constantFrom(['*'], ['https://issuer/user']),
      notRequestPrincipals: fc.constantFrom(['*'], ['https://issuer/user']),
      ipBlocks: fc.constant(['10.0.0.0/8']),
      remoteIpBlocks: fc.constant(['10.1.0.0/16']),
    },
    { requiredKeys: [] },
  )
  .chain((value) => fc.integer({ min: 0, max: 9 }).map((dice) => (dice < 8 ? withoutAddresses(value) : value)))
  .filter((value) => Object.keys(value).length > 0)
  .map((value) => ({ source: value }))

/** Addresses cannot move behind a waypoint; too many of them and nothing would move at all. */
function withoutAddresses({ ipBlocks: _, ...rest }: { readonly ipBlocks?: readonly string[] }): object {
  return rest
}

const operation = fc
  .record(
    {
      methods: fc.subarray(['GET', 'POST'], { minLength: 1 }),
      notMethods: fc.constant(['DELETE']),
      paths: fc.subarray(['/admin', '/public*', '*/x', '/items/{*}'], { minLength: 1, maxLength: 2 }),
      notPaths: fc.subarray(['/admin', '/public*'], { minLength: 1, maxLength: 1 }),
      hosts: fc.constant(['Cart.shop', '*.example.com']),
      ports: fc.subarray(['8080', '9090', '80'], { minLength: 1, maxLength: 2 }),
      notPorts: fc.subarray(['8080', '9090'], { minLength: 1, maxLength: 1 }),
    },
    { requiredKeys: [] },
  )
  .filter((value) => Object.keys(value).length > 0)
  .map((value) => ({ operation: value }))

const condition = fc.constantFrom(
  { key: 'request.headers[x-tier]', values: ['gold', 'si*'] },
  { key: 'request.headers[x-tier]', notValues: ['gold'] },
  { key: 'request.headers[User-Agent]', values: ['curl', 'probe*'] },
  { key: 'source.namespace', values: ['shop'] },
  { key: 'source.principal', notValues: ['cluster.local/ns/shop/sa/cart'] },
  { key: 'source.serviceAccount', values: ['shop/cart'] },
  { key: 'destination.port', values: ['8080'] },
  { key: 'request.auth.claims[groups]', values: ['admin'] },
  { key: 'remote.ip', notValues: ['10.1.0.0/16'] },
)

const rule = fc.record(
  {
    from: fc.array(source, { minLength: 1, maxLength: 2 }),
    to: fc.array(operation, { minLength: 1, maxLength: 2 }),
    when: fc.array(condition, { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: [] },
)

const policy = fc.record({
  namespace: fc.constantFrom(...namespaces, ...namespaces, 'istio-system'),
  action: fc.constantFrom('ALLOW', 'ALLOW', 'DENY', 'DENY', 'AUDIT', 'CUSTOM'),
  selector: fc.option(
    fc.constantFrom<{ matchLabels?: Record<string, string> }>(
      { matchLabels: { app: 'cart' } },
      { matchLabels: { app: 'ledger' } },
      { matchLabels: { app: 'cart', version: 'v1' } },
      { matchLabels: {} },
      {},
    ),
    { nil: undefined },
  ),
  rules: fc.array(rule, { maxLength: 2 }),
  dryRun: fc.integer({ min: 0, max: 9 }).map((value) => value === 0),
})

const peer = fc.record({
  namespace: fc.constantFrom(...namespaces, 'istio-system'),
  mode: fc.constantFrom('STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET'),
  app: fc.option(fc.constantFrom(...apps), { nil: undefined }),
  ports: fc.option(
    fc.constantFrom<Record<string, { mode: string }>>(
      { 8080: { mode: 'STRICT' } },
      { 9090: { mode: 'PERMISSIVE' } },
      { 8080: { mode: 'DISABLE' } },
      { 8080: { mode: 'DISABLE' }, 9090: { mode: 'PERMISSIVE' } },
      { 8080: { mode: 'STRICT' }, 9090: { mode: 'PERMISSIVE' } },
    ),
    { nil: undefined },
  ),
  emptySelector: fc.constantFrom(undefined, undefined, {}, { matchLabels: {} }),
})

/** Ports of the pods of `cart` that their sidecars do not capture, beside the sidecars' own. */
const capture = fc
  .constantFrom<Record<string, string> | undefined>(
    ...Array<undefined>(8).fill(undefined),
    { excludeInboundPorts: '9090' },
    { excludeInboundPorts: '7070,8080' },
    { includeInboundPorts: '8080' },
    { includeInboundPorts: '9090,15020', excludeInboundPorts: '9090' },
    { includeInboundPorts: '' },
  )
  .map((lists) =>
    lists === undefined
      ? undefined
      : Object.fromEntries(Object.entries(lists).map(([name, ports]) => [`traffic.sidecar.istio.io/${name}`, ports])),
  )

export const sidecarMesh: fc.Arbitrary<GeneratedMesh> = fc
  .record({
    policies: fc.array(policy, { maxLength: 4 }),
    peers: fc.array(peer, { maxLength: 2 }),
    tokens: fc.array(
      fc.record({ namespace: fc.constantFrom(...namespaces), presence: fc.constantFrom('OPTIONAL', 'REQUIRED'), second: fc.boolean() }),
      { maxLength: 1 },
    ),
    splitVersions: fc.boolean(),
    extraService: fc.boolean(),
    headless: fc.boolean(),
    tcpPort: fc.boolean(),
    capture,
  })
  .map(({ policies, peers, tokens, splitVersions, extraService, headless, tcpPort, capture: captured }) => {
    const objects: object[] = []
    const workloads: { namespace: string; name: string }[] = []
    const services: { namespace: string; name: string; ports: number[] }[] = []
    for (const namespace of namespaces) {
      objects.push({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { 'istio-injection': 'enabled' } } })
      for (const app of apps) {
        for (const version of splitVersions ? versions : versions.slice(0, 1)) {
          const name = `${app}-${version}`
          workloads.push({ namespace, name })
          const labels = { app, version }
          objects.push({
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            metadata: { name, namespace },
            spec: {
              selector: { matchLabels: labels },
              template: {
                metadata: { labels, ...(captured === undefined || app !== 'cart' ? {} : { annotations: captured }) },
                spec: {
                  serviceAccountName: app,
                  containers: [{ name: 'app', image: 'app', ports: [{ containerPort: 8080, name: 'web' }, { containerPort: 9090 }] }],
                },
              },
            },
          })
        }
        const ports = [{ name: 'http', port: 80, targetPort: 8080 }, ...(tcpPort ? [{ name: 'tcp-db', port: 9090, targetPort: 9090 }] : [])]
        objects.push({ apiVersion: 'v1', kind: 'Service', metadata: { name: app, namespace }, spec: { selector: { app }, ports } })
        services.push({ namespace, name: app, ports: ports.map((port) => port.port) })
      }
      if (extraService) {
        objects.push({
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'cart-alt', namespace },
          spec: { selector: { app: 'cart' }, ports: [{ name: 'http-alt', port: 8081, targetPort: 'web' }] },
        })
        services.push({ namespace, name: 'cart-alt', ports: [8081] })
      }
      if (headless)
        objects.push({
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'ledger-pods', namespace },
          spec: { clusterIP: 'None', selector: { app: 'ledger' }, ports: [{ name: 'http', port: 8080 }] },
        })
    }
    for (const [index, { namespace, action, selector, rules, dryRun }] of policies.entries()) {
      const needsRules = action === 'DENY' || action === 'CUSTOM'
      objects.push({
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: {
          name: `policy-${index}`,
          namespace,
          ...(dryRun && (action === 'ALLOW' || action === 'DENY') ? { annotations: { 'istio.io/dry-run': 'true' } } : {}),
        },
        spec: {
          ...(selector === undefined ? {} : { selector }),
          action,
          ...(action === 'CUSTOM' ? { provider: { name: 'authz' } } : {}),
          ...(rules.length > 0 || needsRules
            ? { rules: rules.length > 0 ? (action === 'CUSTOM' ? rules.map(({ to }) => (to === undefined ? {} : { to })) : rules) : [{}] }
            : {}),
        },
      })
    }
    for (const [index, { namespace, mode, app, ports, emptySelector }] of peers.entries()) {
      const selected = app !== undefined && namespace !== 'istio-system'
      objects.push({
        apiVersion: 'security.istio.io/v1',
        kind: 'PeerAuthentication',
        metadata: { name: `peer-${index}`, namespace },
        spec: {
          ...(selected ? { selector: { matchLabels: { app } } } : emptySelector === undefined ? {} : { selector: emptySelector }),
          mtls: { mode },
          ...(selected && ports !== undefined ? { portLevelMtls: ports } : {}),
        },
      })
    }
    for (const { namespace, presence, second } of tokens)
      objects.push({
        apiVersion: 'security.istio.io/v1',
        kind: 'RequestAuthentication',
        metadata: { name: 'tokens', namespace },
        spec: {
          jwtRules: [
            { issuer: 'https://issuer', jwksUri: 'https://issuer/jwks', presence },
            ...(second ? [{ issuer: 'https://second', jwksUri: 'https://second/jwks', fromHeaders: [{ name: 'x-second' }] }] : []),
          ],
        },
      })
    const text = objects.map((object) => JSON.stringify(object, undefined, 1)).join('\n---\n')
    return { files: [{ path: 'mesh.yaml', text: `${text}\n` }], workloads, services }
  })
