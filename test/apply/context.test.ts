import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { clusterKinds } from '../../src/cli/cluster/cluster-kinds.ts'
import { filesBelow, runCli, workIn } from '../cli/run-cli.ts'
import { type Cluster, leftOut, startCluster } from './cluster.ts'

/** Beside the shop: kinds whose CRDs have defaults, and a policy of Cilium. */
const others = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec: {gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: edge, namespace: shop}
spec:
  parentRefs: [{name: edge}]
  rules: [{backendRefs: [{name: storefront, port: 80}]}]
---
apiVersion: networking.istio.io/v1beta1
kind: ServiceEntry
metadata: {name: id, namespace: shop}
spec: {hosts: [id.example.com], ports: [{number: 443, name: tls, protocol: TLS}], resolution: DNS}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ledger, namespace: shop}
spec:
  podSelector: {matchLabels: {app: ledger}}
  ingress: [{ports: [{port: 5432}]}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: audit, namespace: shop}
spec:
  serviceName: audit
  selector: {matchLabels: {app: audit}}
  template:
    metadata: {labels: {app: audit}}
    spec:
      containers:
        - {name: audit, image: audit, env: [{name: EMPTY, value: ""}], resources: {requests: {cpu: 0.5, memory: 1024Mi}}}
`

describe.skipIf(leftOut !== '')(`--context reads a real API server${leftOut}`, () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster()
    const folder = mkdtempSync(join(tmpdir(), 'unsidecar-shop-'))
    writeFileSync(join(folder, 'others.yaml'), others)
    kubectl('apply', '-f', 'examples/shop/namespace.yaml')
    kubectl('apply', '-R', '-f', 'examples/shop', '-f', folder)
  }, 300_000)
  afterAll(() => cluster.stop(), 60_000)

  function kubectl(...args: string[]): string {
    const { status, output } = cluster.kubectl(...args)
    expect(status, `kubectl ${args.join(' ')}\n${output}`).toBe(0)
    return output
  }

  /** A working folder with the manifests, and the server's own kubectl on the PATH. */
  function work(): void {
    workIn('shop')
    writeFileSync('shop/others.yaml', others)
    const before = process.env.PATH
    process.env.PATH = `${cluster.bin}:${before}`
    onTestFinished(() => {
      process.env.PATH = before
    })
  }
  const at = () => ['--context', 'test', '--kubeconfig', cluster.kubeconfig]
  const known = () => new Set(kubectl('api-resources', '--verbs=list', '-o', 'name').trim().split('\n'))

  test('each kind that is asked for is called as the server calls it', () => {
    const listed = known()
    const groups = new Set([...listed].map((name) => name.slice(name.indexOf('.'))))
    const installed = clusterKinds.filter(({ resource }) => resource.includes('.') && groups.has(resource.slice(resource.indexOf('.'))))
    expect(installed.length).toBeGreaterThan(30)
    // Kinds of other versions of the CRDs, which this server does not have.
    expect(installed.map(({ resource }) => resource).filter((resource) => !listed.has(resource))).toEqual([])
  })

  test('what was applied is no change', { timeout: 120_000 }, async () => {
    work()
    const { code, stdout, stderr } = await runCli('diff', ...at(), '--against', 'shop')
    expect(stdout, stderr).toMatch(/^0 wider, 0 narrower, 0 rerouted, 0 undetermined; (\d+) of \1 parts equal\n/)
    expect(stdout).toContain('nothing to change')
    expect(code).toBe(0)
    expect((await runCli('verify', ...at(), '--against', 'shop')).code).toBe(0)
  })

  test('server-side apply leaves no difference either', { timeout: 120_000 }, async () => {
    work()
    kubectl('apply', '--server-side', '--force-conflicts', '-R', '-f', 'shop')
    const { stdout } = await runCli('diff', ...at(), '--against', 'shop')
    expect(stdout).toContain('nothing to change')
  })

  test('a change is shown in the text of the manifest, and nothing beside it', { timeout: 120_000 }, async () => {
    work()
    const policies = readFileSync('shop/policies.yaml', 'utf8')
    expect(policies).toContain('mode: STRICT')
    writeFileSync('shop/policies.yaml', policies.replace('mode: STRICT', 'mode: PERMISSIVE'))
    const { code, stdout } = await runCli('diff', ...at(), '--against', 'shop')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^[1-9]\d* wider, 0 narrower/)
    expect(stdout.match(/^[-+][^-+].*$/gm)).toEqual(['-    mode: STRICT', '+    mode: PERMISSIVE'])
  })

  test('a cluster is translated as its manifests are, nothing of it changes, and rights to list what is shown are enough', {
    timeout: 240_000,
  }, async () => {
    work()
    const shown = (await runCli('diff', ...at(), '--to', 'ambient', '--show-commands')).stdout.trimEnd().split('\n')
    expect(shown.filter((line) => !/^kubectl (get|api-resources) /.test(line))).toEqual([])
    const listed = known()
    const resources = shown.flatMap((line) => /^kubectl get (\S+) /.exec(line)?.[1] ?? []).filter((resource) => listed.has(resource))
    kubectl('create', 'serviceaccount', 'reader', '-n', 'default')
    kubectl('create', 'clusterrole', 'reader', '--verb=list', ...resources.map((resource) => `--resource=${resource}`))
    kubectl('create', 'clusterrolebinding', 'reader', '--clusterrole=reader', '--serviceaccount=default:reader')
    const token = kubectl('create', 'token', 'reader', '-n', 'default').trim()
    writeFileSync('reader.config', readFileSync(cluster.kubeconfig, 'utf8').replace(/token: "\w+"/, `token: "${token}"`))

    const state = () => resources.map((resource) => kubectl('get', resource, '--all-namespaces', '-o', 'json'))
    const before = state()
    const live = await runCli('convert', '--context', 'test', '--kubeconfig', 'reader.config', '--to', 'ambient', '-d', 'live')
    expect(live.code, live.stderr).toBe(0)
    expect(state()).toEqual(before)
    const files = await runCli('convert', 'shop', '--to', 'ambient', '-d', 'files')
    const told = ({ stderr }: { readonly stderr: string }) => [...new Set(stderr.match(/\[US\d{4}\]/g))].sort()
    expect(told(live)).toEqual(told(files))
    expect(live.stderr).toContain('moves to ambient: namespace shop')
    expect(live.stderr).not.toContain('US0220')
    const all = Object.values(filesBelow('live')).join('\n')
    expect(all).not.toMatch(/managedFields|resourceVersion|generation:|uid:|last-applied/)
    // Both outputs decide the same; of the API server's own Service no manifest has anything.
    rmSync('live/default/services/kubernetes.yaml')
    const { code, stdout } = await runCli('verify', 'live', '--against', 'files', '--fail-on-undetermined')
    expect(code, stdout).toBe(0)
  })

  test('a kind that the user may not list is said, and holds what it may decide about', { timeout: 120_000 }, async () => {
    work()
    mkdirSync('none', { recursive: true })
    kubectl('create', 'serviceaccount', 'few', '-n', 'default')
    kubectl('create', 'clusterrole', 'few', '--verb=list', '--resource=namespaces,services,deployments.apps')
    kubectl('create', 'clusterrolebinding', 'few', '--clusterrole=few', '--serviceaccount=default:few')
    const token = kubectl('create', 'token', 'few', '-n', 'default').trim()
    writeFileSync('few.config', readFileSync(cluster.kubeconfig, 'utf8').replace(/token: "\w+"/, `token: "${token}"`))
    const { stdout, stderr } = await runCli('diff', '--context', 'test', '--kubeconfig', 'few.config', '--to', 'ambient')
    expect(`${stdout}${stderr}`).toMatch(/`authorizationpolicies.security.istio.io` cannot be read from the cluster: .*forbidden/)
    expect(stdout).toContain('moves to ambient: nothing')
    expect(existsSync('cluster')).toBe(false)
  })
})
