import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'

/** What a cluster answers for a resource: its objects, or what kubectl complains of. */
export type Recorded = Readonly<Record<string, readonly object[] | string>>

/** A kubectl that answers what was recorded and writes down what it was asked. It is first on the PATH while the test runs. */
export function fakeKubectl(recorded: Recorded, listing: { readonly problem?: string } = {}): { asked: () => string[][] } {
  const folder = resolve('bin')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'answers.json'), JSON.stringify({ recorded, listing }))
  writeFileSync(join(folder, 'asked.jsonl'), '')
  writeFileSync(join(folder, 'kubectl'), `#!${process.execPath}\n${program}`)
  chmodSync(join(folder, 'kubectl'), 0o755)
  const before = process.env.PATH
  process.env.PATH = `${folder}:${before}`
  onTestFinished(() => {
    process.env.PATH = before
  })
  const lines = () => readFileSync(join(folder, 'asked.jsonl'), 'utf8').trimEnd().split('\n')
  return { asked: () => lines().map((line) => JSON.parse(line) as string[]) }
}

const program = `
const { appendFileSync, readFileSync } = require('node:fs')
const args = process.argv.slice(2)
appendFileSync(__dirname + '/asked.jsonl', JSON.stringify(args) + '\\n')
const { recorded, listing } = JSON.parse(readFileSync(__dirname + '/answers.json', 'utf8'))
const fail = (text) => { process.stderr.write(text + '\\n'); process.exitCode = 1 }
if (args[0] === 'api-resources') {
  process.stdout.write(Object.keys(recorded).map((name) => name + '\\n').join(''))
  if (listing.problem !== undefined) fail(listing.problem)
} else if (args[0] === 'get') {
  const answer = recorded[args[1]]
  if (typeof answer === 'string') fail(answer)
  else process.stdout.write(JSON.stringify({ apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items: answer }))
} else fail('error: unknown command')
`

/** What the API server keeps beside an object. */
const served = (name: string) => ({
  creationTimestamp: '2026-01-02T03:04:05Z',
  generation: 3,
  managedFields: [{ manager: 'kubectl-client-side-apply', operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: {} }],
  resourceVersion: '4711',
  uid: `00000000-0000-0000-0000-${name}`,
})

export function live(
  apiVersion: string,
  kind: string,
  [namespace, name]: readonly [string, string],
  rest: object,
  metadata: object = {},
): object {
  const place = namespace === '' ? { name } : { namespace, name }
  return { apiVersion, kind, metadata: { ...place, ...served(name), ...metadata }, ...rest }
}

function deployment(name: string): object {
  const template = {
    metadata: { labels: { app: name } },
    spec: { serviceAccountName: name, containers: [{ name: 'app', image: 'app', ports: [{ containerPort: 8080 }] }] },
  }
  return live('apps/v1', 'Deployment', ['shop', name], {
    spec: { replicas: 1, selector: { matchLabels: { app: name } }, template },
    status: { replicas: 1 },
  })
}

const argo = { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:/Namespace:shop/shop' } }

/** A small mesh as a cluster has it: what is installed there of Istio, and objects of other controllers beside it. */
export const shopCluster: Recorded = {
  namespaces: [
    live('v1', 'Namespace', ['', 'shop'], { status: { phase: 'Active' } }, { labels: { 'istio-injection': 'enabled' }, ...argo }),
    live('v1', 'Namespace', ['', 'istio-system'], { status: { phase: 'Active' } }),
  ],
  services: [
    live('v1', 'Service', ['shop', 'cart'], {
      spec: {
        clusterIP: '10.96.0.7',
        clusterIPs: ['10.96.0.7'],
        selector: { app: 'cart' },
        ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }],
      },
      status: { loadBalancer: {} },
    }),
  ],
  configmaps: [
    live('v1', 'ConfigMap', ['istio-system', 'istio'], { data: { mesh: 'trustDomain: cluster.local\n' } }),
    live('v1', 'ConfigMap', ['shop', 'passwords'], { data: { key: 'not-to-be-read' } }),
  ],
  pods: [
    live(
      'v1',
      'Pod',
      ['shop', 'cart-1'],
      { spec: { containers: [] } },
      { ownerReferences: [{ kind: 'ReplicaSet', name: 'cart', controller: true, apiVersion: 'apps/v1', uid: 'x' }] },
    ),
  ],
  'replicasets.apps': [],
  'deployments.apps': [deployment('cart'), deployment('web')],
  'authorizationpolicies.security.istio.io': [
    live('security.istio.io/v1', 'AuthorizationPolicy', ['shop', 'readers'], {
      spec: {
        selector: { matchLabels: { app: 'cart' } },
        rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] }],
      },
    }),
  ],
  'virtualservices.networking.istio.io': [],
  secrets: [live('v1', 'Secret', ['shop', 'key'], { data: {} })],
}
