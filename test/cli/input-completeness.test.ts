import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow, runCli, workIn } from './run-cli.ts'

const team = `apiVersion: v1
kind: Namespace
metadata: {name: books, labels: {istio-injection: enabled}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: shelf, namespace: books}
spec:
  selector: {matchLabels: {app: shelf}}
  template:
    metadata: {labels: {app: shelf}}
    spec: {containers: [{name: c, image: c, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: shelf, namespace: books}
spec: {selector: {app: shelf}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: readers, namespace: books}
spec:
  rules: [{from: [{source: {namespaces: [reading-room]}}], to: [{operation: {methods: [GET]}}]}]
`

const settings = `---
apiVersion: v1
kind: ConfigMap
metadata: {name: istio, namespace: istio-system}
data: {mesh: ''}
`

const namespaceOf = (name: string) => `---\napiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}}\n`

function folderWith(...parts: string[]): string {
  const folder = workIn()
  writeFileSync(join(folder, 'team.yaml'), parts.join(''))
  return folder
}

const lacks = 'mesh configuration; policies of the root namespace `istio-system`; `reading-room`, a namespace that policies or routes name'

test('a folder of one team is converted under a printed assumption, and one finding names what is missing', async () => {
  folderWith(team)
  for (const command of ['convert', 'diff']) {
    const { stdout, stderr } = await runCli(command, 'team.yaml', '--to', 'ambient', '--kustomize', 'off')
    // The review has the findings itself.
    const told = command === 'diff' ? stdout : stderr
    expect(told.match(/\[US0040\]/g), command).toHaveLength(1)
    expect(told).toContain(`the input lacks ${lacks}: a mesh-wide AuthorizationPolicy`)
    expect(stderr).toContain(`nothing decides about requests in what the input lacks: ${lacks}`)
    const json = JSON.parse((await runCli(command, 'team.yaml', '--to', 'ambient', '-o', 'json', '--kustomize', 'off')).stdout)
    expect(json.diagnostics.filter(({ code }: { code: string }) => code === 'US0040')).toHaveLength(1)
    expect(json.verification.assumptions.join('\n')).toContain(lacks)
  }
})

test('an input with mesh configuration, root namespace and what policies name lacks nothing', async () => {
  folderWith(team, settings, namespaceOf('istio-system'), namespaceOf('reading-room'))
  const { code, stderr } = await runCli('convert', 'team.yaml', '--to', 'ambient', '--strict-input', '--kustomize', 'off')
  expect(code).not.toBe(2)
  expect(stderr).not.toContain('lacks')
})

test('where nothing changes, what is missing decides about the same requests as before', async () => {
  folderWith(namespaceOf('books'))
  expect((await runCli('convert', 'team.yaml', '--to', 'ambient', '--kustomize', 'off')).stderr).not.toContain('lacks')
})

test('--strict-input refuses a part of a mesh, writes nothing, and prints the commands that fetch the rest', async () => {
  const folder = folderWith(team)
  const before = filesBelow(folder)
  for (const args of [
    ['convert', '--to', 'ambient', '--in-place'],
    ['convert', '--to', 'ambient'],
    ['diff', '--to', 'ambient'],
    ['verify', '--to', 'ambient'],
    ['verify', '--against', 'team.yaml'],
    ['estimate'],
  ]) {
    const [command = '', ...options] = args
    const { code, stdout, stderr } = await runCli(command, 'team.yaml', ...options, '--strict-input', '--kustomize', 'off')
    expect([code, stdout], args.join(' ')).toEqual([2, ''])
    expect(stderr).toContain(`lacks ${lacks}; nothing was written (--strict-input)`)
    expect(stderr).toContain('\n  kubectl get configmap istio -n istio-system -o yaml > mesh-configuration.yaml\n')
    expect(stderr).toContain('\n  kubectl get namespace istio-system -o yaml > root-namespace.yaml\n')
    expect(stderr).toMatch(/\n {2}kubectl get authorizationpolicies\S* -n istio-system -o yaml > root-policies.yaml\n/)
    expect(stderr).toContain('\n  kubectl get namespace reading-room -o yaml > namespaces.yaml\n')
  }
  expect(filesBelow(folder)).toEqual(before)
})

test('a root namespace whose name is none is not put into a command line', async () => {
  folderWith(team, settings.replace("''", "'rootNamespace: a; echo b'"))
  const { stderr } = await runCli('diff', 'team.yaml', '--to', 'ambient', '--strict-input', '--kustomize', 'off')
  expect(stderr).toContain('kubectl get namespace ROOT_NAMESPACE -o yaml')
  expect(stderr).not.toMatch(/kubectl.*echo b/)
})
