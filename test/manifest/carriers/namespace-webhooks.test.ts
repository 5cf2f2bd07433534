import { expect, test } from 'vitest'
import { ofMutatingWebhook } from '../../../src/manifest/carriers/webhooks.ts'
import { loadManifests } from '../../../src/manifest/load.ts'

const mesh = (resource: string, operation: string): string => `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: {name: tenants}
webhooks:
- name: tenants.example.com
  clientConfig: {service: {name: tenants, namespace: tenants}}
  admissionReviewVersions: [v1]
  sideEffects: None
  rules: [{apiGroups: [''], apiVersions: [v1], operations: [${operation}], resources: [${resource}]}]
`

function unread(resource: string, operation: string): readonly string[] {
  const { objects } = loadManifests([{ path: 'mesh.yaml', text: mesh(resource, operation) }])
  const hook = objects.find(({ ref }) => ref.kind === 'MutatingWebhookConfiguration')!
  return ofMutatingWebhook(hook, objects, new Set()).map(({ what }) => what)
}

// Converting labels the Namespace: an UPDATE, after which the webhook may have set another data plane mode.
test('a webhook that is called when a Namespace is changed may change its labels', () => {
  expect(unread('namespaces', 'UPDATE')).toEqual(['Namespace shop'])
  expect(unread("'*'", "'*'")).toEqual(['Namespace shop'])
})

test('one for pods, for a subresource of Namespaces, or for their deletion does not', () => {
  expect(unread('pods', 'UPDATE')).toEqual([])
  expect(unread('namespaces/finalize', 'UPDATE')).toEqual([])
  expect(unread('namespaces', 'DELETE')).toEqual([])
})
