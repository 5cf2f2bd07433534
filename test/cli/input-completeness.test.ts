import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { requireCompleteInput } from '../../src/cli/input/input-completeness.ts'
import { InputRefusedError } from '../../src/cli/process/errors.ts'
import { readManifests } from '../../src/translate.ts'
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

test('a change in one of several files is enough for what is missing to matter', async () => {
  folderWith(team)
  writeFileSync('other.yaml', namespaceOf('reading-room'))
  const { stderr } = await runCli('convert', 'team.yaml', 'other.yaml', '--to', 'ambient', '--kustomize', 'off')
  expect(stderr).toContain('the input lacks mesh configuration; policies of the root namespace `istio-system`: ')
})

/** The commands that fetch what these manifests lack; none where they lack nothing. */
function commandsFor(...parts: string[]): readonly string[] {
  try {
    requireCompleteInput([readManifests([{ path: 'team.yaml', text: parts.join('') }])])
    return []
  } catch (error) {
    if (!(error instanceof InputRefusedError)) throw error
    expect(error.wayOut[0]).toBe('fetch it with')
    return error.wayOut.slice(1)
  }
}

/** A command without the kinds that it asks for. */
const shortened = (line: string) => line.replace(/ [a-z.,]*,[a-z.,]*/, ' KINDS')

const extensions = 'kubectl get trafficextensions.extensions.istio.io'

test('only what is missing is fetched, each thing into a file of its own', () => {
  const [root, room] = [namespaceOf('istio-system'), namespaceOf('reading-room')]
  expect(commandsFor(team, settings, root, room)).toEqual([])
  expect(commandsFor(team, root, room)).toEqual(['  kubectl get configmap istio -n istio-system -o yaml > mesh-configuration.yaml'])
  expect(commandsFor(team, settings.replace('system}', 'other}').replace("''", "'rootNamespace: top'"), room).map(shortened)).toEqual([
    '  kubectl get namespace top -o yaml > root-namespace.yaml',
    '  kubectl get KINDS -n top -o yaml > root-policies.yaml',
    `  ${extensions} -n top -o yaml > root-extensions.yaml  # where the cluster has this kind`,
  ])
  const desk = team.replace('[reading-room]', '[reading-room, desk]')
  expect(commandsFor(desk, settings, root).map(shortened)).toEqual([
    '  kubectl get namespace desk reading-room -o yaml > namespaces.yaml',
    '  kubectl get KINDS -n desk -o yaml > desk.yaml',
    `  ${extensions} -n desk -o yaml > desk-extensions.yaml  # where the cluster has this kind`,
    '  kubectl get KINDS -n reading-room -o yaml > reading-room.yaml',
    `  ${extensions} -n reading-room -o yaml > reading-room-extensions.yaml  # where the cluster has this kind`,
  ])
})

/** `authorizationpolicies.security.istio.io` for AuthorizationPolicy: the names of the CRDs of Istio, as kubectl takes them. */
const served = parseAllDocuments(readFileSync('crds/istio-1.32.yaml', 'utf8')).map((document) => {
  const [group, kind] = [document.getIn(['spec', 'group']), document.getIn(['spec', 'names', 'kind'])].map(String)
  return `${kind?.toLowerCase().replace(/(?<=[^aeiou])y$/, 'ie')}s.${group}`
})

test('fetched is every kind of Istio that decides for more than one object, by names that kubectl knows', () => {
  const asked = commandsFor(team, settings, namespaceOf('istio-system')).map((line) => line.split(' ')[4]?.split(',') ?? [])
  // A Gateway concerns the VirtualServices that name it; virtual machines, telemetry and the proxy's own settings are not policies.
  const others = ['gateways', 'workloadentries', 'workloadgroups', 'proxyconfigs'].map((name) => `${name}.networking.istio.io`)
  const deciding = served.filter((name) => ![...others, 'telemetries.telemetry.istio.io'].includes(name))
  expect(
    asked
      .flat()
      .filter((name) => name.includes('.istio.io'))
      .sort(),
  ).toEqual(deciding.sort())
  // https://kubernetes.io/docs/reference/kubectl/#resource-types
  expect(asked[1]?.filter((name) => !name.includes('.')).join(' ')).toBe(
    'deployments statefulsets daemonsets jobs cronjobs services serviceaccounts networkpolicies',
  )
  // One kind that the server does not have makes `kubectl get` of several fail.
  expect(asked[2]).toEqual(['trafficextensions.extensions.istio.io'])
})
