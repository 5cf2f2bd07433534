import { expect, test } from 'vitest'
import { uncapturedPorts } from '../../../../src/model/capture.ts'
import { readManifests } from '../../../../src/translate.ts'

const pod = (annotations = '{}') =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: till, namespace: shop, labels: {sidecar.istio.io/inject: "true"}, annotations: ${annotations}}\nspec: {containers: [{name: till}]}`
const operator = (port: string) =>
  `apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nmetadata: {name: mesh, namespace: istio-system}\nspec: {values: {global: {proxy: {statusPort: ${port}}}}}`

function portsOf(...documents: readonly string[]) {
  const { mesh, diagnostics } = readManifests([{ path: 'mesh.yaml', text: documents.join('\n---\n') }])
  return { ports: mesh.workloads.map((workload) => uncapturedPorts(workload)), codes: diagnostics.map(({ code }) => code) }
}

test('the status port of the mesh is the one that sidecars do not capture', () => {
  expect(portsOf(pod()).ports).toEqual([[15020, 15021, 15090]])
  expect(portsOf(pod(), operator('15099')).ports).toEqual([[15021, 15090, 15099]])
  expect(portsOf(pod(), operator('0')).ports).toEqual([[15021, 15090]])
})

test('the annotation of a pod overrules it', () => {
  expect(portsOf(pod('{status.sidecar.istio.io/port: "15077"}'), operator('15099')).ports).toEqual([[15021, 15077, 15090]])
})

test('a status port that is no port is reported', () => {
  expect(portsOf(pod(), operator('status')).codes).toContain('US2003')
})
