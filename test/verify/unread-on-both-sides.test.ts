import { expect, test } from 'vitest'
import { compareManifests } from '../../src/verify/verify.ts'

const files = (...documents: readonly string[]) => [{ path: 'mesh.yaml', text: documents.join('\n---\n') }]
const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: mill, labels: {istio-injection: enabled}}'
const disputed =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: wheel, namespace: mill}\nspec: {template: {metadata: {labels: {app: wheel, sidecar.istio.io/inject: "no"}}}}'
const broken = (kind: string) => `kind: ${kind}\n  x: [`
const unread = (before: readonly string[], after: readonly string[]) =>
  compareManifests(files(...before), files(...after)).comparison.unread.map(({ what }) => what)

test('what moved to another line of its file is counted once', () => {
  expect(unread([namespace, disputed], [disputed, namespace])).toEqual(['sidecar.istio.io/inject of Deployment mill/wheel'])
})

test('two documents of a file that do not parse are two, on either side', () => {
  expect(unread([broken('A'), broken('B')], [namespace, broken('A'), broken('B')])).toHaveLength(2)
  expect(unread([broken('A')], [broken('A'), broken('B')])).toHaveLength(2)
})

const saw = `apiVersion: v1
kind: Service
metadata: {name: saw, namespace: mill}
spec: {selector: {app: saw}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: saw, namespace: mill}
spec: {selector: {matchLabels: {app: saw}}, template: {metadata: {labels: {app: saw}}, spec: {containers: [{name: app, image: saw:1, ports: [{containerPort: 8080}]}]}}}`
const policy =
  'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: none, namespace: mill}\nspec: {selector: {matchLabels: {app: belt}}}'
/** An address without a length, which no API server takes since Cilium 1.20. */
const floor = (address: string) =>
  `apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: floor, namespace: mill}\nspec: {endpointSelector: {matchLabels: {app: saw}}, ingress: [{fromCIDR: [${address}]}]}`
const parts = (before: readonly string[], after: readonly string[]) => compareManifests(files(...before), files(...after)).comparison.parts

test('a policy that was not read raises no doubt where it only stands on another line', () => {
  const { equal, ...others } = parts([namespace, saw, policy, floor('192.0.2.7')], [namespace, saw, floor('192.0.2.7')])
  expect(equal).toBeGreaterThan(0)
  expect(Object.values(others)).toEqual([0, 0, 0, 0, 0])
})

test('a policy that was not read raises a doubt where it says something else', () => {
  expect(parts([namespace, saw, floor('192.0.2.7')], [namespace, saw, floor('192.0.2.8')]).undetermined).toBeGreaterThan(0)
})
