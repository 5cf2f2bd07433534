import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runCli } from '../cli/run-cli.ts'
import { type Cluster, leftOut, startCluster } from './cluster.ts'

const created = `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: created, namespace: pantry}
spec:
  selector: {matchLabels: {app: jam}}
  rules: [{to: [{operation: {methods: [GET]}}]}]
`
const mesh = `apiVersion: v1
kind: Namespace
metadata: {name: pantry, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Service
metadata: {name: jam, namespace: pantry}
spec: {selector: {app: jam}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: jam, namespace: pantry}
spec:
  selector: {matchLabels: {app: jam}}
  template:
    metadata: {labels: {app: jam}}
    spec: {containers: [{name: c, image: x, ports: [{containerPort: 8080}]}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: jam, namespace: pantry}
spec:
  hosts: [jam]
  http: [{match: [{uri: {prefix: /old}}], redirect: {uri: /new}}, {route: [{destination: {host: jam, port: {number: 80}}}]}]
`
const kinds = 'namespaces,services,deployments,authorizationpolicies.security.istio.io,virtualservices.networking.istio.io'

describe.skipIf(leftOut !== '')(`outputs as kubectl applies them${leftOut}`, () => {
  let cluster: Cluster
  let folder = ''
  beforeAll(async () => {
    cluster = await startCluster()
  }, 300_000)
  afterAll(() => cluster.stop(), 60_000)
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'unsidecar-apply-'))
    return () => rmSync(folder, { recursive: true, force: true })
  })

  /** Everything of a test before; nothing ends a Namespace without controllers, so that it stays. */
  const remove = () =>
    cluster.kubectl('delete', '-n', 'pantry', `${kinds.replace('namespaces,', '')},httproutes,gateways.gateway.networking.k8s.io`, '--all')
  const at = (path: string) => join(folder, path)
  function write(path: string, text: string): string {
    mkdirSync(dirname(at(path)), { recursive: true })
    writeFileSync(at(path), text)
    return at(path)
  }
  function kubectl(...args: string[]): string {
    const { status, output } = cluster.kubectl(...args)
    expect(status, `kubectl ${args.join(' ')}\n${output}`).toBe(0)
    return output
  }

  test.each([
    ['client-side', []],
    ['server-side', ['--server-side']],
  ])('a folder, %s: no file of ours is read, twice is once, and the delete list is taken', { timeout: 300_000 }, async (_, how) => {
    remove()
    write('in/a/mesh.yaml', mesh)
    kubectl('apply', ...how, '-R', '-f', at('in'))
    const { code, stderr } = await runCli('convert', at('in'), '--to', 'ambient', '-d', at('out'))
    expect(code, stderr).toBe(0)
    kubectl('apply', ...how, '-R', '-f', at('out'), '--dry-run=server')
    kubectl('apply', ...how, '-R', '-f', at('out'))
    kubectl('apply', ...how, '-R', '-f', at('out'))
    // It ends with 1 where applying would change something.
    kubectl('diff', ...how, '-R', '-f', at('out'))
    expect(existsSync(at('out/unsidecar.delete'))).toBe(true)
    expect(kubectl('delete', '-f', at('out/unsidecar.delete'))).toMatch(/virtualservice.networking.istio.io "jam" deleted/)
    // The command that is printed where no folder is written.
    kubectl('delete', '--ignore-not-found', '-n', 'pantry', 'virtualservice.v1.networking.istio.io/jam')
  })

  test('a live dump: applied twice without a conflict, also with objects from kubectl create', { timeout: 300_000 }, async () => {
    remove()
    write('in/mesh.yaml', mesh)
    kubectl('apply', '-f', at('in'))
    // Labelled by hand, where it does not come from applying.
    kubectl('label', '--overwrite', 'namespace', 'pantry', 'istio-injection=enabled', 'istio.io/dataplane-mode-')
    kubectl('create', '-f', write('created.yaml', created))
    write('dump/dump.yaml', kubectl('get', kinds, '-n', 'pantry', '-o', 'yaml'))
    const { code, stderr } = await runCli('convert', at('dump'), '--to', 'ambient', '-d', at('out'))
    expect(code, stderr).toBe(0)
    expect(readFileSync(at('out/dump.yaml'), 'utf8')).not.toMatch(/resourceVersion: "\d|uid:|\bstatus:/)
    // Without the command the policy is refused: it has a selector and targetRefs.
    expect(cluster.kubectl('apply', '-f', at('out'), '--dry-run=server').output).toMatch(/only one of targetRefs or selector can be set/)
    const command = /run `kubectl (annotate [^\n]+?)` \[US4012\]/.exec(stderr)?.[1]
    expect(command, stderr).toBeDefined()
    kubectl(...shellWords(command!))
    kubectl('apply', '-f', at('out'))
    kubectl('apply', '-f', at('out'))
    kubectl('diff', '-f', at('out'))
    expect(kubectl('get', 'namespace', 'pantry', '-o', 'jsonpath={.metadata.labels}')).toMatch(/"istio-injection":"disabled"/)
    expect(kubectl('get', 'authorizationpolicy', '-n', 'pantry', 'created', '-o', 'jsonpath={.spec.selector}')).toBe('')
  })
})

/** The words of a command line in which some are in single quotes. */
function shellWords(line: string): string[] {
  return [...line.matchAll(/'((?:[^']|'\\'')*)'|(\S+)/g)].map(([, quoted, plain]) => quoted?.replaceAll("'\\''", "'") ?? plain ?? '')
}
