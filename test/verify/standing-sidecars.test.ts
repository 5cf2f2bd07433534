import { expect, test } from 'vitest'
import { compareManifests } from '../../src/verify/verify.ts'

const labels = { sidecar: { 'istio-injection': 'enabled' }, ambient: { 'istio.io/dataplane-mode': 'ambient' }, none: {} }

/** Namespaces by what carries their pods, each with one Deployment of its name. */
function mesh(planes: Readonly<Record<string, keyof typeof labels>>, environment?: string) {
  const objects = Object.entries(planes).flatMap(([name, plane]) => [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: labels[plane] } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: name },
      spec: {
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'a' }] } },
      },
    },
  ])
  const settings = { defaultConfig: { proxyMetadata: { ISTIO_META_ENABLE_HBONE: environment } } }
  const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio', namespace: 'istio-system' } }
  const all = environment === undefined ? objects : [...objects, { ...config, data: { mesh: JSON.stringify(settings) } }]
  return [{ path: 'mesh.yaml', text: all.map((object) => JSON.stringify(object)).join('\n---\n') }]
}

const said = expect.stringContaining('restarted since ambient mode was installed')

function assumptionsBetween(before: ReturnType<typeof mesh>, after: ReturnType<typeof mesh>): readonly string[] {
  return compareManifests(before, after).comparison.assumptions
}

test('sidecars that stay beside pods that move are taken to be new enough for HBONE', () => {
  expect(assumptionsBetween(mesh({ ledger: 'sidecar', desk: 'sidecar' }), mesh({ ledger: 'sidecar', desk: 'ambient' }))).toContainEqual(
    said,
  )
})

test.each([
  ['everything moves', mesh({ ledger: 'sidecar', desk: 'sidecar' }), mesh({ ledger: 'ambient', desk: 'ambient' })],
  ['nothing moves', mesh({ ledger: 'sidecar', desk: 'ambient' }), mesh({ ledger: 'sidecar', desk: 'ambient' })],
  ['what stays is outside the mesh', mesh({ ledger: 'none', desk: 'sidecar' }), mesh({ ledger: 'none', desk: 'ambient' })],
  [
    'sidecars are kept from HBONE',
    mesh({ ledger: 'sidecar', desk: 'sidecar' }, 'false'),
    mesh({ ledger: 'sidecar', desk: 'ambient' }, 'false'),
  ],
])('nothing is said of it where %s', (_, before, after) => {
  expect(assumptionsBetween(before, after)).not.toContainEqual(said)
})
