import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, openSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { convertResourceList } from '../../src/index.ts'
import { packageLike } from '../cli/package-like.ts'
import { realKustomize } from '../verify/kustomize/real-kustomize.ts'

const today = '2026-01-31'
const mesh = readFileSync('examples/l4/mesh.yaml', 'utf8')
const items = parseAllDocuments(mesh).map((document) => document.toJS() as object)
const filter = {
  apiVersion: 'networking.istio.io/v1alpha3',
  kind: 'EnvoyFilter',
  metadata: { name: 'tap', namespace: 'storage' },
  spec: {
    configPatches: [
      { applyTo: 'NETWORK_FILTER', match: { context: 'SIDECAR_INBOUND' }, patch: { operation: 'INSERT_BEFORE', value: { name: 'tap' } } },
    ],
  },
}

interface List {
  readonly kind: string
  readonly items: { kind: string; metadata: { name: string; labels?: Record<string, string>; annotations?: Record<string, string> } }[]
  readonly functionConfig: unknown
  readonly results?: { message: string; severity: string; resourceRef?: { kind: string }; field?: { path: string } }[]
}

function answerTo(settings: unknown, given: readonly object[] = items, kind = 'Unsidecar'): { list: List; failed: boolean } {
  const functionConfig = {
    apiVersion: 'unsidecar/v1',
    kind,
    metadata: { name: 'move' },
    [kind === 'ConfigMap' ? 'data' : 'spec']: settings,
  }
  const input = { apiVersion: 'config.kubernetes.io/v1', kind: 'ResourceList', items: given, functionConfig }
  const { text, failed } = convertResourceList(JSON.stringify(input), today)
  return { list: parse(text) as List, failed }
}

describe('a ResourceList', () => {
  test('comes back converted, with findings as results, and its configuration', () => {
    const { list, failed } = answerTo({ to: 'ambient' })
    expect([list.kind, failed]).toEqual(['ResourceList', false])
    expect(list.items.find(({ kind }) => kind === 'Namespace')?.metadata.labels).toMatchObject({ 'istio.io/dataplane-mode': 'ambient' })
    expect(list.items).toHaveLength(items.length)
    expect(list.functionConfig).toMatchObject({ spec: { to: 'ambient' } })
    expect(list.results?.map(({ severity, message }) => [severity, /\[(US\d+)\]/.exec(message)?.[1]])).toEqual([['warning', 'US0040']])
  })

  test('keeps what orchestrators note in annotations, such as the file of an item', () => {
    const annotations = { 'config.kubernetes.io/index': '0', 'internal.config.kubernetes.io/path': 'a/mesh.yaml' }
    const noted = items.map((item) => ({ ...item, metadata: { ...(item as { metadata: object }).metadata, annotations } }))
    for (const { metadata } of answerTo({ to: 'ambient' }, noted).list.items) expect(metadata.annotations).toEqual(annotations)
  })

  test('with what is refused fails and comes back as it was; failOn: wider converts the rest', () => {
    const strict = answerTo({ to: 'ambient' }, [...items, filter])
    expect(strict.failed).toBe(true)
    expect(strict.list.items).toEqual([...items, filter])
    expect(strict.list.results?.find(({ severity }) => severity === 'error')?.resourceRef).toMatchObject({
      kind: 'EnvoyFilter',
      name: 'tap',
    })
    expect(answerTo({ to: 'ambient', failOn: 'wider' }, [...items, filter]).failed).toBe(false)
  })

  test('takes a ConfigMap as its configuration, and says what of it is wrong', () => {
    expect(answerTo({ to: 'ambient', assume: 'extensions-reviewed, newest-known' }, items, 'ConfigMap').failed).toBe(false)
    const { list, failed } = answerTo({ to: 'linkerd' }, items, 'ConfigMap')
    expect([failed, list.results?.map(({ field }) => field?.path)]).toEqual([true, ['data.to']])
    expect(answerTo({ to: 'ambient', color: 'red' }).failed).toBe(true)
    expect(answerTo(undefined).list.results?.[0]?.field?.path).toBe('spec.to')
  })

  test('keeps numbers and words that YAML 1.1 reads differently as they were written', () => {
    const text = `kind: ResourceList
items:
- apiVersion: v1
  kind: Pod
  metadata: {name: a, namespace: b}
  spec:
    volumes: [{name: keys, secret: {secretName: keys, defaultMode: 0400}}]
    activeDeadlineSeconds: 9007199254740993
    hostNetwork: no
    ratio: 1.0
    strings: ["0400", "no", "1e3", !!str 0777]
    keys: {8080: a, 0x1F: b, yes: c}
functionConfig: {spec: {to: ambient}}
`
    const answered = convertResourceList(text, today).text
    for (const line of [
      'defaultMode: 0400',
      'Seconds: 9007199254740993',
      'hostNetwork: no',
      'ratio: 1.0',
      '- "0400"',
      '- "no"',
      '- "1e3"',
      '"8080": a',
      '"0x1F": b',
      '"yes": c',
    ])
      expect(answered).toContain(`${line}\n`)
  })

  test('without a configuration says what it needs, and passes that on', () => {
    for (const functionConfig of [null, undefined, 5, []]) {
      const answered = convertResourceList(JSON.stringify({ kind: 'ResourceList', items, functionConfig }), today)
      expect([answered.failed, answered.errors]).toEqual([true, [expect.stringContaining('the function configuration is not valid')]])
      expect((parse(answered.text) as List).functionConfig).toEqual(functionConfig === undefined ? {} : functionConfig)
    }
  })

  test('is what it takes, and nothing else', () => {
    const configured = 'functionConfig: {spec: {to: ambient}}'
    for (const text of [
      'kind: List',
      '',
      `kind: List\nitems: []\n${configured}`,
      // An item that is not an object would be dropped or passed on as if it were one.
      ...['null', '5', 'text', '[]'].map((item) => `kind: ResourceList\nitems: [${item}]\n${configured}`),
      `kind: ResourceList\nitems: [*missing]\n${configured}`,
      `kind: ResourceList\nitems: []\n${configured}\n---\na: b`,
    ])
      expect(() => convertResourceList(text, today), text).toThrow('the input is not a ResourceList with items')
  })
})

const kustomize = realKustomize()

describe('the function', () => {
  let folder = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'unsidecar-krm-'))
    await packageLike(join(folder, 'package'))
    mkdirSync(join(folder, 'tree'))
  }, 180_000)

  const program = (): string => join(folder, 'package/bin/unsidecar-krm.js')

  test('reads standard input, and ends with 1 where it failed and with 2 where it has no list', () => {
    const run = (input: string) => spawnSync(process.execPath, [program()], { input, encoding: 'utf8' })
    const list = { kind: 'ResourceList', items, functionConfig: { spec: { to: 'ambient' } } }
    expect(run(JSON.stringify(list)).status).toBe(0)
    expect(run(JSON.stringify({ ...list, functionConfig: {} })).status).toBe(1)
    const { status, stderr } = run('a: [')
    expect([status, stderr.includes('standard input: the input is not a ResourceList')]).toEqual([2, true])
    const folderAsInput = spawnSync(process.execPath, [program()], { stdio: [openSync(folder, 'r'), 'pipe', 'pipe'], encoding: 'utf8' })
    expect([folderAsInput.status, folderAsInput.stderr]).toEqual([2, expect.stringContaining('standard input cannot be read: EISDIR')])
  })

  test('says on standard error why it failed, which is what kustomize shows', () => {
    const run = (given: object[]) => {
      const list = { kind: 'ResourceList', items: given, functionConfig: { spec: { to: 'ambient' } } }
      return spawnSync(process.execPath, [program()], { input: JSON.stringify(list), encoding: 'utf8' })
    }
    expect(run(items).stderr).toBe('')
    const { status, stderr } = run([...items, { ...filter, metadata: { name: 'a\n::error::b\u001b[31m', namespace: 'storage' } }])
    expect([status, stderr.split('\n').every((line) => line === '' || line.startsWith('error: '))]).toEqual([1, true])
    expect(stderr).toContain('[US')
    expect(stderr).not.toContain('\u001b')
  })

  test(`runs in ${'path' in kustomize ? 'kustomize' : `no kustomize: ${kustomize.missing}`}`, () => {
    if (!('path' in kustomize)) return
    const tree = join(folder, 'tree')
    chmodSync(program(), 0o755)
    symlinkSync(program(), join(tree, 'unsidecar-krm'))
    writeFileSync(join(tree, 'mesh.yaml'), mesh)
    writeFileSync(join(tree, 'kustomization.yaml'), 'resources: [mesh.yaml]\ntransformers: [move.yaml]\n')
    const move = `apiVersion: unsidecar/v1
kind: Unsidecar
metadata:
  name: move
  annotations: {config.kubernetes.io/function: "exec: {path: ./unsidecar-krm}"}
spec: {to: ambient}
`
    writeFileSync(join(tree, 'move.yaml'), move)
    const built = execFileSync(kustomize.path, ['build', '--enable-alpha-plugins', '--enable-exec', tree], { encoding: 'utf8' })
    const objects = parseAllDocuments(built).map((document) => document.toJS() as List['items'][number])
    expect(objects.map(({ kind }) => kind).sort()).toEqual(items.map((item) => (item as { kind: string }).kind).sort())
    expect(built).toContain('istio.io/dataplane-mode: ambient')
    expect(built).not.toContain('istio-injection: enabled')
  })
})
