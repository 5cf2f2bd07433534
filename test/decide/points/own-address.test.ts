import { describe, expect, test } from 'vitest'
import { decide } from '../../../src/decide/decide.ts'
import { readManifests } from '../../../src/translate.ts'

const pod = (status?: object): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'ledger', namespace: 'books', labels: { app: 'ledger' } },
  spec: { serviceAccountName: 'ledger', containers: [{ name: 'c', image: 'x', ports: [{ containerPort: 7000 }] }] },
  ...(status === undefined ? {} : { status }),
})

const closed = {
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
  metadata: { name: 'closed', namespace: 'books' },
  spec: { action: 'DENY', rules: [{ when: [{ key: 'destination.ip', values: ['10.20.0.0/16', 'fd00:20::/32'] }] }] },
}

function verdict(label: object, target: object): string {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'books', labels: label } }
  const text = [namespace, target, closed].map((object) => JSON.stringify(object)).join('\n---\n')
  const { mesh } = readManifests([{ path: 'mesh.yaml', text }])
  const address = { kind: 'pod', namespace: 'books', workload: 'ledger', port: 7000 } as const
  const client = { kind: 'stranger', dataPlane: 'namespace', namespace: 'books', serviceAccount: 'desk' } as const
  return decide(mesh, { client, protocol: 'tcp', address }).verdict
}

describe.each([
  ['a sidecar', { 'istio-injection': 'enabled' }],
  ['ztunnel', { 'istio.io/dataplane-mode': 'ambient' }],
])('the own address of a pod, for %s', (_, label) => {
  test('is the one that its status has', () => {
    expect(verdict(label, pod({ podIP: '10.20.3.4' }))).toBe('denied')
    expect(verdict(label, pod({ podIP: '10.21.3.4' }))).toBe('allowed')
    expect(verdict(label, pod({ podIP: 'fd00:20::1' }))).toBe('denied')
  })

  test('is not known before it runs', () => {
    expect(verdict(label, pod())).toBe('undetermined')
    expect(verdict(label, pod({ podIP: '' }))).toBe('undetermined')
  })
})
