import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { clusterKinds } from '../../../src/cli/cluster/cluster-kinds.ts'
import { decidingKinds } from '../../../src/model/deciding-kinds.ts'
import { filesBelow, runCli, workIn } from '../run-cli.ts'
import { fakeKubectl, shopCluster } from './fake-kubectl.ts'

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
