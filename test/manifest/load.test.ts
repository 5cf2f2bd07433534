import { describe, expect, test } from 'vitest'
import { loadManifests } from '../../src/manifest/load.ts'
import { readManifests, translate } from '../../src/translate.ts'

const object = (name: string, more = '') => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n  namespace: prod\n${more}`
const load = (text: string, path = 'a.yaml') => loadManifests([{ path, text }])
const names = (set: ReturnType<typeof loadManifests>) => set.objects.map(({ ref }) => ref.name)
const codes = (set: ReturnType<typeof loadManifests>) => set.diagnostics.map(({ code }) => code)

describe('documents', () => {
  test('all documents of all files are read, in the order of paths', () => {
    const files = [
      { path: 'b.yaml', text: object('three') },
      { path: 'a.yaml', text: `${object('one')}---\n${object('two')}` },
    ]
    expect(names(loadManifests(files))).toEqual(['one', 'two', 'three'])
    expect(loadManifests(files.reverse())).toMatchObject({ documentCount: 3, diagnostics: [], skipped: [] })
  })

  test('a broken document in the middle leaves its neighbours alone', () => {
    const set = load(`${object('one')}---\nspec: {a: [\n---\n${object('two')}`)
    expect(names(set)).toEqual(['one', 'two'])
    expect(codes(set)).toEqual(['US0001'])
    expect(set.diagnostics[0]?.span).toMatchObject({ file: 'a.yaml', line: 8 })
    expect(set.skipped).toMatchObject([{ reason: 'syntax-error', span: { line: 7 } }])
  })

  test('an unclosed quote ends at the next document', () => {
    expect(names(load(`${object('one')}---\na: "b\n---\n${object('two')}`))).toEqual(['one', 'two'])
  })

  test('empty and comment-only documents are counted and skipped without a finding', () => {
    const set = load(`---\n---\n# nothing\n---\n${object('one')}---\n`)
    expect(set.documentCount).toBe(4)
    expect(set.skipped.map(({ reason }) => reason)).toEqual(['empty', 'empty', 'empty'])
    expect(set.diagnostics).toEqual([])
    expect(load('# only a comment\n').skipped).toMatchObject([{ reason: 'empty' }])
    expect(load('')).toMatchObject({ documentCount: 0, skipped: [] })
  })

  test('a comment before the first marker is no document of its own', () => {
    expect(load(`# licence\n---\n${object('one')}`).documentCount).toBe(1)
  })

  test('a document end marker closes a document', () => {
    const set = load(`${object('one')}...\n# between\n---\n${object('two')}...\n`)
    expect(names(set)).toEqual(['one', 'two'])
    expect(set.documentCount).toBe(2)
  })

  test('a byte order mark and CRLF do not change what is read', () => {
    const set = load(`\uFEFF${object('one').replaceAll('\n', '\r\n')}---\r\n${object('two').replaceAll('\n', '\r\n')}`)
    expect(names(set)).toEqual(['one', 'two'])
    expect(set.objects[0]?.place.field('apiVersion').span).toMatchObject({ line: 1, col: 13 })
    expect(set.objects[1]?.place.field('kind').span).toMatchObject({ line: 8, col: 7 })
  })

  test('JSON is read with positions', () => {
    const set = load('{\n\t"apiVersion": "v1",\n\t"kind": "Service",\n\t"metadata": {"name": "one", "namespace": "prod"}\n}\n', 'a.json')
    expect(names(set)).toEqual(['one'])
    expect(set.objects[0]?.place.field('kind').span).toMatchObject({ line: 3, col: 10, endCol: 19 })
  })
})

describe('lists', () => {
  const items = (...texts: string[]) => texts.map((text) => `- ${text.trimEnd().replaceAll('\n', '\n  ')}\n`).join('')

  test('each item of a List is an object of one document', () => {
    const set = load(`apiVersion: v1\nkind: List\nitems:\n${items(object('one'), object('two'))}`)
    expect(set.objects.map(({ ref }) => [ref.name, ref.document, ref.item])).toEqual([
      ['one', 0, 0],
      ['two', 0, 1],
    ])
    expect(set.objects[1]?.place.field('metadata').field('name').span).toMatchObject({ line: 12, col: 11 })
  })

  test('items of a typed list take the type of the list', () => {
    const set = load('apiVersion: networking.istio.io/v1\nkind: SidecarList\nitems:\n- metadata: {name: a, namespace: b}\n  spec: {}\n')
    expect(set.objects[0]?.ref).toMatchObject({ apiVersion: 'networking.istio.io/v1', kind: 'Sidecar', name: 'a' })
  })

  test('an item that is no object is named and the others are read', () => {
    const set = load(`apiVersion: v1\nkind: List\nitems:\n- kind: Service\n${items(object('two'))}`)
    expect(names(set)).toEqual(['two'])
    expect(set.diagnostics).toMatchObject([{ code: 'US0011', span: { line: 4 } }])
    expect(set.skipped).toEqual([])
  })

  test('a list without a readable item is skipped', () => {
    expect(load('apiVersion: v1\nkind: List\nitems: [a]\n').skipped).toMatchObject([{ reason: 'invalid' }])
    expect(load('apiVersion: v1\nkind: List\nitems: []\n').skipped).toMatchObject([{ reason: 'empty' }])
  })
})

describe('what is skipped', () => {
  test.each([
    ['{{- if .Values.on }}\nkind: A\n{{- end }}\n', 'Helm or Go'],
    ['apiVersion: v1\nkind: A\nmetadata:\n  name: {{ .Release.Name }}\n', 'Helm or Go'],
    ['#@ load("@ytt:data", "data")\n---\napiVersion: v1\nkind: A\nmetadata:\n  name: #@ data.values.name\n', 'ytt'],
  ])('templates are named and left alone: %j', (text, engine) => {
    const set = load(text)
    expect(set.objects).toEqual([])
    expect(set.diagnostics[0]).toMatchObject({ code: 'US0002', message: expect.stringContaining(engine) })
    expect(set.skipped.every(({ reason }) => reason === 'template')).toBe(true)
  })

  test('braces inside text are no template', () => {
    expect(names(load(object('one', 'data:\n  alert: |\n    {{ $labels.pod }}\n  line: "{{ x }}"\n')))).toEqual(['one'])
  })

  test.each([
    ['replicas: 2\n', '`apiVersion`'],
    ['apiVersion: v1\nmetadata: {name: a}\n', '`kind`'],
    ['apiVersion: v1\nkind: A\n', '`metadata.name`'],
    ['apiVersion: v1\nkind: A\nmetadata: {name: 1}\n', '`metadata.name`'],
    [
      'apiVersion: v1\nkind: A\nmetadata: {name: a, namespace: n}\n',
      '`metadata.namespace` must be a string, not the boolean `n`; quote it',
    ],
    ['- a\n', '`apiVersion`'],
    ['just text\n', '`apiVersion`'],
  ])('YAML that is no object is named with what is missing: %j', (text, missing) => {
    const set = load(text)
    expect(set.diagnostics).toMatchObject([{ code: 'US0003', message: expect.stringContaining(missing), span: { line: 1 } }])
    expect(set.skipped).toMatchObject([{ reason: 'not-kubernetes' }])
  })

  test('a generated name and an IstioOperator without a name are enough', () => {
    const job = 'apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: a-, namespace: x}\n'
    expect(names(load(`${job}---\n${job}`))).toEqual(['a-', 'a-'])
    expect(names(load('apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {}\n'))).toEqual(['installed-state'])
  })

  test('a key given twice names both lines', () => {
    const set = load(object('one', 'spec:\n  type: A\n  ports: []\n  type: B\n'))
    expect(set.diagnostics).toMatchObject([{ code: 'US0004', span: { line: 9, col: 3 }, message: expect.stringContaining('line 7') }])
    expect(set.skipped).toMatchObject([{ reason: 'invalid' }])
  })

  test('aliases that expand too far are refused', () => {
    const lines = ['a: &a [x, x]']
    for (const [name, last] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf', 'hg', 'ih']) {
      lines.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${last}`).join(', ')}]`)
    }
    expect(codes(load(object('bomb', `${lines.join('\n')}\n`)))).toEqual(['US0006'])
    expect(codes(load(object('loop', 'spec: &a\n  self: *a\n')))).toEqual(['US0006'])
  })

  test('an alias without an anchor is an error of the document', () => {
    expect(load(object('one', 'spec: *nobody\n')).diagnostics).toMatchObject([
      { code: 'US0001', message: expect.stringContaining('nobody') },
    ])
  })

  test.each([
    '$patch: delete\napiVersion: v1\nkind: A\nmetadata: {name: a}\n',
    'apiVersion: v1\nkind: A\nmetadata: {name: a}\nspec:\n  list:\n  - $patch: replace\n',
    '- op: remove\n  path: /spec\n',
  ])('patches are known and skipped: %j', (text) => {
    expect(load(text)).toMatchObject({ objects: [], diagnostics: [], skipped: [{ reason: 'patch' }] })
  })
})

describe('the same object twice', () => {
  test('the first is read, the second is skipped, and the finding names both', () => {
    const files = [
      { path: 'b.yaml', text: `${object('two')}---\n${object('one')}spec: {type: ExternalName, externalName: example.com}\n` },
      { path: 'a.yaml', text: object('one') },
    ]
    expect(names(loadManifests(files))).toEqual(['one', 'two'])
    const { diagnostics, input } = translate(files, { target: 'ambient' })
    const found = diagnostics.filter(({ code }) => code === 'US0038')
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ message: expect.stringContaining('a.yaml:1') })
    expect(found[0]?.place?.span).toMatchObject({ file: 'b.yaml', line: 10 })
    expect(found[0]?.related[0]?.place.span).toMatchObject({ file: 'a.yaml', line: 4 })
    expect(input.skipped.filter(({ reason }) => reason === 'duplicate')).toMatchObject([{ span: { file: 'b.yaml', line: 7 } }])
  })

  test('API versions of one group do not make two objects', () => {
    const policy = (version: string) =>
      `apiVersion: security.istio.io/${version}\nkind: PeerAuthentication\nmetadata: {name: a, namespace: b}\n`
    const { diagnostics } = readManifests([{ path: 'a.yaml', text: `${policy('v1')}---\n${policy('v1beta1')}` }])
    expect(diagnostics.map(({ code }) => code)).toEqual(['US0037'])
  })

  test('another group, kind or namespace does', () => {
    const one = (apiVersion: string, kind: string, namespace: string) =>
      `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a, namespace: ${namespace}}\n`
    const texts = [
      one('networking.istio.io/v1', 'Gateway', 'b'),
      one('gateway.networking.k8s.io/v1', 'Gateway', 'b'),
      one('v1', 'Service', 'b'),
    ]
    expect(load([...texts, one('v1', 'Service', 'c')].join('---\n')).objects).toHaveLength(4)
  })
})

test('labels, annotations, owners and age are at hand', () => {
  const set = load(`apiVersion: v1
kind: Pod
metadata:
  name: a
  namespace: b
  creationTimestamp: "2024-01-01T00:00:00Z"
  labels: {app: x, on: true}
  annotations: {sidecar.istio.io/inject: false, port: 8080, none: null}
  ownerReferences: [{kind: ReplicaSet, name: a-1}]
`)
  expect(set.objects[0]).toMatchObject({
    labels: { app: 'x', true: 'true' },
    annotations: { 'sidecar.istio.io/inject': 'false', port: '8080' },
    creationTimestamp: '2024-01-01T00:00:00Z',
    owners: [{ kind: 'ReplicaSet', name: 'a-1' }],
  })
})
