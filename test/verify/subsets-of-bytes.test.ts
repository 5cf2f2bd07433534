import { expect, test } from 'vitest'
import { compareManifests } from '../../src/verify/verify.ts'

const pods = (name: string, namespace: string, version: string) => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  selector: {matchLabels: {version: ${version}}}
  template: {metadata: {labels: {app: web, version: ${version}}}, spec: {containers: [{name: a, image: x}]}}
`

const mesh = (rule: string) => `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Namespace
metadata: {name: till, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{name: tcp, port: 80, targetPort: 8080}]}
${pods('one', 'shop', 'v1')}${pods('two', 'shop', 'v2')}${pods('client', 'till', 'none')}---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: web, namespace: shop}
spec: {host: web.shop.svc.cluster.local, subsets: [{name: v1, labels: {version: v1}}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web, namespace: shop}
spec: {hosts: [web.shop.svc.cluster.local], ${rule}: [{route: [{destination: {host: web.shop.svc.cluster.local, subset: v1}}]}]}
`

const own = (subsets: string) => `---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: own, namespace: till}
spec: {host: web.shop.svc.cluster.local${subsets}}
`

// The namespace of the client says which pods a subset is, of rules for bytes as well.
test.each([
  [', subsets: [{name: v1, labels: {version: v2}}]', 'rerouted'],
  ['', 'narrower'],
])('a DestinationRule of the client%s is seen behind a rule of TCP', (subsets, verdict) => {
  const text = mesh('tcp')
  const { comparison } = compareManifests([{ path: 'mesh.yaml', text }], [{ path: 'mesh.yaml', text: `${text}${own(subsets)}` }])
  expect(comparison.differences.map((one) => one.verdict)).toEqual([verdict])
})
