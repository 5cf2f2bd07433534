import { test } from 'vitest'
import { normalised } from '../../../../src/decide/rules/normal-path.ts'
import type { Request } from '../../../../src/model/request.ts'
import { document } from '../../../decide/documents.ts'
import { meshOf } from '../../../decide/mesh-of.ts'
import fc from '../../../fast-check.ts'
import { agree } from '../../agree.ts'
import { httpPolicies, httpRequest } from './random-http.ts'

/** Each mesh is asked for this many requests. */
const requestsPerMesh = 20

function scene(labels: object, normalization: string): object[] {
  const ports = [8080, 8081]
  return [
    document('v1', 'Namespace', { name: 'n', labels }),
    document('v1', 'Namespace', { name: 'other' }),
    document(
      'apps/v1',
      'Deployment',
      { name: 'web', namespace: 'n' },
      {
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'web', ports: [{ name: 'http', containerPort: 8080 }] }] },
        },
      },
    ),
    document(
      'v1',
      'Service',
      { name: 'web', namespace: 'n' },
      { selector: { app: 'web' }, ports: ports.map((port) => ({ name: `http-${port}`, port, targetPort: port })) },
    ),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio', namespace: 'istio-system' },
      data: { mesh: `pathNormalization: {normalization: ${normalization}}` },
    },
  ]
}

const client = fc.constantFrom<Request['client']>(
  { kind: 'unmeshed', ip: '10.64.0.10' },
  { kind: 'stranger', dataPlane: 'ambient', namespace: 'other', serviceAccount: 'app', labels: {} },
  { kind: 'stranger', dataPlane: 'sidecar', namespace: 'n', serviceAccount: 'app', labels: {} },
)

const request = fc
  .record({
    client,
    http: httpRequest,
    port: fc.constantFrom(8080, 8081),
    byPod: fc.boolean(),
    bytes: fc.constantFrom('http', 'http', 'tcp', 'tls'),
  })
  .map(({ client: from, http, port, byPod, bytes }): Request => {
    const address = byPod
      ? ({ kind: 'pod', namespace: 'n', workload: 'web', port } as const)
      : ({ kind: 'service', namespace: 'n', name: 'web', port } as const)
    if (bytes === 'http') return { client: from, address, protocol: 'http', http: { ...http, token: { kind: 'none' } } }
    return { client: from, address, protocol: 'tcp', ...(bytes === 'tls' ? { sni: 'web.n.example' } : {}) }
  })

test('the diagrams and the reference evaluator decide requests alike where Cilium asks about them', () => {
  fc.assert(
    fc.property(
      httpPolicies,
      fc.array(request, { minLength: requestsPerMesh, maxLength: requestsPerMesh }),
      fc.constantFrom<object>({}, { 'istio-injection': 'enabled' }),
      fc.constantFrom('BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES', 'NONE'),
      (policies, requests, labels, normalization) => {
        const text = [...scene(labels, normalization), ...policies].map((object) => JSON.stringify(object)).join('\n---\n')
        const mesh = meshOf([{ path: 'mesh.yaml', text }])
        // Comparisons speak of paths that proxies of the mesh leave as they are.
        for (const one of requests) agree(mesh, normalised(one, mesh.settings.pathNormalization), false)
      },
    ),
    { numRuns: Number(process.env.AGREEMENT_RUNS ?? 60), seed: Number(process.env.AGREEMENT_SEED ?? 1) },
  )
}, 900_000)
