import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { discover, OutputRefusedError, writeTree } from '../../../src/manifest/disk/discover.ts'
import type { OutputTree } from '../../../src/manifest/output-tree.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'manifests-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, content: string | Uint8Array = 'a: 1\n'): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), content)
}

/** Finds files below the test's folder; paths are given and returned relative to it. */
function find(paths: string[], recursive = true) {
  const prefix = relative(process.cwd(), root).split('\\').join('/')
  const found = discover(
    paths.map((path) => join(root, path)),
    { recursive },
  )
  return {
    paths: found.files.map(({ path }) => path.replace(`${prefix}/`, '')),
    codes: found.diagnostics.map(({ code }) => code),
    ...found,
  }
}

describe('finding files', () => {
  test('folders are searched for YAML and JSON, without dependencies and version control', () => {
    for (const path of ['b.yml', 'a/x.yaml', 'a/y.json', 'a/z.txt', 'node_modules/n.yaml', '.git/g.yaml', '.hidden/h.yaml']) write(path)
    expect(find(['']).paths).toEqual(['.hidden/h.yaml', 'a/x.yaml', 'a/y.json', 'b.yml'])
    expect(find([''], false).paths).toEqual(['b.yml'])
    expect(find([''], false).codes).toEqual([])
  })

  test('the case of an ending does not matter', () => {
    for (const path of ['a/callers.YAML', 'a/mesh.Yml', 'a/extra.JSON']) write(path)
    expect(find(['a']).paths).toEqual(['a/callers.YAML', 'a/extra.JSON', 'a/mesh.Yml'])
  })

  test.skipIf(process.platform === 'win32')('a pipe among the manifests is not read, and may have been anything', () => {
    write('a/x.yaml')
    execFileSync('mkfifo', [join(root, 'a/p.yaml')])
    const { codes, unreadable } = find(['a'])
    expect([codes, unreadable.length]).toEqual([['US0021'], 1])
  })

  test('what is passed over is named once', () => {
    for (const path of ['a/x.yaml', 'a/node_modules/n.yaml', 'a/.git/g.yaml', 'a/b.yaml.tmpl', 'a/c.yml~', 'a/read.me']) write(path)
    mkdirSync(join(root, 'a/submodule'))
    const { diagnostics } = find(['a', 'a'])
    expect(diagnostics.map(({ code }) => code)).toEqual(['US0013'])
    expect(diagnostics[0]?.message.replaceAll(/`[^`]*\//g, '`')).toBe(
      '4 files or folders of the input were not read: `b.yaml.tmpl`, `c.yml~`, `node_modules`, 1 more',
    )
  })

  test('a program that makes manifests is part of the input where it names a kind that decides, and passed over otherwise', () => {
    write('a/x.yaml')
    write('a/policies.tf', 'resource "kubernetes_manifest" "p" {\n  manifest = { kind = "AuthorizationPolicy" }\n}\n')
    write('a/bucket.tf', '# no AuthorizationPolicy here\nresource "aws_s3_bucket" "b" {}\n')
    write('a/values.yaml.gotmpl', 'replicas: {{ .Values.replicas }}\n')
    write('a/vendor/istio.libsonnet', '{ virtualService: { new(): { kind: "VirtualService" } } }\n')
    const found = find(['a'])
    expect(found.paths).toEqual(['a/policies.tf', 'a/x.yaml'])
    expect(found.diagnostics.map(({ code, message }) => `${code} ${message.replaceAll(/`[^`]*\//g, '`')}`)).toEqual([
      'US0013 3 files or folders of the input were not read: `bucket.tf`, `values.yaml.gotmpl`, `istio.libsonnet`',
    ])
  })

  test('paths are relative to the working directory, and a named file needs no ending', () => {
    write('plain.txt')
    expect(find(['plain.txt']).files).toEqual([{ path: relative(process.cwd(), join(root, 'plain.txt')), text: 'a: 1\n' }])
  })

  test('a file is read once, however many ways lead to it', () => {
    write('a/x.yaml')
    symlinkSync(join(root, 'a/x.yaml'), join(root, 'a/link.yaml'))
    symlinkSync(join(root, 'a'), join(root, 'a/loop'))
    expect(find(['a', 'a/x.yaml', 'a/*.yaml', 'a']).paths).toEqual(['a/link.yaml'])
  })

  test('patterns are expanded', () => {
    for (const path of ['a/x.yaml', 'b/x.yaml', 'b/y.yaml', 'b/node_modules/x.yaml']) write(path)
    expect(find(['**/x.yaml']).paths).toEqual(['a/x.yaml', 'b/x.yaml'])
    expect(find(['**/none.yaml']).codes).toEqual(['US0022'])
  })

  test('a single dash is the standard input', () => {
    const found = discover(['-', '-'], { readStdin: () => new TextEncoder().encode('a: é\n') })
    expect(found).toMatchObject({ files: [{ path: 'stdin.yaml', text: 'a: é\n' }], diagnostics: [] })
  })

  test('a standard input that cannot be read, such as a folder, is a finding', () => {
    const readStdin = () => readFileSync(tmpdir())
    const found = discover(['-'], { readStdin })
    expect([found.unreadable, found.diagnostics.map(({ message }) => message)]).toEqual([
      ['stdin.yaml'],
      [expect.stringContaining('it is a folder')],
    ])
  })

  test('what is missing or empty is named, and the rest is read', () => {
    write('a/x.yaml')
    mkdirSync(join(root, 'empty'))
    symlinkSync(join(root, 'nowhere.yaml'), join(root, 'a/broken.yaml'))
    const found = find(['none.yaml', 'empty', 'a'])
    expect(found.files.map(({ path, unread }) => [basename(path), unread])).toEqual([
      ['broken.yaml', 'there is no such file'],
      ['x.yaml', undefined],
      ['empty', 'there is no manifest in it'],
      ['none.yaml', 'there is no such file'],
    ])
    expect(found.codes.sort()).toEqual(['US0020', 'US0020', 'US0022'])
    expect(found.diagnostics.every(({ severity }) => severity === 'error')).toBe(true)
  })

  test('what cannot be read is named', () => {
    write('a/x.yaml')
    write('a/folder.yaml/read.me')
    write('closed.yaml')
    chmodSync(join(root, 'closed.yaml'), 0)
    const asRoot = process.getuid?.() === 0
    expect(find(['closed.yaml', 'a']).codes).toEqual(asRoot ? [] : ['US0021'])
    // Longer than any file system takes: not missing, but unreadable for every user.
    const long = find([`${'x'.repeat(300)}.yaml`])
    expect(long.codes).toEqual(['US0021'])
    expect(long.diagnostics[0]?.message).toContain('ENAMETOOLONG')
  })

  test('what is not UTF-8 text is named', () => {
    write('latin.yaml', new Uint8Array([0x61, 0x3a, 0x20, 0xe9]))
    write('binary.yaml', new Uint8Array([0x61, 0x00, 0x62]))
    write('bom.yaml', '\uFEFFa: é\n')
    const found = find([''])
    expect(found.codes).toEqual(['US0023', 'US0023'])
    expect(found.files.map(({ text, unread }) => [text, unread])).toEqual([
      ['', 'it is not UTF-8 text'],
      ['\uFEFFa: é\n', undefined],
      ['', 'it is not UTF-8 text'],
    ])
  })
})

describe('writing a mirrored tree', () => {
  const tree = (files: Record<string, string | undefined>, before: Record<string, string> = {}): OutputTree => ({
    files: Object.entries(files).map(([path, text]) => ({
      path: join(root, 'in', path),
      status: text === undefined ? 'removed' : 'edited',
      ...(before[path] === undefined ? {} : { before: before[path] }),
      ...(text === undefined ? {} : { text }),
    })),
    account: { read: 0, translated: 0, kept: 0, removed: 0, skipped: 0 },
    added: [],
  })
  const out = () => join(root, 'out')
  const all = () => (readdirSync(out(), { recursive: true }) as string[]).filter((path) => path.endsWith('.yaml')).sort()

  test('the folder that all files share is stripped, removed files are left out', () => {
    expect(writeTree(tree({ 'x/a.yaml': 'a', 'x/d/b.yaml': 'b', 'x/c.yaml': undefined }), out())).toEqual({
      written: ['a.yaml', 'd/b.yaml'],
      deleted: [],
    })
    expect(all()).toEqual(['a.yaml', 'd/b.yaml'])
    expect(JSON.parse(readFileSync(join(out(), '.unsidecar-record'), 'utf8'))).toMatchObject({ files: { 'a.yaml': expect.any(String) } })
  })

  test('a second run writes what changed and deletes what it no longer gives', () => {
    writeTree(tree({ 'a.yaml': 'a', 'd/b.yaml': 'b', 'c.yaml': 'c' }), out())
    write('out/mine.txt')
    expect(writeTree(tree({ 'a.yaml': 'a', 'c.yaml': 'new' }), out())).toEqual({ written: ['c.yaml'], deleted: ['d/b.yaml'] })
    expect(readdirSync(out()).sort()).toEqual(['.unsidecar-record', 'a.yaml', 'c.yaml', 'mine.txt'])
  })

  test('no file of ours is one that kubectl, istioctl or Argo CD reads', () => {
    writeTree(tree({ 'a.yaml': 'a' }), out(), { beside: new Map([['unsidecar.delete', 'kind: Gone\n']]) })
    // k8s:cli-runtime/pkg/resource/builder.go FileExtensions; istio:istioctl/pkg/analyze/analyze.go; argo-cd:reposerver/repository/repository.go.
    const read = (readdirSync(out(), { recursive: true }) as string[]).filter((path) => /\.(?:ya?ml|json|jsonnet)$/.test(path))
    expect(read).toEqual(['a.yaml'])
    expect(readFileSync(join(out(), 'unsidecar.delete'), 'utf8')).toBe('kind: Gone\n')
    // Nothing to delete any more: the list of the earlier run goes.
    expect(writeTree(tree({ 'a.yaml': 'a' }), out()).deleted).toEqual(['unsidecar.delete'])
    expect(discover([out()]).files.map(({ path }) => basename(path))).toEqual(['a.yaml'])
  })

  test('a file of the input is not called as one of ours', () => {
    const beside = new Map([['unsidecar.delete', 'kind: Gone\n']])
    expect(() => writeTree(tree({ 'unsidecar.delete': 'a', 'b.yaml': 'b' }), out(), { beside })).toThrow(/: unsidecar\.delete$/)
  })

  test('the record of an earlier release is recognised, and gets its new name', () => {
    writeTree(tree({ 'a.yaml': 'a', 'b.yaml': 'b' }), out())
    renameSync(join(out(), '.unsidecar-record'), join(out(), '.unsidecar.json'))
    expect(writeTree(tree({ 'a.yaml': 'a' }), out())).toEqual({ written: [], deleted: ['b.yaml'] })
    expect(readdirSync(out()).sort()).toEqual(['.unsidecar-record', 'a.yaml'])
    renameSync(join(out(), '.unsidecar-record'), join(out(), '.unsidecar.json'))
    writeTree(tree({ 'a.yaml': 'a' }), out())
    expect(readdirSync(out()).sort()).toEqual(['.unsidecar-record', 'a.yaml'])
  })

  test('a folder of somebody else is refused, and nothing is written', () => {
    write('out/theirs.txt')
    expect(() => writeTree(tree({ 'a.yaml': 'a' }), out())).toThrow(OutputRefusedError)
    expect(readdirSync(out())).toEqual(['theirs.txt'])
    writeTree(tree({ 'a.yaml': 'a' }), out(), { force: true })
    expect(all()).toEqual(['a.yaml'])
  })

  test('files changed since are refused by name, also those that would be deleted', () => {
    writeTree(tree({ 'a.yaml': 'a', 'b.yaml': 'b', 'c.yaml': 'c' }), out())
    write('out/a.yaml', 'mine')
    write('out/b.yaml', 'mine')
    expect(() => writeTree(tree({ 'a.yaml': 'new', 'c.yaml': 'new' }), out())).toThrow(/: a\.yaml, b\.yaml$/)
    expect(readFileSync(join(out(), 'c.yaml'), 'utf8')).toBe('c')
    writeTree(tree({ 'a.yaml': 'new', 'c.yaml': 'new' }), out(), { force: true })
    expect(all()).toEqual(['a.yaml', 'c.yaml'])
  })

  test('the input tree is never written to', () => {
    const files = tree({ 'a.yaml': 'new' }, { 'a.yaml': 'old' })
    write('in/a.yaml', 'old')
    expect(() => writeTree(files, join(root, 'in'), { force: true })).toThrow('its own input')
    expect(() => writeTree(files, join(root, 'in/out'), { inputRoots: [join(root, 'in')] })).toThrow('input folder')
    expect(() => writeTree(tree({ 'b/a.yaml': 'x', 'c.yaml': 'z' }, { 'b/a.yaml': 'old' }), root)).toThrow('holds input files')
    symlinkSync(join(root, 'in'), join(root, 'link'))
    expect(() => writeTree(files, join(root, 'link'))).toThrow('its own input')
    expect(readFileSync(join(root, 'in/a.yaml'), 'utf8')).toBe('old')
  })

  test('in place, files are edited where they are unless they changed meanwhile', () => {
    write('in/a.yaml', 'old')
    write('in/b.yaml', 'old')
    const files = tree({ 'a.yaml': 'new', 'b.yaml': undefined, 'c/d.yaml': 'added' }, { 'a.yaml': 'old', 'b.yaml': 'old' })
    const result = writeTree(files, '', { inPlace: true })
    expect([result.written.length, result.deleted.length]).toEqual([2, 1])
    expect([existsSync(join(root, 'in/b.yaml')), readFileSync(join(root, 'in/c/d.yaml'), 'utf8')]).toEqual([false, 'added'])
    expect(() => writeTree(files, '', { inPlace: true })).toThrow('changed since')
  })
})
