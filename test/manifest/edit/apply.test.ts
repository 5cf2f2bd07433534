import { describe, expect, test } from 'vitest'
import { applyChanges } from '../../../src/manifest/edit/apply.ts'
import { loadManifests } from '../../../src/manifest/load.ts'
import type { OutputTree } from '../../../src/manifest/output-tree.ts'
import type { Change } from '../../../src/model/change.ts'
import type { KubernetesObject } from '../../../src/model/object.ts'

const doc = (name: string, kind = 'A') => `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ns\n`
const made = (name: string, kind = 'B'): KubernetesObject => ({ apiVersion: 'v1', kind, metadata: { name, namespace: 'ns' } })

function setup(files: Record<string, string>) {
  const set = loadManifests(Object.entries(files).map(([path, text]) => ({ path, text })))
  const object = (name: string) => set.objects.find(({ ref }) => ref.name === name)!
  const remove = (name: string): Change => ({ kind: 'remove', target: object(name).ref, causes: [object(name).place], why: 'gone' })
  const add = (name: string, cause?: string, more: { kind?: string; separateFile?: string; why?: string } = {}): Change => ({
    kind: 'add',
    object: made(name, more.kind),
    causes: cause === undefined ? [] : [object(cause).place],
    why: more.why ?? 'because',
    ...(more.separateFile === undefined ? {} : { separateFile: more.separateFile }),
  })
  const edit = (name: string, value: string): Change => ({
    kind: 'edit',
    target: object(name).ref,
    edits: [{ op: 'set', path: ['metadata', 'labels', 'l'], value }],
    causes: [],
    why: '',
  })
  return { set, object, remove, add, edit, apply: (...changes: Change[]) => applyChanges(set, changes, { label: 'ambient' }) }
}

const texts = (tree: OutputTree) => Object.fromEntries(tree.files.map(({ path, text }) => [path, text]))
const status = (tree: OutputTree) => Object.fromEntries(tree.files.map((file) => [file.path, file.status]))
const added = (name: string, kind = 'B') => `# because\n${doc(name, kind)}`

describe('untouched files', () => {
  test('keep their bytes, whatever they look like', () => {
    const files = { 'a.yaml': `\uFEFF# x\r\n---\r\n${doc('a')}...\n{{ broken`, 'b.json': '{"a":1}', 'c.yml': '' }
    const tree = setup(files).apply()
    expect(texts(tree)).toEqual(files)
    expect(Object.values(status(tree))).toEqual(['unchanged', 'unchanged', 'unchanged'])
    expect(tree.account).toEqual({ read: 3, translated: 0, kept: 1, removed: 0, skipped: 2 })
  })
})

describe('removing', () => {
  test('takes the document, its separator and its comments', () => {
    const { apply, remove } = setup({ 'a.yaml': `# one\n${doc('a')}---\n# two\n${doc('b')}---\n# three\n${doc('c')}` })
    expect(texts(apply(remove('b')))['a.yaml']).toBe(`# one\n${doc('a')}---\n# three\n${doc('c')}`)
    expect(texts(apply(remove('a')))['a.yaml']).toBe(`# two\n${doc('b')}---\n# three\n${doc('c')}`)
    expect(texts(apply(remove('c'), remove('a')))['a.yaml']).toBe(`# two\n${doc('b')}`)
  })

  test('leaves the comment at the top of the file, such as a licence, unless nothing else is left', () => {
    const licence = '# Copyright\n#\n# Licensed under\n\n'
    const { apply, remove, add } = setup({
      'a.yaml': `${licence}${doc('a')}---\n# two\n${doc('b')}`,
      'b.yaml': `# Copyright\n---\n# of c\n${doc('c')}---\n${doc('d')}`,
      'c.yaml': `${licence}${doc('e')}`,
      'd.yaml': `\uFEFF# Copyright\r\n\r\n${doc('f').replaceAll('\n', '\r\n')}`,
    })
    const tree = apply(remove('a'), remove('c'), remove('e'), remove('f'), add('f2', 'f'))
    expect(texts(tree)).toEqual({
      'a.yaml': `${licence}# two\n${doc('b')}`,
      'b.yaml': `# Copyright\n${doc('d')}`,
      'd.yaml': `\uFEFF# Copyright\r\n\r\n${added('f2').replaceAll('\n', '\r\n')}`,
    })
    expect(status(tree)['c.yaml']).toBe('removed')
  })

  test('a file left empty is removed', () => {
    const { apply, remove } = setup({ 'a.yaml': `${doc('a')}---\n---\n${doc('b')}`, 'b.yaml': doc('c') })
    const tree = apply(remove('a'), remove('b'))
    expect(tree.files[0]).toMatchObject({ path: 'a.yaml', status: 'removed', before: expect.any(String) })
    expect(tree.files[0]).not.toHaveProperty('text')
    expect(tree.account).toEqual({ read: 4, translated: 0, kept: 1, removed: 2, skipped: 1 })
  })

  test('an item leaves its list, and the last one takes the list with it', () => {
    const item = (name: string) => `- apiVersion: v1\n  kind: A\n  metadata: {name: ${name}, namespace: ns}\n`
    const { apply, remove, edit } = setup({ 'a.yaml': `apiVersion: v1\nkind: List\nitems:\n${item('a')}${item('b')}` })
    const tree = apply(remove('a'), edit('b', 'x'))
    expect(texts(tree)['a.yaml']).toBe(
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: A\n  metadata: {name: b, namespace: ns, labels: {l: x}}\n',
    )
    expect(tree.account).toMatchObject({ translated: 1, removed: 0 })
    expect(status(apply(remove('a'), remove('b')))).toEqual({ 'a.yaml': 'removed' })
  })
})

describe('adding', () => {
  test('a document follows the one that caused it, with the reason above it', () => {
    const { apply, add } = setup({ 'a.yaml': `${doc('a')}---\n${doc('b')}` })
    const tree = apply(add('z', 'a'), add('u', 'a'), add('x', 'b', { kind: 'AA' }))
    expect(texts(tree)['a.yaml']).toBe([doc('a'), added('u'), added('z'), doc('b'), added('x', 'AA')].join('---\n'))
    expect(tree.added.map(({ ref, file }) => [ref.name, file, ref.document])).toEqual([
      ['u', 'a.yaml', 1],
      ['z', 'a.yaml', 2],
      ['x', 'a.yaml', 4],
    ])
    expect(tree.account).toEqual({ read: 2, translated: 0, kept: 2, removed: 0, skipped: 0 })
  })

  test('what replaces a removed document stands in its place', () => {
    const { apply, add, remove } = setup({ 'a.yaml': `${doc('a')}---\n${doc('b')}`, 'c.yaml': `---\n${doc('c')}` })
    const tree = apply(add('z', 'a'), remove('a'), add('u', 'c'), remove('c'))
    expect(texts(tree)).toEqual({ 'a.yaml': `${added('z')}---\n${doc('b')}`, 'c.yaml': `---\n${added('u')}` })
  })

  test('line ends of the file are kept, and a missing last one is added', () => {
    const { apply, add } = setup({ 'a.yaml': doc('a').trimEnd().replaceAll('\n', '\r\n') })
    expect(texts(apply(add('z', 'a')))['a.yaml']).toBe(`${doc('a')}---\n${added('z')}`.replaceAll('\n', '\r\n'))
  })

  test('JSON files and lists get a new file beside them', () => {
    const json = '{"apiVersion":"v1","kind":"A","metadata":{"name":"a","namespace":"ns"}}'
    const list = 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: A\n  metadata: {name: b, namespace: ns}\n'
    const { apply, add } = setup({ 'd/a.json': json, 'd/b.yaml': list })
    const tree = apply(add('z', 'a'), add('u', 'b'))
    expect(texts(tree)).toEqual({ 'd/a.json': json, 'd/a-ambient.yaml': added('z'), 'd/b.yaml': list, 'd/b-ambient.yaml': added('u') })
    expect(status(tree)['d/a-ambient.yaml']).toBe('added')
  })

  test('a separate file is shared by all that name it, and lies beside the first cause', () => {
    const { apply, add } = setup({ 'd/a.yaml': doc('a') })
    const tree = apply(add('z', 'a', { separateFile: 'new.yaml' }), add('u', 'a', { separateFile: 'new.yaml' }), add('x'))
    expect(texts(tree)).toMatchObject({ 'd/new.yaml': `${added('u')}---\n${added('z')}`, 'd/ambient.yaml': added('x') })
  })

  test('the same object twice is one, with both reasons; two different ones are a bug', () => {
    const { apply, add } = setup({ 'a.yaml': doc('a') })
    const twice = apply(add('z', 'a', { why: 'one' }), add('z', 'a', { why: 'two '.repeat(60) }))
    expect(twice.added).toHaveLength(1)
    expect(texts(twice)['a.yaml']).toMatch(/---\n# one\n# two two .*\n# two/)
    expect(
      texts(twice)
        ['a.yaml']!.split('\n')
        .every((line) => line.length <= 100),
    ).toBe(true)
    const other: Change = { ...add('z', 'a'), object: { ...made('z'), data: {} } } as Change
    expect(() => apply(add('z', 'a'), other)).toThrow('two different objects')
    expect(() => apply({ ...add('a', 'a', { kind: 'A' }), object: { ...made('a', 'A'), data: {} } } as Change)).toThrow('is in the input')
  })
})

describe('kustomizations', () => {
  const files = {
    'd/kustomization.yaml': 'resources:\n# ours\n- a.yaml\n- b.yaml # second\n- https://example.com/base\n',
    'd/a.yaml': doc('a'),
    'd/b.yaml': doc('b'),
    'e/kustomization.yaml': 'resources: [../f]\n',
    'f/c.yaml': doc('c'),
    'f/kustomization.yaml': 'resources: [c.yaml]\n',
  }
  const { apply, add, remove } = setup(files)

  test('list new files beside the files that they list, and lose removed ones', () => {
    const tree = apply(add('z', 'a', { separateFile: 'new.yaml' }), remove('b'), add('x', 'c', { separateFile: 'more.yaml' }))
    expect(texts(tree)['d/kustomization.yaml']).toBe('resources:\n# ours\n- a.yaml\n- https://example.com/base\n- new.yaml\n')
    expect(texts(tree)['f/kustomization.yaml']).toBe('resources: [c.yaml, more.yaml]\n')
    expect(status(tree)['e/kustomization.yaml']).toBe('unchanged')
    expect(tree.account).toEqual({ read: 6, translated: 0, kept: 2, removed: 1, skipped: 3 })
  })

  test('lose a label of a Namespace by a null in its patch', () => {
    const patch = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    istio-injection: enabled\n'
    const { set } = setup({ 'kustomization.yaml': 'patches:\n- path: n.yaml\n', 'n.yaml': patch })
    const { ref } = set.objects[0]!
    const edits = [{ op: 'delete', path: ['metadata', 'labels', 'istio-injection'] } as const]
    const tree = applyChanges(set, [{ kind: 'edit', target: ref, edits, causes: [], why: '' }])
    expect(texts(tree)['n.yaml']).toBe(patch.replace('enabled', 'null'))
    const again = setup({ 'kustomization.yaml': 'patches:\n- path: n.yaml\n', 'n.yaml': texts(tree)['n.yaml']! })
    expect(again.set.objects.map(({ labels }) => labels)).toEqual([{}])
  })

  test('without changes nothing is touched', () => {
    expect(texts(apply())).toEqual(files)
  })
})

test('the order of changes leaves no trace', () => {
  const { apply, add, remove, edit } = setup({ 'a.yaml': [doc('a'), doc('b'), doc('c')].join('---\n') })
  const changes = [add('z', 'a'), add('u', 'a'), remove('b'), edit('c', 'on'), add('x', 'c', { separateFile: 's.yaml' })]
  expect(apply(...changes)).toEqual(apply(...changes.reverse()))
})

test('documents whose object the caller took out of the set count as skipped', () => {
  const { set } = setup({ 'a.yaml': `${doc('a')}---\n${doc('b')}` })
  const tree = applyChanges({ ...set, objects: set.objects.slice(1) }, [])
  expect(tree.account).toEqual({ read: 2, translated: 0, kept: 1, removed: 0, skipped: 1 })
})

test('a change of a file that is not there is a bug', () => {
  const { apply, remove, set } = setup({ 'a.yaml': doc('a') })
  const stray = remove('a') as Extract<Change, { kind: 'remove' }>
  expect(() => apply({ ...stray, target: { ...stray.target, file: 'x.yaml' } })).toThrow('x.yaml')
  expect(() => applyChanges({ ...set, files: [{ path: 'a.yaml', text: '' }] }, [])).toThrow('loadManifests')
})
