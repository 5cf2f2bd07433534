import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { compareManifests } from '../../src/verify/verify.ts'

const metadata = (name: string) => ({ name, namespace: 'prod' })

const workload = (name: string) => [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(name),
    spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadata(name),
    spec: {
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'app', ports: [{ containerPort: 8080 }] }] } },
    },
  },
]

const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'prod', labels: { 'istio-injection': 'enabled' } } }

const routed = (...hosts: string[]) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: metadata('web'),
  spec: { hosts, http: [{ route: [{ destination: { host: 'canary' } }] }] },
})

const filesOf = (...objects: object[]) => [{ path: 'mesh.yaml', text: objects.map((object) => stringify(object)).join('---\n') }]

test('a short name with a dot that a table has for itself is compared as a name of its own', () => {
  const mesh = [namespace, ...workload('web'), ...workload('canary')]
  const {
    comparison: { differences },
  } = compareManifests(filesOf(...mesh, routed('web.prod')), filesOf(...mesh))
  expect(differences.map(({ verdict }) => verdict)).toEqual(['rerouted'])
  const [difference] = differences
  expect(difference?.destinations).toEqual(['Service prod/web:80 as web.prod'])
  expect(difference?.witness?.request.http?.authority).toBe('web.prod')
  expect(difference?.witness?.before.branches.map((branch) => branch.workload)).toEqual(['prod/canary'])
  expect(difference?.witness?.after.branches.map((branch) => branch.workload)).toEqual(['prod/web'])
})

test('a wildcard that declared hosts are below stands for none of their short names', () => {
  const mesh = [namespace, ...workload('web'), ...workload('canary')]
  const {
    comparison: { differences },
  } = compareManifests(filesOf(...mesh, routed('*')), filesOf(...mesh, routed('*')))
  expect(differences).toEqual([])
})
