import { expect, test } from 'vitest'
import { readManifests } from '../../../src/translate.ts'

const owned = (kind: string, name: string) => `ownerReferences: [{apiVersion: apps/v1, kind: ${kind}, name: ${name}, uid: u}]`
const pod = (owner: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: oven-0, namespace: bakery, labels: {app: old, apps.kubernetes.io/pod-index: "0"}, ${owner}}\nspec: {nodeName: n, containers: [{name: oven}, {name: istio-proxy}]}`
const maker = (kind: string, name: string, extra = '') =>
  `apiVersion: ${kind === 'Job' ? 'batch' : 'apps'}/v1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: bakery${extra}}\nspec: {template: {metadata: {labels: {app: ${name}}}, spec: {serviceAccountName: baker, containers: [{name: oven}]}}}`

/** The pod once documents are applied to a cluster in which some text was another one; by default the service account of the templates. */
function podOf(documents: readonly string[], [is, was] = ['serviceAccountName: baker', 'serviceAccountName: apprentice']) {
  const text = documents.join('\n---\n')
  const cluster = readManifests([{ path: 'dump.yaml', text: text.replaceAll(is!, was!) }]).objects
  return readManifests([{ path: 'dump.yaml', text }], { cluster }).mesh.workloads.find(({ kind }) => kind === 'Pod')
}

test('a pod has what the topmost template says once it is made anew', () => {
  const read = podOf([
    pod(owned('ReplicaSet', 'middle')),
    maker('ReplicaSet', 'middle', `, ${owned('Deployment', 'top')}`),
    maker('Deployment', 'top'),
  ])
  expect(read?.labels).toEqual({ app: 'top', 'apps.kubernetes.io/pod-index': '0' })
  expect(read?.serviceAccount).toBe('baker')
  expect(read?.ownProxy).toBeUndefined()
})

test('a pod stays as it is where nothing in the input makes it, or a Job does', () => {
  for (const documents of [[pod(owned('ReplicaSet', 'gone'))], [pod(owned('Job', 'once')), maker('Job', 'once')]])
    expect(podOf(documents)?.labels.app).toBe('old')
})

test('owners that name each other end nowhere', () => {
  const read = podOf([
    pod(owned('ReplicaSet', 'one')),
    maker('ReplicaSet', 'one', `, ${owned('ReplicaSet', 'two')}`),
    maker('ReplicaSet', 'two', `, ${owned('ReplicaSet', 'one')}`),
  ])
  expect(read?.labels.app).toBe('two')
})

test('a pod stays as it is where nothing restarts it, and a Namespace that is enrolled does', () => {
  const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: bakery, labels: {istio.io/dataplane-mode: ambient}}'
  const documents = [namespace, pod(owned('Deployment', 'top')), maker('Deployment', 'top')]
  expect(podOf(documents, ['', ''])?.labels.app).toBe('old')
  expect(podOf(documents, ['istio.io/dataplane-mode: ambient', 'istio-injection: enabled'])?.labels.app).toBe('top')
})
