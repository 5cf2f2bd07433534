import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { InputFile } from '../../src/manifest/input-file.ts'
import { compareManifests } from '../../src/verify/verify.ts'

const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'prod', labels: { 'istio-injection': 'enabled' } } }

const deployment = (name: string, serviceAccountName: string, labels: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'prod' },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name, ...labels } },
      spec: { serviceAccountName, containers: [{ name: 'app', ports: [{ containerPort: 8080 }] }] },
    },
  },
})

const service = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'prod' },
  spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
})

const onlyWeb = {
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
  metadata: { name: 'cart-readers', namespace: 'prod' },
  spec: { selector: { matchLabels: { app: 'cart' } }, rules: [{ from: [{ source: { principals: ['cluster.local/ns/prod/sa/web'] } }] }] },
}

const beta = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'cart', namespace: 'prod' },
  spec: {
    hosts: ['cart'],
    http: [
      { match: [{ sourceLabels: { track: 'beta' } }], route: [{ destination: { host: 'canary' } }] },
      { route: [{ destination: { host: 'cart' } }] },
    ],
  },
}

const meshConfig = (trustDomain: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'istio', namespace: 'istio-system' },
  data: { mesh: `trustDomain: ${trustDomain}\n` },
})

const rest = [namespace, service('cart'), service('canary'), deployment('cart', 'cart'), deployment('canary', 'canary')]
const filesOf = (...objects: object[]): InputFile[] => [
  { path: 'mesh.yaml', text: [...rest, ...objects].map((object) => stringify(object)).join('---\n') },
]

function differences(before: object[], after: object[]): string[] {
  const { comparison } = compareManifests(filesOf(...before), filesOf(...after))
  return comparison.differences.map(({ verdict, destinations, clients }) => `${verdict} ${destinations[0]} from ${clients.join(', ')}`)
}

test('pods that no longer run under the account which a policy names are refused', () => {
  expect(differences([onlyWeb, deployment('web', 'web')], [onlyWeb, deployment('web', 'front')])).toEqual([
    'narrower Service prod/cart:80 from pods prod/web, which change their service account',
  ])
})

test('pods that take over such an account are let in', () => {
  expect(differences([onlyWeb, deployment('batch', 'batch')], [onlyWeb, deployment('batch', 'web')])).toEqual([
    'wider Service prod/cart:80 from pods prod/batch, which change their service account',
  ])
})

test('pods that get a label which routes ask for go elsewhere; other labels make no difference', () => {
  expect(differences([beta, deployment('web', 'web')], [beta, deployment('web', 'web', { track: 'beta' })])).toEqual([
    'rerouted Service prod/cart:80 from pods prod/web, which change how they are known',
  ])
  expect(differences([beta, deployment('web', 'web')], [beta, deployment('web', 'web', { tier: 'front' })])).toEqual([])
})

test('with another trust domain pods of the mesh are let in as before, those of the old one no longer, those of the new one now', () => {
  const at = (trustDomain: string) => [onlyWeb, deployment('web', 'web'), meshConfig(trustDomain)]
  // Nothing asks for names at `canary`, whose sidecars accept the certificates of their own trust domain alone all the same.
  expect(differences(at('cluster.local'), at('other.example'))).toEqual([
    'wider Service prod/canary:80 from pods on sidecars',
    'wider Service prod/cart:80 from pods on sidecars',
    'narrower Service prod/canary:80 from pods on sidecars',
    'narrower Service prod/cart:80 from pods on sidecars',
  ])
})

test('where a namespace moves, those that the input does not have are assumed to stay what they are', () => {
  const moved = { ...namespace, metadata: { name: 'prod', labels: { 'istio.io/dataplane-mode': 'ambient' } } }
  const files = (...objects: object[]): InputFile[] => [
    { path: 'mesh.yaml', text: objects.map((object) => stringify(object)).join('---\n') },
  ]
  const said = (before: object, after: object) =>
    compareManifests(files(before, service('cart')), files(after, service('cart'))).comparison.assumptions
  const assumption = expect.stringContaining('pods of namespaces that the input does not have stay what they are')
  expect(said(namespace, moved)).toContainEqual(assumption)
  expect(said(namespace, namespace)).not.toContainEqual(assumption)
  expect(said(moved, moved)).not.toContainEqual(assumption)
})
