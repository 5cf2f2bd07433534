import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runCli, workIn } from '../run-cli.ts'
import { fakeKubectl, live, shopCluster } from './fake-kubectl.ts'

test('manifests that a cluster has are no change: neither defaults, nor spelling, nor what other writers added', async () => {
  workIn()
  const last = { kind: 'Service', metadata: { name: 'cart', namespace: 'shop', annotations: {} }, spec: { selector: { app: 'cart' } } }
  fakeKubectl({
    namespaces: shopCluster.namespaces!,
    services: [
      live(
        'v1',
        'Service',
        ['shop', 'cart'],
        {
          spec: {
            clusterIP: '10.96.0.7',
            type: 'ClusterIP',
            selector: { app: 'cart' },
            ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }],
          },
        },
        { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(last), 'field.cattle.io/x': 'y' } },
      ),
    ],
    'deployments.apps': [
      live('apps/v1', 'Deployment', ['shop', 'cart'], {
        spec: {
          replicas: 3,
          template: { spec: { containers: [{ name: 'app', image: 'app', resources: { requests: { cpu: '500m', memory: '1Gi' } } }] } },
        },
      }),
    ],
  })
  writeFileSync(
    'mesh.yaml',
    `apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop, labels: {}}
spec:
  selector: {app: cart}
  ports: [{name: http, port: 80, targetPort: 8080}] # as a mapping is written by hand
---
apiVersion: v1
kind: ServiceAccount # no cluster is asked for them
metadata: {name: cart, namespace: shop}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  template:
    spec: {containers: [{name: app, image: app, resources: {requests: {cpu: 0.5, memory: 1024Mi}}}]}
`,
  )
  const { code, stdout } = await runCli('diff', '--context', 'prod', '--against', 'mesh.yaml')
  expect(stdout).toMatch(/^0 wider, 0 narrower, 0 rerouted, 0 undetermined; /)
  expect(stdout).toContain('nothing to change')
  expect(code).toBe(0)
})

test('manifests over a cluster: what applying changes is shown in their text, and what they lack stays and is named', async () => {
  workIn()
  const policy = (name: string, rest: object, metadata: object = {}) =>
    live(
      'security.istio.io/v1',
      'AuthorizationPolicy',
      ['shop', name],
      { spec: { selector: { matchLabels: { app: 'cart' } }, ...rest } },
      metadata,
    )
  fakeKubectl({
    ...shopCluster,
    namespaces: [live('v1', 'Namespace', ['', 'shop'], {}, { labels: { 'istio-injection': 'enabled', team: 'a' } })],
    'authorizationpolicies.security.istio.io': [
      policy('readers', { rules: [{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }] }] }),
      policy('guard', { action: 'DENY', rules: [{ to: [{ operation: { methods: ['DELETE'] } }] }] }),
    ],
  })
  writeFileSync(
    'mesh.yaml',
    `apiVersion: v1
kind: Namespace
metadata: {name: shop} # its label was set by hand, and stays
---
apiVersion: security.istio.io/v1beta1
kind: AuthorizationPolicy
metadata: {name: readers, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  rules:
    - from: [{source: {principals: ["*"]}}] # any client
`,
  )
  const { code, stdout, stderr } = await runCli('diff', '--context', 'prod', '--against', 'mesh.yaml')
  expect(code).toBe(1)
  expect(stdout).toMatch(/^1 wider, 0 narrower, 0 rerouted, 0 undetermined; /)
  expect(stdout).toMatch(/mesh.yaml:11:7 AuthorizationPolicy shop\/readers/)
  expect(stdout.slice(stdout.indexOf('diff --git'))).toBe(`diff --git a/mesh.yaml b/mesh.yaml
--- a/mesh.yaml
+++ b/mesh.yaml
@@ -8,4 +8,4 @@
 spec:
   selector: {matchLabels: {app: cart}}
   rules:
-    - from: [{source: {principals: [cluster.local/ns/shop/sa/web]}}] # any client
+    - from: [{source: {principals: ["*"]}}] # any client
`)
  expect(`${stdout}${stderr}`).toContain(
    'the cluster has `AuthorizationPolicy shop/guard`, which the manifests do not have and applying leaves there [US0205]',
  )
})

test('a field that was edited by hand and never applied stays, so that a new rule is one of DENY', async () => {
  workIn()
  const spec = (path: string) => ({ rules: [{ to: [{ operation: { paths: [path] } }] }] })
  const last = { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ spec: spec('/admin') }) } }
  const guard = live(
    'security.istio.io/v1',
    'AuthorizationPolicy',
    ['shop', 'guard'],
    { spec: { ...spec('/admin'), action: 'DENY' } },
    last,
  )
  fakeKubectl({ ...shopCluster, 'authorizationpolicies.security.istio.io': [guard] })
  const policy = {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: 'guard', namespace: 'shop' },
    spec: spec('/x'),
  }
  writeFileSync('guard.json', JSON.stringify(policy, null, 2))
  const { code, stdout } = await runCli('diff', '--context', 'prod', '--against', 'guard.json')
  expect(stdout).toMatch(/^[1-9]\d* wider, /)
  expect(stdout).not.toContain('"action"')
  expect(code).toBe(1)
})

test('labels of Namespaces that were set by hand are there for selectors, and those of server-side apply go', async () => {
  workIn()
  const policy = (team: string) => ({
    spec: { endpointSelector: {}, ingress: [{ fromEndpoints: [{ matchLabels: { 'k8s:io.cilium.k8s.namespace.labels.team': team } }] }] },
  })
  const cluster = (metadata: object) => ({
    ...shopCluster,
    namespaces: [live('v1', 'Namespace', ['', 'shop'], {}, { labels: { team: 'trusted' }, ...metadata })],
    'ciliumnetworkpolicies.cilium.io': [live('cilium.io/v2', 'CiliumNetworkPolicy', ['shop', 'door'], policy('none'))],
  })
  const door = {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: 'door', namespace: 'shop' },
    ...policy('trusted'),
  }
  writeFileSync('door.json', JSON.stringify(door, null, 2))
  writeFileSync('shop.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {}}\n')
  const review = ['diff', '--context', 'prod', '--against', 'door.json', 'shop.yaml']
  fakeKubectl(cluster({}))
  expect((await runCli(...review)).stdout).toMatch(/^[1-9]\d* wider, /)
  const managedFields = [{ manager: 'flux', operation: 'Apply', fieldsV1: { 'f:metadata': { 'f:labels': { 'f:team': {} } } } }]
  fakeKubectl(cluster({ managedFields }))
  expect((await runCli(...review)).stdout).toMatch(/^0 wider, /)
})
