import { expect, test } from 'vitest'
import { translate } from '../../../../src/translate.ts'

const setting = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'istio', namespace: 'istio-system' },
  data: { mesh: 'outboundTrafficPolicy: {mode: REGISTRY_ONLY}\n' },
}
const shop = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } }
const legacy = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'legacy' } }
const pods = (namespace: string, labels: Record<string, string> = {}): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'app', namespace },
  spec: {
    selector: { matchLabels: { app: 'app' } },
    template: { metadata: { labels: { app: 'app', ...labels } }, spec: { containers: [{ name: 'app', image: 'app:1' }] } },
  },
})
const ownPolicy = {
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNetworkPolicy',
  metadata: { name: 'registry-only', namespace: 'shop' },
  spec: { endpointSelector: { matchLabels: { app: 'app' } }, ingress: [{ fromEndpoints: [{}] }] },
}

const converted = (...objects: readonly object[]) =>
  translate([{ path: 'mesh.yaml', text: objects.map((object) => JSON.stringify(object)).join('\n---\n') }], {
    target: 'cilium',
    options: { assume: ['sidecars-removed'] },
  })

test.each([
  ['of a namespace that the input lacks', [setting, shop, pods('shop'), pods('legacy')]],
  [
    'that ask for a sidecar in a namespace without',
    [setting, shop, legacy, pods('shop'), pods('legacy', { 'sidecar.istio.io/inject': 'true' })],
  ],
])('REGISTRY_ONLY of the mesh keeps pods %s on their sidecars', (_, objects) => {
  const { emission, diagnostics } = converted(...objects)
  expect(emission.leaves?.map(({ namespace }) => namespace)).toEqual(['shop'])
  expect(diagnostics.filter(({ code }) => code === 'US5131').length).toBeGreaterThan(0)
})

test('a policy of another one with the same name is no reason to fail', () => {
  const { emission, diagnostics } = converted(setting, shop, pods('shop'), ownPolicy)
  expect(diagnostics.filter(({ stage }) => stage === 'internal')).toEqual([])
  expect(diagnostics.map(({ code }) => code)).toContain('US5131')
  expect(emission.leaves).toEqual([])
})
