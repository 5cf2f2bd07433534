import { describe, expect, it } from 'vitest'
import { manifest, plain, read } from '../../../reading.ts'

const policyOf = (spec: string) => read(manifest('networking.istio.io/v1beta1', 'DestinationRule', spec)).mesh.backendPolicies[0]

describe('a DestinationRule', () => {
  it('reads who it is for', () => {
    expect(plain(policyOf('host: web\nexportTo: ["."]\nworkloadSelector: {matchLabels: {app: client}}'))).toMatchObject({
      host: 'web',
      hostPlace: 'spec.host',
      exportTo: ['.'],
      clientSelector: { app: 'client' },
      subsets: [],
    })
  })

  it('takes an empty selector and an empty exportTo for none', () => {
    const policy = policyOf('host: web\nexportTo: []\nworkloadSelector: {matchLabels: {}}')
    expect(policy).not.toHaveProperty('clientSelector')
    expect(policy).not.toHaveProperty('exportTo')
  })

  it('keeps each topic as it was written, with its place', () => {
    const policy = policyOf(`
      host: web
      trafficPolicy:
        retryBudget: {percent: 10}
        tunnel: {protocol: CONNECT, targetHost: a, targetPort: 1}
        proxyProtocol: {version: V2}
        outlierDetection: {consecutive5xxErrors: 3}
        connectionPool: {tcp: {maxConnections: 1}}
        loadBalancer: {simple: LEAST_REQUEST}`)
    expect(plain(policy?.policy)).toEqual({
      topics: [
        { name: 'load-balancing', settings: { simple: 'LEAST_REQUEST' }, place: 'spec.trafficPolicy.loadBalancer' },
        { name: 'connection-pool', settings: { tcp: { maxConnections: 1 } }, place: 'spec.trafficPolicy.connectionPool' },
        { name: 'outlier-detection', settings: { consecutive5xxErrors: 3 }, place: 'spec.trafficPolicy.outlierDetection' },
        { name: 'tunnel', settings: { protocol: 'CONNECT', targetHost: 'a', targetPort: 1 }, place: 'spec.trafficPolicy.tunnel' },
        { name: 'proxy-protocol', settings: { version: 'V2' }, place: 'spec.trafficPolicy.proxyProtocol' },
        { name: 'retry-budget', settings: { percent: 10 }, place: 'spec.trafficPolicy.retryBudget' },
      ],
      ports: [],
      place: 'spec.trafficPolicy',
    })
  })

  it.each([
    ['{mode: DISABLE}', 'disable'],
    ['{mode: SIMPLE, sni: a}', 'simple'],
    ['{mode: MUTUAL}', 'mutual'],
    ['{mode: ISTIO_MUTUAL}', 'mesh'],
    ['{}', 'disable'],
  ])('opens tls: %s', (tls, mode) => {
    expect(policyOf(`host: web\ntrafficPolicy: {tls: ${tls}}`)?.policy?.tls?.mode).toBe(mode)
  })

  it('reads settings of single ports', () => {
    const policy = policyOf(`
      host: web
      trafficPolicy:
        portLevelSettings:
        - port: {number: 8080}
          loadBalancer: {simple: RANDOM}
          connectionPool: {}
          outlierDetection: {}
          tls: {mode: SIMPLE}`)
    expect(plain(policy?.policy?.ports)).toMatchObject([
      {
        port: 8080,
        topics: [{ name: 'load-balancing' }, { name: 'connection-pool' }, { name: 'outlier-detection' }],
        tls: { mode: 'simple' },
        place: 'spec.trafficPolicy.portLevelSettings[0]',
      },
    ])
  })

  it('reads subsets with policies of their own', () => {
    const policy = policyOf('host: web\nsubsets: [{name: v1, labels: {version: v1}, trafficPolicy: {tls: {mode: DISABLE}}}, {name: all}]')
    expect(plain(policy?.subsets)).toMatchObject([
      { name: 'v1', labels: { version: 'v1' }, policy: { tls: { mode: 'disable' } }, place: 'spec.subsets[0]' },
      { name: 'all', labels: {} },
    ])
  })
})
