import { describe, expect, it } from 'vitest'
import { manifest, plain, read } from '../../../reading.ts'

const sidecarOf = (spec: string) => read(manifest('networking.istio.io/v1', 'Sidecar', spec)).mesh.egress[0]

describe('a Sidecar', () => {
  it('without egress shows everything', () => {
    expect(sidecarOf('inboundConnectionPool: {}')).not.toHaveProperty('hosts')
    expect(sidecarOf('egress: []')).not.toHaveProperty('hosts')
  })

  it('shows the hosts of all its listeners', () => {
    const sidecar = sidecarOf('egress: [{hosts: ["./*", istio-system/web]}, {hosts: ["~/*"]}]\nworkloadSelector: {labels: {app: a}}')
    expect(plain(sidecar)).toMatchObject({
      labels: { app: 'a' },
      hosts: [
        { host: './*', place: 'spec.egress[0].hosts[0]' },
        { host: 'istio-system/web', place: 'spec.egress[0].hosts[1]' },
        { host: '~/*', place: 'spec.egress[1].hosts[0]' },
      ],
      boundEgress: [],
      listeners: [],
    })
  })

  it.each(['bind: 127.0.0.1', 'port: {number: 80, protocol: HTTP}', 'captureMode: NONE'])('notices a listener with %s', (field) => {
    expect(plain(sidecarOf(`egress: [{hosts: ["*/*"]}, {hosts: ["*/*"], ${field}}]`)?.boundEgress)).toEqual(['spec.egress[1]'])
  })

  it('does not take the default capture mode for a binding', () => {
    expect(sidecarOf('egress: [{hosts: ["*/*"], captureMode: DEFAULT, bind: ""}]')?.boundEgress).toEqual([])
  })

  it.each([
    ['{mode: ALLOW_ANY}', 'allow-any'],
    ['{mode: REGISTRY_ONLY}', 'registry-only'],
    ['{}', 'registry-only'],
  ])('reads outboundTrafficPolicy %s', (policy, mode) => {
    expect(sidecarOf(`outboundTrafficPolicy: ${policy}`)?.outboundPolicy?.mode).toBe(mode)
  })

  it('reads listeners, pools and the egress proxy by their place', () => {
    const sidecar = sidecarOf(`
      ingress: [{port: {number: 9080}, defaultEndpoint: "127.0.0.1:8080"}]
      inboundConnectionPool: {tcp: {maxConnections: 1}}
      outboundTrafficPolicy: {egressProxy: {host: proxy}}`)
    expect(plain(sidecar)).toMatchObject({
      listeners: ['spec.ingress[0]'],
      ingress: [{ port: 9080, protocol: 'auto', remapped: 'endpoint 127.0.0.1:8080', place: 'spec.ingress[0]' }],
      inboundConnectionPool: 'spec.inboundConnectionPool',
      egressProxy: 'spec.outboundTrafficPolicy.egressProxy',
    })
  })
})

describe('an Istio Gateway', () => {
  it('has its pods and its servers', () => {
    const { mesh } = read(
      manifest(
        'networking.istio.io/v1alpha3',
        'Gateway',
        'selector: {istio: ingressgateway}\nservers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: ["shop/*"], tls: {mode: SIMPLE}}]',
      ),
    )
    expect(plain(mesh.gateways[0])).toMatchObject({
      api: 'istio',
      selector: { istio: 'ingressgateway' },
      servers: [{ port: 443, protocol: 'HTTPS', hosts: ['shop/*'], place: 'spec.servers[0]' }],
    })
  })
})
