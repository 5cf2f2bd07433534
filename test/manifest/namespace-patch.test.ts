import { expect, test } from 'vitest'
import { loadManifests } from '../../src/manifest/load.ts'

const kustomization = { path: 'kustomization.yaml', text: 'resources: [app.yaml]\npatches:\n- path: namespace-patch.yaml\n' }
const patch = {
  path: 'namespace-patch.yaml',
  text: 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels: {istio.io/dataplane-mode: ambient}\n',
}
const namespace = { path: 'app.yaml', text: 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n' }

test('a patch of a Namespace outside the input is what is known of the Namespace', () => {
  const set = loadManifests([kustomization, patch])
  expect(set.objects.map(({ ref, labels }) => [ref.kind, ref.name, labels])).toEqual([
    ['Namespace', 'shop', { 'istio.io/dataplane-mode': 'ambient' }],
  ])
})

test('a patch of a Namespace in the input stays a patch, whatever the order of the files', () => {
  for (const files of [
    [kustomization, patch, namespace],
    [namespace, patch, kustomization],
  ]) {
    const set = loadManifests(files)
    expect(set.objects.map(({ ref }) => ref.file)).toEqual(['app.yaml'])
    expect(set.skipped.map(({ reason, span }) => [reason, span.file])).toEqual([
      ['kustomization', 'kustomization.yaml'],
      ['patch', 'namespace-patch.yaml'],
    ])
  }
})
