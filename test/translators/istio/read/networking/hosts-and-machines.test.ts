import { describe, expect, it } from 'vitest'
import { manifest, plain, read } from '../../../reading.ts'

const api = 'networking.istio.io/v1'
const entryOf = (spec: string, metadata?: string) => read(manifest(api, 'ServiceEntry', spec, metadata)).mesh.externalHosts[0]

describe('a ServiceEntry', () => {
  it('is outside the mesh and resolved by nobody unless it says so', () => {
    expect(entryOf('hosts: [api.example.com]')).toMatchObject({
      hosts: ['api.example.com'],
      location: 'external',
      resolution: 'none',
      addresses: [],
      ports: [],
      endpoints: [],
      subjectAltNames: [],
    })
  })

  it('reads every field', () => {
    const entry = entryOf(`
      hosts: [api.example.com]
      addresses: [10.0.0.1]
      location: MESH_INTERNAL
      resolution: DNS_ROUND_ROBIN
      exportTo: ["."]
      subjectAltNames: [spiffe://x]
      workloadSelector: {labels: {app: vm}}
      ports: [{name: web, number: 80, targetPort: 443, protocol: HTTP}]
      endpoints: [{address: 1.2.3.4, labels: {a: b}, ports: {web: 8080}, locality: r/z, network: n, serviceAccount: s, weight: 5}]`)
    expect(plain(entry)).toMatchObject({
      addresses: ['10.0.0.1'],
      location: 'internal',
      resolution: 'dns-round-robin',
      exportTo: ['.'],
      subjectAltNames: ['spiffe://x'],
      workloadSelector: { app: 'vm' },
      ports: [{ name: 'web', port: 80, targetPort: 443, protocol: 'http', place: 'spec.ports[0]' }],
      endpoints: [{ address: '1.2.3.4', labels: { a: 'b' }, ports: { web: 8080 }, place: 'spec.endpoints[0]' }],
    })
  })

  it.each([
    ['HTTP', 'http'],
    ['http2', 'http2'],
    ['GRPC', 'grpc'],
    ['GRPC-Web', 'http'],
    ['HTTPS', 'https'],
    ['TLS', 'tls'],
    ['TCP', 'tcp'],
    ['MONGO', 'tcp'],
    ['UDP', 'udp'],
    ['SOAP', 'auto'],
  ])('treats protocol %s as %s', (protocol, expected) => {
    expect(entryOf(`hosts: [a.b]\nports: [{number: 1, name: p, protocol: ${protocol}}]`)?.ports[0]?.protocol).toBe(expected)
  })

  it('sniffs a port without a protocol', () => {
    expect(entryOf('hosts: [a.b]\nports: [{number: 1, name: http}]')?.ports[0]?.protocol).toBe('auto')
  })

  it('knows the waypoint that its labels name', () => {
    const labels = '{istio.io/use-waypoint: egress, istio.io/use-waypoint-namespace: infra, istio.io/ingress-use-waypoint: "true"}'
    const entry = entryOf('hosts: [a.b]', `{name: a, labels: ${labels}}`)
    expect(plain(entry)).toMatchObject({
      waypoint: { name: 'egress', namespace: 'infra', none: false, place: 'metadata.labels["istio.io/use-waypoint"]' },
      ingressUsesWaypoint: true,
    })
    expect(entryOf('hosts: [a.b]', '{name: a, labels: {istio.io/use-waypoint: none}}')?.waypoint).toMatchObject({
      none: true,
      namespace: 'prod',
    })
  })
})

describe('machines', () => {
  it('are workloads outside Kubernetes', () => {
    const { mesh } = read(
      manifest(
        api,
        'WorkloadEntry',
        'address: 10.0.0.1\nlabels: {app: vm, tier: old}\nserviceAccount: vm\nports: {http: 8080}\nweight: 1\nlocality: r\nnetwork: n',
        '{name: vm, labels: {tier: new, istio.io/use-waypoint: w}}',
      ),
    )
    expect(mesh.workloads[0]).toMatchObject({
      kind: 'WorkloadEntry',
      address: '10.0.0.1',
      labels: { app: 'vm', tier: 'new' },
      serviceAccount: 'vm',
      ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
      dataPlane: 'unknown',
      waypoint: { name: 'w' },
      gateway: false,
    })
  })

  it('run as the default service account unless they name one', () => {
    expect(read(manifest(api, 'WorkloadEntry', 'address: 10.0.0.1')).mesh.workloads[0]?.serviceAccount).toBe('default')
  })

  it('are made by groups', () => {
    const { mesh } = read(manifest(api, 'WorkloadGroup', 'template: {serviceAccount: vm}', '{name: vms, namespace: shop}'))
    expect(plain(mesh.machineGroups)).toEqual([{ name: 'vms', namespace: 'shop', place: '' }])
  })
})
