import { expect, test } from 'vitest'
import { emittedBesideCarriers } from '../../../src/definitions/emitted-beside-carriers.ts'
import { loadManifests } from '../../../src/manifest/load.ts'
import type { Emission } from '../../../src/model/change.ts'
import { defaultOptions, type Target } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { readMesh } from '../../../src/read-mesh.ts'
import { targets } from '../../../translators/index.ts'

const hook = `apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: {name: house-rules}
webhooks:
- name: added.house.example.com
  clientConfig: {service: {name: SERVICE, namespace: house}}
  rules:
  - {apiGroups: [cilium.io], apiVersions: ['*'], operations: [CREATE], resources: [ciliumnetworkpolicies]}
  - {apiGroups: [''], apiVersions: [v1], operations: ['*'], resources: [services]}
`

/** A target that adds objects as long as the mesh does not hold them. */
function adding(objects: (mesh: Mesh) => readonly [kind: string, name: string][]): Target {
  const emit = (mesh: Mesh): Emission => ({
    diagnostics: [],
    changes: objects(mesh).map(([kind, name]) => ({
      kind: 'add',
      object: { apiVersion: kind === 'Service' ? 'v1' : 'cilium.io/v2', kind, metadata: { name, namespace: 'shop' } },
      causes: [],
      why: 'a test',
    })),
  })
  return { ...targets.cilium, emit }
}

function emitted(target: Target, service = 'house', assume: readonly 'unread-reviewed'[] = [], text = hook) {
  const set = loadManifests([{ path: 'hook.yaml', text: text.replace('SERVICE', service) }])
  const mesh = readMesh(set, [], [])
  const { changes, diagnostics } = emittedBesideCarriers(target, [mesh], { ...defaultOptions, assume }, set)
  const added = changes.flatMap((change) => (change.kind === 'add' ? [change.object.metadata.name] : []))
  return { added, codes: diagnostics.map(({ code }) => code) }
}

const always = adding(() => [['CiliumNetworkPolicy', 'web']])

test('a target that holds what is changed is asked again, also for what it writes instead', () => {
  const names = ['web', 'web-2', 'web-3']
  const next = adding(({ unread }) => names.slice(unread.length, unread.length + 1).map((name) => ['CiliumNetworkPolicy', name]))
  expect(emitted(next)).toEqual({ added: [], codes: ['US5097', 'US5097', 'US5097'] })
})

test('nothing is written where a target does not hold it', () => {
  expect(emitted(always)).toEqual({ added: [], codes: ['US5097', 'US5098'] })
})

test('what was reviewed is written, and named', () => {
  expect(emitted(always, 'house', ['unread-reviewed'])).toEqual({ added: ['web'], codes: ['US5097'] })
})

test('Services that are added are asked for, except of what only sets the class of load balancers', () => {
  const services = adding(({ unread }) => (unread.length > 0 ? [] : [['Service', 'web-v1']]))
  expect(emitted(services)).toEqual({ added: [], codes: ['US5097'] })
  expect(emitted(services, 'aws-load-balancer-webhook-service')).toEqual({ added: ['web-v1'], codes: [] })
})

test('kinds that no webhook is called for pass', () => {
  expect(emitted(adding(() => [['CiliumEnvoyConfig', 'web']]))).toEqual({ added: ['web'], codes: [] })
})

test('a webhook for objects and their subresources is called for objects, one for a subresource is not', () => {
  const holding = adding(({ unread }) => (unread.length > 0 ? [] : [['CiliumNetworkPolicy', 'web']]))
  const meant = (resource: string) => hook.replace('[ciliumnetworkpolicies]', `[${resource}]`)
  expect(emitted(holding, 'house', [], meant('ciliumnetworkpolicies/*'))).toEqual({ added: [], codes: ['US5097'] })
  expect(emitted(holding, 'house', [], meant('ciliumnetworkpolicies/status'))).toEqual({ added: ['web'], codes: [] })
})
