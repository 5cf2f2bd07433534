import { expect, test } from 'vitest'
import { compareManifests } from '../../src/verify/verify.ts'

const pods = (annotations = '{}'): string => `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {annotations: ${annotations}, labels: {app: web}}
    spec: {containers: [{name: c, image: i}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: web, namespace: shop}
spec: {selector: {matchLabels: {app: web}}, rules: [{to: [{operation: {methods: [GET]}}]}]}
`
const service = (name: string, port: string): string => `---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop}
spec: {selector: {app: web}, ports: [{name: ${port}, port: 8080}]}
`
const sidecar = (name: string, port: number): string => `---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: ${name}, namespace: shop}
spec:
  workloadSelector: {labels: {app: web}}
  ingress: [{port: {number: ${port}, name: p, protocol: HTTP}, defaultEndpoint: "127.0.0.1:${port}"}]
`

function verdicts(before: string, after: string): readonly string[] {
  const { differences } = compareManifests([{ path: 'mesh.yaml', text: before }], [{ path: 'mesh.yaml', text: after }]).comparison
  return [...new Set(differences.map(({ verdict }) => verdict))]
}

test('two Services of unknown ages that swap their protocols are not equal', () => {
  const [before, after] = [service('a', 'http') + service('b', 'tcp'), service('a', 'tcp') + service('b', 'http')]
  expect(verdicts(pods() + before, pods() + after)).toEqual(['undetermined'])
  expect(verdicts(pods() + before, `${pods()}${before}\n`)).toEqual([])
})

test('two Sidecars of unknown ages that swap their ports are not equal', () => {
  const none = pods('{sidecar.istio.io/interceptionMode: NONE}') + service('web', 'http')
  const [before, after] = [sidecar('a', 8080) + sidecar('b', 9090), sidecar('a', 9090) + sidecar('b', 8080)]
  expect(verdicts(none + before, none + after)).toEqual(['undetermined'])
})
