import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { modelSchema } from '../../src/report/model/schema.ts'
import { translationReportSchema } from '../../src/report/translation/schema.ts'
import { filesBelow, runCli, workIn } from './run-cli.ts'

test('without --output-dir, convert prints one YAML stream and tells the rest on standard error', async () => {
  workIn('shop')
  const { code, stdout, stderr } = await runCli('convert', 'shop', '--to', 'ambient')
  expect(code).toBe(0)
  const documents = parseAllDocuments(stdout)
  expect(documents.flatMap(({ errors }) => errors)).toEqual([])
  expect(documents.map((document) => (document.toJS() as { kind: string }).kind)).toContain('HTTPRoute')
  expect(stderr).toMatch(/^resources: 29 read = \d+ translated \+ \d+ kept \+ \d+ removed; \d+ added$/m)
  const [read, ...parts] = /(\d+) read = (\d+) translated \+ (\d+) kept \+ (\d+) removed;/.exec(stderr)!.slice(1).map(Number)
  expect(parts.reduce((sum, part) => sum + part)).toBe(read)
})

test('-o yaml asks for the stream that convert prints anyway', async () => {
  workIn('l4')
  const { stdout } = await runCli('convert', 'l4', '--to', 'ambient', '-o', 'yaml')
  expect(stdout).toContain('istio.io/dataplane-mode: ambient')
  expect(stdout).toBe((await runCli('convert', 'l4', '--to', 'ambient')).stdout)
})

test('with --output-dir, convert writes a tree that mirrors the input and leaves the input alone', async () => {
  const folder = workIn('shop')
  const before = filesBelow(`${folder}/shop`)
  const { code, stdout } = await runCli('convert', 'shop', '--to', 'ambient', '--output-dir', 'out')
  expect([code, stdout]).toEqual([0, ''])
  expect(filesBelow(`${folder}/shop`)).toEqual(before)
  expect(Object.keys(filesBelow(`${folder}/out`))).toEqual([...Object.keys(before), 'unsidecar.delete', 'waypoint-shop.yaml'].sort())
})

test('converting its own output changes nothing and says so', async () => {
  const folder = workIn('shop')
  await runCli('convert', 'shop', '--to', 'ambient', '--output-dir', 'out')
  const { stderr } = await runCli('convert', 'out', '--to', 'ambient', '--output-dir', 'again')
  expect(stderr).toContain('nothing to change')
  const { 'unsidecar.delete': deleted, ...out } = filesBelow(`${folder}/out`)
  expect(deleted).toContain('kind: VirtualService')
  expect(filesBelow(`${folder}/again`)).toEqual(out)
})

test('a folder with files that are not ours is not written into', async () => {
  workIn('l4')
  mkdirSync('out')
  writeFileSync('out/mesh.yaml', 'precious: true\n')
  const { code, stderr } = await runCli('convert', 'l4', '--to', 'ambient', '--output-dir', 'out')
  expect(code).toBe(2)
  expect(stderr).toContain('mesh.yaml')
  expect(readFileSync('out/mesh.yaml', 'utf8')).toBe('precious: true\n')
})

test('the input folder is no output folder unless --in-place says so', async () => {
  const folder = workIn('l4')
  const before = filesBelow(folder)
  expect((await runCli('convert', 'l4', '--to', 'ambient', '--output-dir', 'l4')).code).toBe(2)
  expect(filesBelow(folder)).toEqual(before)
  expect((await runCli('convert', 'l4', '--to', 'ambient', '--in-place')).code).toBe(0)
  expect(readFileSync('l4/mesh.yaml', 'utf8')).toContain('istio.io/dataplane-mode: ambient')
})

test('--in-place says that the manifests are applied before pods lose their sidecars', async () => {
  workIn('shop')
  const { stderr } = await runCli('convert', 'shop', '--to', 'ambient', '--in-place')
  const [, ...commands] = stderr.slice(stderr.indexOf('to apply, in this order:')).trimEnd().split('\n')
  expect(commands[0]).toMatch(/^ {2}# apply the converted manifests/)
  expect(commands[1]).toMatch(/^ {2}kubectl .*rollout restart/)
  // Run again, nothing is to be applied.
  expect((await runCli('convert', 'shop', '--to', 'ambient', '--in-place')).stderr).not.toContain('# apply the converted manifests')
})

test('--in-place and --output-dir exclude each other', async () => {
  workIn('l4')
  const { code, stderr } = await runCli('convert', 'l4', '--to', 'ambient', '--in-place', '--output-dir', 'out')
  expect([code, stderr.split('\n')[0]]).toEqual([2, 'unsidecar: --in-place and --output-dir exclude each other'])
})

test('-o json prints a report that its published schema accepts', async () => {
  workIn('shop')
  const { stdout } = await runCli('convert', 'shop', '--to', 'ambient', '-o', 'json', '--waypoints', 'service')
  const report = translationReportSchema.parse(JSON.parse(stdout))
  expect(report.options.waypoints).toBe('service')
  expect(report.fates.leaves.translated).toBeGreaterThan(0)
  expect(report.files.map(({ path }) => path)).toContain('shop/namespace.yaml')
  expect(report.delete).toEqual([{ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'shop', name: 'catalog' }])
  expect(report.steps.map(({ step }) => step)).toEqual(['restart', 'delete'])
})

test('-o model-json prints a model that its published schema accepts', async () => {
  workIn('shop')
  const { stdout } = await runCli('convert', 'shop', '--to', 'ambient', '-o', 'model-json')
  const model = modelSchema.parse(JSON.parse(stdout))
  expect(model.authorization.map(({ name }) => name)).toEqual(['catalog-readers', 'ledger-clients', 'payments-need-a-token'])
  expect(model.routes[0]?.place).toMatchObject({ file: 'shop/routing.yaml', pointer: '' })
})

test('each skipped document is listed with its place and the reason', async () => {
  workIn()
  writeFileSync('mixed.yaml', 'a: [\n---\n# nothing\n---\nname: no Kubernetes object\n')
  const { code, stderr } = await runCli('convert', 'mixed.yaml', '--to', 'ambient')
  expect(code).toBe(1)
  expect(stderr.match(/^skipped mixed\.yaml:\d+:\d+: .+$/gm)).toHaveLength(3)
  expect(stderr).toContain('resources: 0 read = 0 translated + 0 kept + 0 removed; 0 added; 3 documents skipped')
})

test('--fail-on warning makes warnings count, and -q hides them', async () => {
  workIn('shop')
  expect((await runCli('convert', 'shop', '--to', 'ambient', '-q')).stderr).toBe('')
  const { code, stderr } = await runCli('convert', 'shop', '--to', 'ambient', '--fail-on', 'warning')
  expect(code).toBe(1)
  expect(stderr).toMatch(/^shop\/policies\.yaml:\d+:\d+: warning: .+ \[US3001\]$/m)
})

test('paths may be given with -f, and objects without a namespace get that of -n', async () => {
  workIn()
  writeFileSync('a.yaml', 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: a\n')
  writeFileSync('b.yaml', 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: b\n')
  const { stdout } = await runCli('convert', '-f', 'a.yaml', '-f', 'b.yaml', '-n', 'team', '--to', 'ambient', '-o', 'model-json')
  expect(modelSchema.parse(JSON.parse(stdout)).serviceAccounts.map(({ name, namespace }) => `${namespace}/${name}`)).toEqual([
    'team/a',
    'team/b',
  ])
})

test('what Cilium needs is written beside the manifests, where kubectl apply does not read it, and is in the report', async () => {
  const folder = workIn('l4')
  const { stderr } = await runCli('convert', 'l4', '--to', 'cilium', '--output-dir', 'out')
  const { 'unsidecar.values': values, ...others } = filesBelow(`${folder}/out`)
  expect(values).toContain('policyEnforcementMode: default\n')
  expect(Object.keys(others)).toContain('mesh.yaml')
  expect(stderr).toMatch(/^needs of Cilium: .*policyEnforcementMode=default/m)
  expect(stderr).toContain('helm upgrade cilium cilium/cilium -n kube-system --version 1.20.x --reuse-values -f out/unsidecar.values\n')
  const { stdout } = await runCli('convert', 'l4', '--to', 'cilium', '-o', 'json')
  const report = translationReportSchema.parse(JSON.parse(stdout))
  expect(report.prerequisites?.values.map(({ path }) => path)).toContain('policyEnforcementMode')
  expect(report.steps.map(({ step }) => step)).toEqual(['prepare', 'delete'])
  const plain = translationReportSchema.parse(JSON.parse((await runCli('convert', 'l4', '--to', 'ambient', '-o', 'json')).stdout))
  expect(plain.prerequisites).toBeUndefined()
})
