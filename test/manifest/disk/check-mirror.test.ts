import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkMirror, writeTree, writeTreeUnless } from '../../../src/manifest/disk/discover.ts'
import { digestOf } from '../../../src/manifest/disk/output-record.ts'
import type { OutputTree } from '../../../src/manifest/output-tree.ts'

let root = ''
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'check-')))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

/** Files of the input folder with the texts that the output has; without a text one is removed. */
function tree(files: Readonly<Record<string, string | undefined>>): OutputTree {
  return {
    files: Object.entries(files).map(([path, text]) => ({
      path: join(root, 'in', path),
      status: text === undefined ? 'removed' : 'edited',
      before: 'before',
      ...(text === undefined ? {} : { text }),
    })),
    account: { read: 0, translated: 0, kept: 0, removed: 0, skipped: 0 },
    added: [],
  }
}

const record = (files: Readonly<Record<string, string>>) =>
  put(
    'out/.unsidecar-record',
    JSON.stringify({ version: 1, files: Object.fromEntries(Object.entries(files).map(([path, text]) => [path, digestOf(text)])) }),
  )

describe('a folder held against what would be written', () => {
  const check = (files: Readonly<Record<string, string | undefined>>, beside?: ReadonlyMap<string, string>) =>
    checkMirror(tree(files), join(root, 'out'), beside === undefined ? {} : { beside }).map(
      ({ path, status, before, text }) => `${status} ${relative(join(root, 'out'), path)} ${before ?? '-'} ${text ?? '-'}`,
    )

  test('that is not there gets all files', () => {
    expect(check({ 'b.yaml': 'B', 'a/c.yaml': 'C' })).toEqual(['added a/c.yaml - C', 'added b.yaml - B'])
    expect(check({})).toEqual([])
  })

  test('has files that are the same, others, and too many', () => {
    put('out/a.yaml', 'A')
    put('out/b.yaml', 'old')
    put('out/sub/gone.yaml', 'gone')
    record({ 'a.yaml': 'A', 'b.yaml': 'old', 'sub/gone.yaml': 'gone' })
    expect(check({ 'a.yaml': 'A', 'b.yaml': 'B', 'sub/gone.yaml': undefined })).toEqual([
      'unchanged a.yaml A A',
      'edited b.yaml old B',
      'removed sub/gone.yaml gone -',
    ])
  })

  test('counts what kubectl would read, and what an earlier run wrote', () => {
    for (const path of ['x.yaml', 'x.yml', 'x.json', 'x.txt', 'x.yaml.bak', 'written', '.hidden.yaml', '.git/x.yaml'])
      put(`out/${path}`, path)
    record({ written: 'written' })
    expect(check({})).toEqual(['removed written written -', 'removed x.json x.json -', 'removed x.yaml x.yaml -', 'removed x.yml x.yml -'])
    rmSync(join(root, 'out/.unsidecar-record'))
    expect(check({})).toHaveLength(3)
  })

  test('has what is written beside the tree', () => {
    put('out/notes', 'old')
    expect(check({ 'a.yaml': 'A', 'b.yaml': 'B' }, new Map([['notes', 'new']]))).toEqual([
      'added a.yaml - A',
      'added b.yaml - B',
      'edited notes old new',
    ])
  })

  test('is not left through links, and keeps marks of byte order', () => {
    put('elsewhere/x.yaml', 'secret')
    put('out/a.yaml', '\ufeffA')
    symlinkSync(join(root, 'elsewhere'), join(root, 'out/link'))
    symlinkSync(join(root, 'elsewhere/x.yaml'), join(root, 'out/link.yaml'))
    expect(check({ 'a.yaml': 'A' })).toEqual(['edited a.yaml \ufeffA A'])
  })
})

describe('folders of files that are deleted', () => {
  const out = () => join(root, 'out')
  const write = (...paths: readonly string[]) => writeTree(tree(Object.fromEntries(paths.map((path) => [path, 'x']))), out())

  test('go where nothing is left in them, and not the output folder', () => {
    write('keep.yaml', 'a/b/gone.yaml', 'c/gone.yaml')
    put('out/c/own.txt', 'own')
    expect(write('keep.yaml', 'd.yaml').deleted).toEqual(['a/b/gone.yaml', 'c/gone.yaml'])
    expect([existsSync(join(out(), 'a')), existsSync(join(out(), 'c'))]).toEqual([false, true])
    expect(readFileSync(join(out(), 'c/own.txt'), 'utf8')).toBe('own')
  })

  test('results are sorted by their bytes', () => {
    expect(write('b.yaml', 'a.yaml', 'B.yaml').written).toEqual(['B.yaml', 'a.yaml', 'b.yaml'])
  })

  test('a run that nothing interrupts writes as one in a single step does, and an interrupted one nothing', async () => {
    const files = tree({ 'a.yaml': 'A', 'b.yaml': 'B' })
    await expect(writeTreeUnless(() => true, files, out())).rejects.toThrow('interrupted')
    expect(existsSync(join(out(), 'a.yaml'))).toBe(false)
    expect(await writeTreeUnless(() => false, files, out())).toEqual({ written: ['a.yaml', 'b.yaml'], deleted: [] })
    expect(() => writeTree(files, join(root, 'in', 'x'), { inputRoots: [join(root, 'in')] })).toThrow(/lies in the input folder/)
  })
})
