import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { OutputRefusedError, writeTree } from '../../../src/manifest/disk/discover.ts'
import { digestOf, staysInside } from '../../../src/manifest/disk/output-record.ts'
import { applyChanges } from '../../../src/manifest/edit/apply.ts'
import { madeFileName, nameBeside } from '../../../src/manifest/file-names.ts'
import { loadManifests } from '../../../src/manifest/load.ts'
import type { OutputTree } from '../../../src/manifest/output-tree.ts'

let root = ''
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'inside-')))
  for (const folder of ['in', 'elsewhere']) mkdirSync(join(root, folder))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

const read = (path: string) => readFileSync(join(root, path), 'utf8')

function tree(...files: [path: string, before: string | undefined, text: string | undefined][]): OutputTree {
  return {
    files: files.map(([path, before, text]) => ({
      path: join(root, path),
      status: before === undefined ? 'added' : text === undefined ? 'removed' : before === text ? 'unchanged' : 'edited',
      ...(before === undefined ? {} : { before }),
      ...(text === undefined ? {} : { text }),
    })),
    account: { read: 0, translated: 0, kept: 0, removed: 0, skipped: 0 },
    added: [],
  }
}

describe('names that become paths', () => {
  const hostile = ['../../x', '/etc/x', '..', '.', '', 'a/b', 'a\\b', 'C:x', 'a\u0000b', 'a\nb', '.hidden', '-rf', 'ü', 'x'.repeat(5000)]

  test.each(hostile)('%j names one file of its folder', (name) => {
    const made = madeFileName(`waypoint-${name}`, '.yaml')
    expect(made).toMatch(/^[a-z0-9_-][a-z0-9._-]*\.yaml$/)
    expect(Buffer.byteLength(made)).toBeLessThan(255)
    expect(madeFileName(name, '.yaml')).toMatch(/^[a-z0-9._-]*\.yaml$/)
  })

  test('a namespace with a path for its name gets its waypoint in the folder of its manifests', () => {
    const set = loadManifests([{ path: 'k8s/a.yaml', text: 'apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: b}\n' }])
    const paths = hostile.flatMap((name) => {
      const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'w', namespace: 'b' } }
      const change = { kind: 'add', object, causes: [set.objects[0]!.place], why: 'a test', separateFile: `waypoint-${name}.yaml` } as const
      return applyChanges(set, [change]).files.map(({ path }) => path)
    })
    for (const path of paths) expect(path).toMatch(/^k8s\/[a-z0-9_-][a-z0-9._-]*$/)
  })

  test('a name beside a long one stays within what file systems take', () => {
    expect(nameBeside('mesh.yaml', 'ambient')).toBe('mesh-ambient.yaml')
    expect(Buffer.byteLength(nameBeside(`${'é'.repeat(125)}.json`, 'ambient'))).toBeLessThanOrEqual(255)
  })
})

describe('an output folder', () => {
  test.each(['../secret.yaml', '/etc/hosts', 'a/../../secret.yaml', '..', 'C:\\x', 'a//b', './a', '.unsidecar-record', ''])(
    'is not left for %j, which its record names',
    (path) => expect(staysInside(path)).toBe(false),
  )

  test.each([[false], [true]])('deletes nothing outside of it that its record names (force: %s)', (force) => {
    write('secret.yaml', 'secret')
    const files = { '../secret.yaml': digestOf('secret'), [join(root, 'secret.yaml')]: digestOf('secret') }
    write('out/.unsidecar-record', JSON.stringify({ version: 1, files }))
    expect(writeTree(tree(['in/a.yaml', 'old', 'new']), join(root, 'out'), { force })).toEqual({ written: ['a.yaml'], deleted: [] })
    expect(read('secret.yaml')).toBe('secret')
  })

  test.each([[false], [true]])('is not left through links, neither to write nor to delete (force: %s)', (force) => {
    write('elsewhere/x.yaml', 'precious')
    write(
      'out/.unsidecar-record',
      JSON.stringify({ version: 1, files: { 'sub/x.yaml': digestOf('precious'), 'a.yaml': digestOf('precious') } }),
    )
    symlinkSync(join(root, 'elsewhere'), join(root, 'out/sub'))
    const remove = () => writeTree(tree(['in/b.yaml', 'old', 'new']), join(root, 'out'), { force })
    expect(remove).toThrow(/links in the output folder are not followed, remove them: sub$/)
    const into = () => writeTree(tree(['in/b.yaml', 'b', 'b'], ['in/sub/x.yaml', 'old', 'new']), join(root, 'out'), { force })
    expect(into).toThrow(OutputRefusedError)
    rmSync(join(root, 'out/sub'))
    symlinkSync(join(root, 'elsewhere/x.yaml'), join(root, 'out/a.yaml'))
    expect(() => writeTree(tree(['in/a.yaml', 'old', 'new']), join(root, 'out'), { force })).toThrow(/: a\.yaml$/)
    rmSync(join(root, 'out/a.yaml'))
    symlinkSync(join(root, 'elsewhere/new.yaml'), join(root, 'out/a.yaml'))
    expect(() => writeTree(tree(['in/a.yaml', 'old', 'new']), join(root, 'out'), { force })).toThrow(/: a\.yaml$/)
    expect(readdirSync(join(root, 'elsewhere'))).toEqual(['x.yaml'])
    expect(read('elsewhere/x.yaml')).toBe('precious')
  })

  test('with a link for its record is refused', () => {
    write('elsewhere/record.json', '{"version":1,"files":{}}')
    mkdirSync(join(root, 'out'))
    symlinkSync(join(root, 'elsewhere/record.json'), join(root, 'out/.unsidecar-record'))
    expect(() => writeTree(tree(['in/a.yaml', 'old', 'new']), join(root, 'out'))).toThrow(OutputRefusedError)
    expect(read('elsewhere/record.json')).toBe('{"version":1,"files":{}}')
  })

  test('may itself be a link that the user named', () => {
    symlinkSync(join(root, 'elsewhere'), join(root, 'out'))
    writeTree(tree(['in/a.yaml', 'old', 'new']), join(root, 'out'))
    expect(read('elsewhere/a.yaml')).toBe('new')
  })

  test.each(['[]', '{"files": []}', 'null', '{', '{"version": 1}'])('with the record %s is refused', (record) => {
    write('out/.unsidecar-record', record)
    expect(() => writeTree(tree(['in/a.yaml', 'old', 'new']), join(root, 'out'))).toThrow('the record of an earlier run cannot be read')
  })

  test('that is a file, or has a folder in the place of a file, is refused with a sentence', () => {
    write('file', '')
    expect(() => writeTree(tree(['in/a.yaml', 'old', 'new']), join(root, 'file'))).toThrow('the output folder is a file')
    expect(() => writeTree(tree(['in/a.yaml', 'old', 'new']), join(root, 'file/out'))).toThrow(
      /cannot be written: a part of the path is a file/,
    )
    mkdirSync(join(root, 'out/a.yaml'), { recursive: true })
    expect(() => writeTree(tree(['in/a.yaml', 'old', 'new']), join(root, 'out'), { force: true })).toThrow(OutputRefusedError)
    expect(() => writeTree(tree(['in/a.yaml', 'old', 'new']), join(root, 'x'.repeat(300)))).toThrow(
      /cannot be written: the name is too long/,
    )
  })
})

describe('in place', () => {
  const edit = (path: string) => () =>
    writeTree(tree(['in/own.yaml', 'old', 'new'], [path, 'old', 'new']), '', { inPlace: true, trees: [join(root, 'in')] })

  beforeEach(() => write('in/own.yaml', 'old'))

  test('nothing is written through links that lead out of the input, and the link is named', () => {
    write('elsewhere/x.yaml', 'old')
    symlinkSync(join(root, 'elsewhere/x.yaml'), join(root, 'in/link.yaml'))
    symlinkSync(join(root, 'elsewhere'), join(root, 'in/sub'))
    expect(edit('in/link.yaml')).toThrow(/^links lead out of the input, and nothing is written there: .*in\/link\.yaml$/)
    expect(edit('in/sub/x.yaml')).toThrow(/^links lead out of the input/)
    const add = () => writeTree(tree(['in/sub/new.yaml', undefined, 'new']), '', { inPlace: true, trees: [join(root, 'in')] })
    expect(add).toThrow(/^links lead out of the input/)
    expect([read('elsewhere/x.yaml'), read('in/own.yaml'), existsSync(join(root, 'elsewhere/new.yaml'))]).toEqual(['old', 'old', false])
  })

  test('a path that leaves the input is refused, links or not', () => {
    expect(edit('in/../../outside.yaml')).toThrow(OutputRefusedError)
    write('elsewhere/x.yaml', 'old')
    expect(edit('elsewhere/x.yaml')).toThrow(OutputRefusedError)
  })

  test('a link within the input stays a link, and the file behind it is edited', () => {
    write('in/real.yaml', 'old')
    symlinkSync('real.yaml', join(root, 'in/link.yaml'))
    edit('in/link.yaml')()
    expect([read('in/real.yaml'), read('in/own.yaml')]).toEqual(['new', 'new'])
    expect(realpathSync(join(root, 'in/link.yaml'))).toBe(join(root, 'in/real.yaml'))
  })

  test('a link that leads nowhere is not written through', () => {
    symlinkSync(join(root, 'elsewhere/none.yaml'), join(root, 'in/new.yaml'))
    const add = () => writeTree(tree(['in/new.yaml', undefined, 'new']), '', { inPlace: true, trees: [join(root, 'in')] })
    expect(add).toThrow(OutputRefusedError)
    expect(readdirSync(join(root, 'elsewhere'))).toEqual([])
  })
})
