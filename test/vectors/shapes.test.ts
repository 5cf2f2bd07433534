import { describe, expect, test } from 'vitest'
import { recordedVectors } from '../../scripts/vectors/recorded.ts'
import { type Records, vectorsOf } from '../../scripts/vectors/records.ts'
import type { EngineName } from '../../scripts/vectors/vector.ts'
import { ownVectors, vectorFileText } from '../../scripts/vectors/vector-file.ts'

const namespace = (name: string, labels: object): object => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } })
const pod = (name: string, of: string): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: of, labels: { app: name } },
  spec: { serviceAccountName: name, containers: [{ name: 'c', image: 'x', ports: [{ containerPort: 8080 }] }] },
})
const stream = (objects: readonly object[]): string => objects.map((object) => JSON.stringify(object)).join('\n---\n')

const policy = (spec: object): object => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
  metadata: { name: 'guard', namespace: 'till' },
  spec,
})

const mesh = stream([
  namespace('till', { 'istio-injection': 'enabled' }),
  pod('desk', 'till'),
  pod('guest', 'till'),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'desk', namespace: 'till' },
    spec: { selector: { app: 'desk' }, ports: [{ port: 80, targetPort: 8080, name: 'http' }] },
  },
  policy({ selector: { matchLabels: { app: 'desk' } }, rules: [{ to: [{ operation: { methods: ['GET'] } }] }] }),
])

const request = (method: string): object => ({
  client: { kind: 'workload', namespace: 'till', name: 'guest' },
  address: { kind: 'service', namespace: 'till', name: 'desk', port: 80 },
  protocol: 'http',
  http: { method, target: '/', authority: 'desk.till', headers: {}, token: { kind: 'none' } },
})

const istio = JSON.stringify([
  {
    id: 'get',
    mesh,
    request: request('GET'),
    real: {
      verdict: 'allowed',
      branches: [{ at: 'till/desk:8080', verdict: 'allowed', received: { target: '/', authority: 'desk.till', headers: {} } }],
    },
  },
  { id: 'post', mesh, request: request('POST'), real: { verdict: 'denied', answer: { status: 403, body: 'no' } } },
  { id: 'wrong', mesh, request: request('POST'), real: { verdict: 'allowed', branches: [{ at: 'till/desk:8080', verdict: 'allowed' }] } },
])

const ztunnel = [
  {
    id: 'one port',
    objects: [policy({ rules: [{ to: [{ operation: { ports: ['8080'] } }] }] })],
    workload: { namespace: 'till', labels: { app: 'desk' } },
    conns: [
      { src: '10.1.0.1:9', dst: '10.1.0.2:8080' },
      { src: '[fd00::1]:9', dst: '10.1.0.2:81', id: 'spiffe://cluster.local/ns/till/sa/guest' },
      { src: '10.1.0.1:9', dst: '10.1.0.2:8080' },
    ],
    allow: [true, false, false],
  },
]
  .map((line) => JSON.stringify(line))
  .join('\n')

const closed = {
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNetworkPolicy',
  metadata: { name: 'closed', namespace: 'till' },
  spec: { endpointSelector: {}, ingress: [{ fromEndpoints: [{ matchLabels: { app: 'guest' } }] }] },
}

const flow = (from: object, l4: string): object => ({
  request: { id: 'x', from, to: { pod: 'till/desk' }, port: 8080, protocol: 'TCP', direction: 'ingress' },
  result: { verdict: l4 === 'allow' ? 'allow' : 'deny', ingress: { enforced: true, l4, redirect: false } },
})

const cilium = JSON.stringify({
  name: 'closed',
  features: ['pods'],
  engine: 'x',
  flags: [],
  mesh: stream([namespace('till', {}), pod('desk', 'till'), pod('guest', 'till'), closed]),
  policies: [{ kind: 'CiliumNetworkPolicy', namespace: 'till', name: 'closed', accepted: true }],
  cases: [flow({ pod: 'till/guest' }, 'allow'), flow({ ip: '192.0.2.1' }, 'default-deny'), flow({ ip: '192.0.2.1' }, 'allow')],
})

const recorded: Readonly<Record<EngineName, readonly [string, string]>> = {
  istio: ['sample.json', istio],
  ztunnel: ['sample.jsonl', ztunnel],
  cilium: ['sample.json', cilium],
}

const said = (records: Partial<Records>): string[] => vectorsOf(records).map(({ id, ask }) => `${id}: ${ask().says}`)

describe.each(['istio', 'ztunnel', 'cilium'] as const)('vectors of %s', (engine) => {
  const records = recordedVectors(...recorded[engine])

  test('are read as they are recorded, and a wrong answer is noticed', () => {
    const wrong = said(records).filter((line) => line.endsWith('disagreed'))
    expect(wrong).toEqual([{ istio: 'wrong: disagreed', ztunnel: 'one port #3: disagreed', cilium: 'closed #3: disagreed' }[engine]])
    expect(said(records).filter((line) => line.endsWith('agreed')).length).toBeGreaterThan(2)
  })

  test('say the same in the form that the project keeps', () => {
    const kept = ownVectors(vectorFileText(engine, 'an engine', records))!
    expect(said(kept)).toEqual(said(records))
    expect(kept[engine]).toEqual(records[engine])
  })
})

test('a file of another shape is not taken for vectors', () => {
  expect(() => recordedVectors('x.json', '{"kind": "Namespace"}')).toThrow('holds no vectors')
  expect(ownVectors('{"kind": "Namespace"}')).toBeUndefined()
})
