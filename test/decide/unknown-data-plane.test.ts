import { describe, expect, test } from 'vitest'
import { decide } from '../../src/decide/decide.ts'
import type { Client, Request } from '../../src/model/request.ts'
import { meshOf } from './mesh-of.ts'

const objects = (mode: string, policy = '') => `
apiVersion: v1
kind: ConfigMap
metadata: {name: istio, namespace: istio-system}
data: {mesh: 'outboundTrafficPolicy: {mode: ${mode}}'}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Service
metadata: {name: till, namespace: shop}
spec: {selector: {app: till}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: till, namespace: shop}
spec: {selector: {matchLabels: {app: till}}, template: {metadata: {labels: {app: till}}, spec: {containers: [{name: app, image: 'till:1'}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: bench, namespace: lab}
spec: {selector: {matchLabels: {app: bench}}, template: {metadata: {labels: {app: bench}}, spec: {containers: [{name: app, image: 'bench:1'}]}}}
${policy}`

const bench: Client = { kind: 'workload', namespace: 'lab', name: 'bench' }
const outside = { kind: 'host', host: 'api.example', port: 443 } as const
const http = { method: 'GET', target: '/', authority: 'till.shop', headers: {}, token: { kind: 'none' } } as const
const till = { kind: 'service', namespace: 'shop', name: 'till', port: 80 } as const

function decided(yaml: string, address: Request['address'], client = bench): string {
  const read = meshOf([{ path: 'mesh.yaml', text: yaml }])
  const lab = { name: 'lab', labels: {}, annotations: {}, dataPlane: 'unknown' } as const
  const workloads = read.workloads.map((pod) => (pod.namespace === 'lab' ? { ...pod, dataPlane: lab.dataPlane } : pod))
  const mesh = { ...read, namespaces: [...read.namespaces, lab], workloads }
  const { verdict, needs } = decide(mesh, { client, address, protocol: 'http', http })
  return needs === undefined ? verdict : `${verdict}, ${needs}`
}

// The Namespace says whether its pods have sidecars, and the input does not have that of `lab`.
describe('a client of which the input does not say whether it has a sidecar', () => {
  const stranger: Client = { kind: 'stranger', dataPlane: 'namespace', namespace: 'lab', serviceAccount: 'probe' }
  const forPrincipals = (action: string, principal: string) => `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: till, namespace: shop}
spec: {action: ${action}, rules: [{from: [{source: {principals: ['${principal}']}}]}]}
`

  test('may be kept to the registry', () => {
    expect(decided(objects('REGISTRY_ONLY'), outside)).toBe('undetermined, the Namespace lab')
    expect(decided(objects('REGISTRY_ONLY'), outside, stranger)).toBe('undetermined, the Namespace lab')
    expect(decided(objects('ALLOW_ANY'), outside)).toBe('allowed')
  })

  test('reaches what it may reach in either case', () => {
    expect(decided(objects('REGISTRY_ONLY'), till)).toBe('allowed')
  })

  test('may have an identity', () => {
    expect(decided(objects('ALLOW_ANY', forPrincipals('ALLOW', 'cluster.local/ns/lab/sa/default')), till)).toBe(
      'undetermined, the Namespace lab',
    )
    expect(decided(objects('ALLOW_ANY', forPrincipals('ALLOW', 'cluster.local/ns/shop/sa/till')), till)).toBe('denied')
    expect(decided(objects('ALLOW_ANY', forPrincipals('DENY', 'cluster.local/ns/shop/sa/till')), till)).toBe('allowed')
  })
})
