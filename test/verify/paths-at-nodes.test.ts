import { expect, test } from 'vitest'
import { compareMeshes } from '../../src/verify/compare.ts'
import { meshOf } from '../decide/mesh-of.ts'

/** The same HTTPRoutes with a Service parent: sidecars follow them, or the proxies of nodes do, which take paths as they are sent. */
const mesh = (injection: string, rules: string, beside = '') =>
  meshOf([
    {
      path: 'mesh.yaml',
      text: `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: ${injection}}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: cilium}
spec: {controllerName: io.cilium/gateway-controller}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: i, ports: [{containerPort: 8080}]}]}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec:
  parentRefs: [{group: '', kind: Service, name: web, port: 80}]
  rules: ${rules}
${beside}`,
    },
  ])
const toWeb = '{backendRefs: [{name: web, port: 80}]}'
const barring = (path: string) => `[{matches: [{path: {type: PathPrefix, value: ${path}}}]}, ${toWeb}]`
const wider = (before: ReturnType<typeof mesh>, after: ReturnType<typeof mesh>) =>
  compareMeshes(before, after, {}).differences.filter(({ verdict }) => verdict === 'wider')

test('a path that sidecars normalise passes the rules of a node: wider, with a path that shows it', () => {
  const found = wider(mesh('enabled', barring('/admin')), mesh('disabled', barring('/admin')))
  const targets = found.map(({ witness }) => witness?.request.http?.target)
  expect(targets.length).toBeGreaterThan(0)
  for (const target of targets) expect(target).not.toMatch(/^\/admin/)
  expect(wider(mesh('enabled', `[${toWeb}]`), mesh('disabled', `[${toWeb}]`))).toEqual([])
})

test('two meshes in which proxies of nodes alone follow routes are compared by paths as they are sent', () => {
  const [admin, both] = ['/admin', '/admin/x'].map((path) => mesh('disabled', barring(path))) as [
    ReturnType<typeof mesh>,
    ReturnType<typeof mesh>,
  ]
  expect(compareMeshes(admin, mesh('disabled', barring('/admin')), {}).differences).toEqual([])
  expect(wider(admin, both).length).toBeGreaterThan(0)
  const dots = mesh('disabled', barring('/x/../admin'))
  expect(wider(dots, mesh('disabled', `[${toWeb}]`)).map(({ witness }) => witness?.request.http?.target)[0]).toBe('/x/../admin')
})

test('policies that see a path normalised, and routes that do not, leave it undetermined beside what was found', () => {
  const policy = `---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  endpointSelector: {matchLabels: {app: web}}
  ingress: [{fromEndpoints: [{}], toPorts: [{ports: [{port: "8080", protocol: TCP}], rules: {http: [{path: /open}, {path: /admin}]}}]}]`
  const { differences } = compareMeshes(mesh('disabled', barring('/admin'), policy), mesh('disabled', barring('/open'), policy), {})
  expect(differences.map(({ verdict }) => verdict)).toEqual(expect.arrayContaining(['wider', 'narrower', 'undetermined']))
})
