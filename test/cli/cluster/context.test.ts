import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { clusterKinds } from '../../../src/cli/cluster/cluster-kinds.ts'
import { decidingKinds } from '../../../src/model/deciding-kinds.ts'
import { filesBelow, runCli, workIn } from '../run-cli.ts'
import { fakeKubectl, live, shopCluster } from './fake-kubectl.ts'

const at = ['--context', 'prod', '--to', 'ambient']

test('every kind that may decide about requests is read, and no Secret', () => {
  const kinds = new Set(clusterKinds.map(({ kind }) => kind))
  expect(decidingKinds.filter((kind) => !kinds.has(kind))).toEqual([])
  expect(clusterKinds.filter(({ resource }) => /secret/i.test(resource))).toEqual([])
  expect(new Set(clusterKinds.map(({ resource }) => resource)).size).toBe(clusterKinds.length)
})

test('a cluster is translated as its manifests would be, without what the API server adds', async () => {
  workIn()
  const { asked } = fakeKubectl(shopCluster)
  const { code, stderr } = await runCli('convert', ...at, '--output-dir', 'out')
  expect(code, stderr).toBe(0)
  const files = filesBelow('out')
  expect(Object.keys(files)).toEqual([
    'istio-system/configmaps/istio.yaml',
    'namespaces/istio-system.yaml',
    'namespaces/shop.yaml',
    'shop/authorizationpolicies.security.istio.io/readers.yaml',
    'shop/deployments.apps/cart.yaml',
    'shop/deployments.apps/web.yaml',
    'shop/services/cart.yaml',
  ])
  expect(files['namespaces/shop.yaml']).toContain('istio.io/dataplane-mode: ambient')
  const all = Object.values(files).join('\n')
  expect(all).not.toMatch(/managedFields|resourceVersion|generation:|uid:|status:|last-applied|not-to-be-read/)
  for (const args of asked()) {
    expect(['get', 'api-resources']).toContain(args[0])
    expect(args).toContain('--context=prod')
    expect(args).toContain('--request-timeout=60s')
    expect(args.join(' ')).not.toContain('secrets')
  }
})

test('the diff is what changes alone, and Argo CD is named as the one who undoes it', async () => {
  workIn()
  fakeKubectl(shopCluster)
  const { code, stdout } = await runCli('diff', ...at)
  expect(code).toBe(1)
  expect(stdout.match(/^diff --git .*$/gm)).toEqual(['diff --git a/cluster/prod/namespaces/shop.yaml b/cluster/prod/namespaces/shop.yaml'])
  expect(stdout).toContain(
    'Application `shop` of Argo CD applies `Namespace shop`: it undoes what is changed in the cluster by hand [US0221]',
  )
})

test('a kind that may not be listed is unread, and what it may decide about stays', async () => {
  workIn()
  const forbidden = 'Error from server (Forbidden): authorizationpolicies.security.istio.io is forbidden: User "dev" cannot list resource'
  fakeKubectl({ ...shopCluster, 'authorizationpolicies.security.istio.io': forbidden })
  const { stdout, stderr } = await runCli('diff', ...at)
  expect(`${stdout}${stderr}`).toContain(
    '`authorizationpolicies.security.istio.io` cannot be read from the cluster: authorizationpolicies.security.istio.io is forbidden',
  )
  expect(stdout).not.toContain('istio.io/dataplane-mode: ambient')
  const { code } = await runCli('verify', ...at)
  expect(code).toBe(2)
})

test('a kind that decides about nothing that moves holds only its own reach', async () => {
  workIn()
  fakeKubectl({ ...shopCluster, 'referencegrants.gateway.networking.k8s.io': 'Error from server (Forbidden): no' })
  const { stdout } = await runCli('diff', ...at, '--namespace', 'shop')
  expect(stdout).toContain('US0220')
})

test('with a namespace only its objects are asked for, beside those of the cluster', async () => {
  workIn()
  const { asked } = fakeKubectl(shopCluster)
  await runCli('verify', ...at, '-n', 'shop', '--kubeconfig', 'dev.config')
  expect(asked().find((args) => args[1] === 'services')).toEqual([
    ...[
      'get',
      'services',
      '--namespace=shop',
      '-o',
      'json',
      '--show-managed-fields',
      '--context=prod',
      '--kubeconfig=dev.config',
      '--request-timeout=60s',
    ],
  ])
  expect(asked().find((args) => args[1] === 'namespaces')).not.toContain('--namespace=shop')
})

test('a cluster whose kinds cannot all be listed holds what the others may decide about', async () => {
  workIn()
  fakeKubectl(shopCluster, { problem: 'error: unable to retrieve the complete list of server APIs: networking.istio.io/v1: stale' })
  const { stdout, stderr } = await runCli('diff', ...at)
  expect(`${stdout}${stderr}`).toContain('cannot be read from the cluster: unable to retrieve the complete list of server APIs')
  expect(stdout).not.toContain('istio.io/dataplane-mode: ambient')
})

test('a cluster is reviewed against files, and estimated, planned and traced', async () => {
  workIn()
  fakeKubectl(shopCluster)
  await runCli('convert', ...at, '--output-dir', 'out')
  const { code, stdout } = await runCli('diff', '--context', 'prod', '--against', 'out', '--fail-on', 'wider')
  expect(code, stdout).toBe(0)
  expect((await runCli('estimate', '--context', 'prod', '--no-verify')).stdout).toContain('shop')
  expect((await runCli('plan', ...at)).stdout).toContain('shop')
  const trace = await runCli('trace', '--context', 'prod', '--from', 'shop/web', '--to-service', 'shop/cart:80')
  expect(trace.stdout).toContain('cluster/prod/shop/authorizationpolicies.security.istio.io/readers.yaml')
})

test('--show-commands prints what would be asked, and asks nothing', async () => {
  workIn()
  const { asked } = fakeKubectl(shopCluster)
  const { code, stdout } = await runCli('diff', '--context', 'a b', '--to', 'ambient', '--show-commands')
  expect(code).toBe(0)
  const lines = stdout.trimEnd().split('\n')
  expect(lines[0]).toBe("kubectl api-resources --verbs=list -o name '--context=a b' --request-timeout=60s")
  expect(lines).toContain(
    "kubectl get virtualservices.networking.istio.io --all-namespaces -o json --show-managed-fields '--context=a b' --request-timeout=60s",
  )
  expect(lines).toHaveLength(clusterKinds.length + 1)
  expect(readFileSync('bin/asked.jsonl', 'utf8')).toBe('')
  expect(asked).toBeDefined()
})

test('names of contexts stay in their folder, and wrong usage is said', async () => {
  workIn()
  fakeKubectl(shopCluster)
  const { stdout: patch } = await runCli('diff', '--context', '../../arn:aws:eks/x', '--to', 'ambient', '-o', 'patch', '--no-verify')
  expect(patch).toContain('--- a/cluster/..-..-arn-aws-eks-x/namespaces/shop.yaml\n')
  for (const args of [
    ['convert', ...at, '--in-place'],
    ['diff', 'mesh.yaml', ...at],
    ['diff', '--to', 'ambient', '--show-commands'],
    ['diff', '--to', 'ambient', '--kubeconfig', 'x'],
  ])
    expect((await runCli(...args)).code, args.join(' ')).toBe(2)
  fakeKubectl({}, { problem: 'error: context "prod" does not exist' })
  const { code, stderr } = await runCli('diff', ...at)
  expect([code, stderr.split('\n')[0]]).toEqual([2, 'unsidecar: --context prod: context "prod" does not exist'])
})

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
