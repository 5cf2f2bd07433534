import { expect, test } from 'vitest'
import { readManifests } from '../../src/translate.ts'
import { compareMeshes } from '../../src/verify/compare.ts'

const pods = (name: string, namespace: string) =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${name}, namespace: ${namespace}}, spec: {selector: {matchLabels: {app: ${name}}}, template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]}}}}`

test('ports of sidecars are asked where another root namespace makes a Sidecar the one of the whole mesh', () => {
  const mesh = (rootNamespace: string) => {
    const documents = [
      `{apiVersion: v1, kind: ConfigMap, metadata: {name: istio, namespace: istio-system}, data: {mesh: "rootNamespace: ${rootNamespace}"}}`,
      ...['kiln', 'glaze'].map(
        (name) => `{apiVersion: v1, kind: Namespace, metadata: {name: ${name}, labels: {istio-injection: enabled}}}`,
      ),
      pods('pot', 'kiln'),
      pods('brush', 'glaze'),
      '{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: closed, namespace: kiln}, spec: {outboundTrafficPolicy: {mode: REGISTRY_ONLY}, egress: [{hosts: ["./*"]}]}}',
    ]
    return readManifests([{ path: 'mesh.yaml', text: documents.join('\n---\n') }]).mesh
  }
  const { differences } = compareMeshes(mesh('kiln'), mesh('istio-system'))
  const wider = differences.filter(({ verdict }) => verdict === 'wider').flatMap(({ destinations }) => destinations)
  expect(wider).toContain('pods kiln/pot:15020')
})
