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

test('two Sidecars of unknown ages that swap where they lead a port are not equal', () => {
  const to = (name: string, end: number): string => sidecar(name, 8080).replace('127.0.0.1:8080', `127.0.0.1:${end}`)
  // Each says 1111 first, so that the first listener alone tells nothing of what the other one became.
  const [before, after] = [to('a', 1111) + to('b', 2222), to('a', 1111) + to('b', 3333)]
  expect(verdicts(pods() + service('web', 'http') + before, pods() + service('web', 'http') + after)).toEqual(['undetermined'])
})

test('two PeerAuthentications of unknown ages that swap their modes are not equal', () => {
  const peers = (...modes: readonly string[]): string =>
    modes
      .map(
        (mode, at) => `---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: p${at}, namespace: shop}
spec: {selector: {matchLabels: {app: web}}, mtls: {mode: ${mode}}}
`,
      )
      .join('')
  const mesh = (...modes: readonly string[]): string => pods() + service('web', 'http') + peers(...modes)
  expect(verdicts(mesh('STRICT', 'PERMISSIVE'), mesh('PERMISSIVE', 'STRICT'))).toEqual(['undetermined'])
  expect(verdicts(mesh('STRICT', 'PERMISSIVE', 'PERMISSIVE'), mesh('STRICT', 'STRICT', 'PERMISSIVE'))).toEqual(['undetermined'])
  expect(verdicts(mesh('STRICT', 'PERMISSIVE'), mesh('STRICT', 'PERMISSIVE'))).toEqual([])
})
