import type { InputFile } from '../../src/manifest/input-file.ts'
import fc from '../fast-check.ts'

/**
 * Small sidecar meshes of which Cilium can say much: policies for connections and requests, STRICT on three levels, other policies of the network
 * for the same pods, and what makes clients anonymous. Few conditions at once, so that many of them are translated as a whole.
 */
export interface CiliumMesh {
  readonly files: readonly InputFile[]
}

const some = (values: string[]) => fc.subarray(values, { minLength: 1, maxLength: Math.min(2, values.length) })

const operation = fc
  .record(
    {
      methods: some(['GET', 'POST', 'P*', '*T']),
      notMethods: some(['DELETE', 'G*', 'GET']),
      paths: some(['/admin', '/public*', '*/x', '*.json', '/items/{*}', '*']),
      notPaths: some(['/admin', '/public*', '*/x', '/public/x']),
      hosts: some(['Loom.mill', '*.example.com', 'loom.*']),
      notHosts: some(['loom.mill', '*.example.com']),
      ports: some(['8080', '9090']),
      notPorts: some(['9090']),
    },
    { requiredKeys: [] },
  )
  .filter((value) => Object.keys(value).length > 0 && Object.keys(value).length < 3)

const source = fc
  .record(
    {
      principals: some(['cluster.local/ns/mill/sa/loom', 'cluster.local/ns/yard/*', '*']),
      notPrincipals: some(['cluster.local/ns/mill/sa/loom']),
      namespaces: some(['mill', 'yard']),
      notNamespaces: some(['mill']),
    },
    { requiredKeys: [] },
  )
  .filter((value) => Object.keys(value).length === 1)

const condition = fc.constantFrom(
  { key: 'request.headers[x-tier]', values: ['gold'] },
  { key: 'request.headers[x-tier]', values: ['*'] },
  { key: 'request.headers[x-tier]', notValues: ['*'] },
)

const rule = fc.record(
  {
    from: fc.array(
      source.map((value) => ({ source: value })),
      { minLength: 1, maxLength: 2 },
    ),
    to: fc.array(
      operation.map((value) => ({ operation: value })),
      { minLength: 1, maxLength: 2 },
    ),
    when: fc.array(condition, { minLength: 1, maxLength: 1 }),
  },
  { requiredKeys: [] },
)

const policy = fc.record({
  action: fc.constantFrom('ALLOW', 'ALLOW', 'DENY'),
  app: fc.constantFrom(undefined, 'loom', 'saw'),
  namespace: fc.constantFrom('mill', 'mill', 'mill', 'istio-system'),
  rules: fc.array(rule, { minLength: 1, maxLength: 2 }),
  connectionsOnly: fc.boolean(),
})

const peer = fc.record({
  namespace: fc.constantFrom('mill', 'mill', 'istio-system'),
  app: fc.constantFrom(undefined, undefined, 'loom'),
  mode: fc.constantFrom('STRICT', 'STRICT', 'PERMISSIVE', 'DISABLE'),
  port: fc.constantFrom(undefined, undefined, 'STRICT', 'PERMISSIVE'),
})

/** Other policies of the network for the pods of `loom`. */
const pods = { matchLabels: { app: 'loom' } }
const network = fc.constantFrom<object | undefined>(
  ...Array<undefined>(4).fill(undefined),
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    spec: { podSelector: pods, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: { matchLabels: { app: 'saw' } } }] }] },
  },
  cilium({ ingress: [{ fromEndpoints: [{}] }] }),
  cilium({ enableDefaultDeny: { ingress: false }, ingress: [{ fromEntities: ['cluster'] }] }),
  cilium({ enableDefaultDeny: { ingress: false, egress: false }, ingressDeny: [{ fromEntities: ['world'] }] }),
  cilium({ ingress: [{ fromEndpoints: [{}], fromEntities: ['world'] }] }),
)

function cilium(spec: object): object {
  return { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy', spec: { endpointSelector: pods, ...spec } }
}

/** What makes clients anonymous, or puts a sidecar where its namespace has none. */
const oddity = fc.constantFrom(
  ...Array<'none'>(5).fill('none'),
  'plain destination',
  'excluded port',
  'labelled pod',
  'unnamed account',
  'gateway' as const,
)

/** A default deny for a namespace or the mesh, and pods that a policy about tokens keeps on sidecars. */
const closing = fc.record({
  of: fc.constantFrom(undefined, undefined, 'mill', 'istio-system'),
  beside: fc.constantFrom(undefined, undefined, 'loom', 'saw'),
  /** Whether the input has the Namespace of `yard`. */
  shown: fc.constantFrom(true, true, false),
})

export const ciliumMesh: fc.Arbitrary<CiliumMesh> = fc
  .record({ policies: fc.array(policy, { maxLength: 3 }), peers: fc.array(peer, { maxLength: 2 }), network, oddity, closing })
  .map(({ policies, peers, network: other, oddity: odd, closing: closed }) => {
    const objects: object[] = ['mill', 'yard'].flatMap((namespace) => [
      ...(namespace === 'mill' || closed.shown
        ? [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { 'istio-injection': 'enabled' } } }]
        : []),
      ...['loom', 'saw'].flatMap((app) => [deployment(namespace, app, annotationsFor(odd, namespace, app)), service(namespace, app)]),
    ])
    policies.forEach(({ action, app, namespace, rules, connectionsOnly }, index) => {
      objects.push({
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: { name: `policy-${index}`, namespace },
        spec: {
          ...(app === undefined || namespace !== 'mill' ? {} : { selector: { matchLabels: { app } } }),
          action,
          rules: connectionsOnly ? rules.map(({ from = [{ source: { namespaces: ['yard'] } }] }) => ({ from })) : rules,
        },
      })
    })
    peers.forEach(({ namespace, app, mode, port }, index) => {
      const isForPods = app !== undefined && namespace === 'mill'
      objects.push({
        apiVersion: 'security.istio.io/v1',
        kind: 'PeerAuthentication',
        metadata: { name: `peer-${index}`, namespace },
        spec: {
          ...(isForPods ? { selector: { matchLabels: { app } } } : {}),
          mtls: { mode },
          ...(isForPods && port !== undefined ? { portLevelMtls: { 8080: { mode: port } } } : {}),
        },
      })
    })
    objects.push(...closingPolicies(closed))
    if (other !== undefined) objects.push({ ...other, metadata: { name: 'floor', namespace: 'mill' } })
    objects.push(...oddObjects(odd))
    return { files: [{ path: 'mesh.yaml', text: `${objects.map((object) => JSON.stringify(object, undefined, 1)).join('\n---\n')}\n` }] }
  })

function closingPolicies({ of, beside }: { readonly of: string | undefined; readonly beside: string | undefined }): readonly object[] {
  const named = (name: string, namespace: string, spec: object) => ({
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name, namespace },
    spec,
  })
  return [
    ...(of === undefined ? [] : [named('default-deny', of, {})]),
    ...(beside === undefined
      ? []
      : [
          named('tokens', 'mill', {
            selector: { matchLabels: { app: beside } },
            rules: [{ from: [{ source: { requestPrincipals: ['*'] } }] }],
          }),
        ]),
  ]
}

type Oddity = 'none' | 'plain destination' | 'excluded port' | 'labelled pod' | 'unnamed account' | 'gateway'

function annotationsFor(odd: Oddity, namespace: string, app: string): object {
  return odd === 'excluded port' && namespace === 'yard' && app === 'saw'
    ? { annotations: { 'traffic.sidecar.istio.io/excludeOutboundPorts': '80' } }
    : {}
}

function oddObjects(odd: Oddity): readonly object[] {
  switch (odd) {
    case 'none':
    case 'excluded port':
      return []
    case 'plain destination':
      return [
        {
          apiVersion: 'networking.istio.io/v1',
          kind: 'DestinationRule',
          metadata: { name: 'plain', namespace: 'mill' },
          spec: { host: 'loom.mill.svc.cluster.local', trafficPolicy: { tls: { mode: 'DISABLE' } } },
        },
      ]
    case 'labelled pod':
      return [
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shed' } },
        deployment('shed', 'axe', {}, { 'sidecar.istio.io/inject': 'true' }),
        service('shed', 'axe'),
      ]
    case 'unnamed account':
      return [deployment('mill', 'guest', {}, { 'sidecar.istio.io/inject': 'false' })]
    case 'gateway':
      return [deployment('mill', 'gate', { annotations: { 'inject.istio.io/templates': 'gateway' } })]
  }
}

function deployment(namespace: string, app: string, annotations: object, labels: object = {}): object {
  const ports = [{ containerPort: 8080 }, { containerPort: 9090 }]
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: app, namespace },
    spec: {
      selector: { matchLabels: { app } },
      template: {
        metadata: { labels: { app, ...labels }, ...annotations },
        spec: { serviceAccountName: app, containers: [{ name: 'app', image: 'app', ports }] },
      },
    },
  }
}

function service(namespace: string, app: string): object {
  const ports = [
    { name: 'http', port: 80, targetPort: 8080 },
    { name: 'tcp', port: 9090, targetPort: 9090 },
  ]
  return { apiVersion: 'v1', kind: 'Service', metadata: { name: app, namespace }, spec: { selector: { app }, ports } }
}
