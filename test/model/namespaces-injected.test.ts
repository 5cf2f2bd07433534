import { expect, test } from 'vitest'
import { readManifests, translate } from '../../src/translate.ts'

const pod = (namespace: string, label = '') => `---
apiVersion: v1
kind: Pod
metadata: {name: app, namespace: ${namespace}, labels: {app: app${label}}}
spec: {containers: [{name: app, image: x}]}
`
const shown = '---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shown}\n'
const text = shown + ['shown', 'hidden', 'kube-tools', 'istio-system'].map((namespace) => pod(namespace)).join('')
const files = [{ path: 'mesh.yaml', text: `${text}${pod('aside', ', sidecar.istio.io/inject: "false"')}` }]

test('namespaces without a Namespace object are taken for injected, but not those of the system', () => {
  const { mesh } = readManifests(files, { namespacesInjected: true })
  expect(mesh.workloads.map(({ namespace, dataPlane }) => `${namespace}: ${dataPlane}`)).toEqual([
    'aside: none',
    'hidden: sidecar',
    'istio-system: unknown',
    'kube-tools: unknown',
    'shown: none',
  ])
})

test('without it the input does not tell, and a target that does not offer the assumption does not take it', () => {
  const planes = (mesh: ReturnType<typeof readManifests>['mesh']) => mesh.namespaces.map(({ name, dataPlane }) => [name, dataPlane])
  const unsaid = planes(readManifests(files).mesh)
  expect(unsaid).toContainEqual(['hidden', 'unknown'])
  expect(planes(translate(files, { target: 'ambient', options: { assume: ['namespaces-injected'] } }).mesh)).toEqual(unsaid)
  expect(planes(translate(files, { target: 'cilium', options: { assume: ['namespaces-injected'] } }).mesh)).toContainEqual([
    'hidden',
    'sidecar',
  ])
})
