import { describe, expect, it } from 'vitest'
import { manifest, plain, read } from '../../reading.ts'

const policyOf = (spec: string) => read(manifest('networking.k8s.io/v1', 'NetworkPolicy', spec)).mesh.networkPolicies[0]

describe('a NetworkPolicy', () => {
  it.each([
    ['podSelector: {}', ['ingress']],
    ['podSelector: {}\negress: [{}]', ['ingress', 'egress']],
    ['podSelector: {}\negress: []', ['ingress']],
    ['podSelector: {}\npolicyTypes: [Egress]', ['egress']],
    ['podSelector: {}\npolicyTypes: [Egress, Ingress]', ['ingress', 'egress']],
  ])('%j speaks of %j', (spec, directions) => {
    expect(policyOf(spec)?.directions).toEqual(directions)
  })

  it('reads selectors', () => {
    expect(policyOf('podSelector: {matchLabels: {app: web}, matchExpressions: [{key: tier, operator: Exists}]}')?.pods).toEqual({
      labels: { app: 'web' },
      expressions: [{ key: 'tier', operator: 'Exists', values: [] }],
    })
  })

  it('reads peers and ports', () => {
    const policy = policyOf(`
      podSelector: {}
      ingress:
      - from:
        - podSelector: {matchLabels: {app: a}}
          namespaceSelector: {}
        - ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}
        ports: [{port: 8080}, {protocol: UDP, port: dns, endPort: 99}]
      egress:
      - to: [{podSelector: {}}]`)
    expect(plain(policy?.ingress)).toEqual([
      {
        peers: [
          {
            kind: 'pods',
            pods: { labels: { app: 'a' }, expressions: [] },
            namespaces: { labels: {}, expressions: [] },
            place: 'spec.ingress[0].from[0]',
          },
          { kind: 'range', cidr: '10.0.0.0/8', except: ['10.1.0.0/16'], place: 'spec.ingress[0].from[1]' },
        ],
        ports: [
          { transport: 'TCP', port: 8080, place: 'spec.ingress[0].ports[0]' },
          { transport: 'UDP', port: 'dns', endPort: 99, place: 'spec.ingress[0].ports[1]' },
        ],
        place: 'spec.ingress[0]',
      },
    ])
    expect(plain(policy?.egress)).toMatchObject([{ peers: [{ kind: 'pods', pods: { labels: {} } }], ports: [] }])
  })
})
