import { expect, test } from 'vitest'
import { egressFor } from '../../../src/resolve/routes/sidecar-scope.ts'
import { readManifests } from '../../../src/translate.ts'

const sidecar = (name: string, mode: string, created?: string): string =>
  JSON.stringify({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Sidecar',
    metadata: { name, namespace: 'shop', ...(created === undefined ? {} : { creationTimestamp: created }) },
    spec: { outboundTrafficPolicy: { mode } },
  })

const allowed = (...documents: readonly string[]) => {
  const { mesh } = readManifests([{ path: 'mesh.yaml', text: documents.join('\n---\n') }])
  return egressFor(mesh, { namespace: 'shop', labels: { app: 'web' } }, { name: 'x.example', namespace: undefined }).allowed
}

const [early, late] = ['2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z']

test.each([
  ['the oldest counts', [sidecar('a', 'ALLOW_ANY', late), sidecar('b', 'REGISTRY_ONLY', early)], false],
  ['the oldest counts, also first by name', [sidecar('a', 'ALLOW_ANY', early), sidecar('b', 'REGISTRY_ONLY', late)], true],
  ['of one age, the first by name', [sidecar('a', 'ALLOW_ANY', early), sidecar('b', 'REGISTRY_ONLY', early)], true],
  ['without ages it may be either', [sidecar('a', 'ALLOW_ANY'), sidecar('b', 'REGISTRY_ONLY')], 'unknown'],
  ['without ages, where they agree', [sidecar('a', 'REGISTRY_ONLY'), sidecar('b', 'REGISTRY_ONLY')], false],
] as const)('of two Sidecars for a namespace %s', (_, documents, expected) => {
  expect(allowed(...documents)).toBe(expected)
})
