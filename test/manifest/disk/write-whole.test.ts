import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { InterruptedError, OutputRefusedError, writeTree, writeTreeUnless } from '../../../src/manifest/disk/discover.ts'
import { type Disk, nodeDisk } from '../../../src/manifest/disk/disk.ts'
import type { OutputTree } from '../../../src/manifest/output-tree.ts'
import { faultyDisk } from './faulty-disk.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'whole-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const plain = 'apiVersion: v1\nkind: ServiceAccount\n'
const injected = 'kind: Namespace\nlabels: {istio-injection: enabled}\n'
const enrolled = 'kind: Namespace\nlabels: {istio.io/dataplane-mode: ambient}\n'

/** A conversion of four files: one policy edited, one removed, a waypoint added in a new folder, the namespace enrolled. */
const before = { 'a-namespace.yaml': injected, 'policies/edited.yaml': 'old\n', 'policies/gone.yaml': 'gone\n', 'kept.yaml': plain }
const after = { 'a-namespace.yaml': enrolled, 'policies/edited.yaml': 'new\n', 'waypoints/shop.yaml': 'waypoint\n', 'kept.yaml': plain }

function put(files: Record<string, string>, folder: string): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, folder, path)), { recursive: true })
    writeFileSync(join(root, folder, path), text)
  }
}

/** Everything below a folder, folders and modes included. */
function all(folder: string): Record<string, string> {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  return Object.fromEntries(
    entries
      .map((entry): [string, string] => {
        const path = join(entry.parentPath, entry.name)
        const mode = (statSync(path).mode & 0o777).toString(8)
        return [path.slice(join(root, folder).length + 1), entry.isDirectory() ? 'folder' : `${mode} ${readFileSync(path, 'utf8')}`]
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

function tree(folder: string): OutputTree {
  const was: Record<string, string> = before
  const is: Record<string, string> = after
  const paths = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort()
  return {
    files: paths.map((path) => ({
      path: join(root, folder, path),
      status: was[path] === undefined ? 'added' : is[path] === undefined ? 'removed' : was[path] === is[path] ? 'unchanged' : 'edited',
      ...(was[path] === undefined ? {} : { before: was[path] }),
      ...(is[path] === undefined ? {} : { text: is[path] }),
    })),
    account: { read: 0, translated: 0, kept: 0, removed: 0, skipped: 0 },
    added: [],
  }
}

interface Way {
  readonly folder: string
  prepare(): void
  write(disk: Disk): void
  unless(disk: Disk, interrupted: () => boolean): Promise<unknown>
}

const reports = () => ['report.html', 'known.yaml'].map((name) => ({ path: join(root, name), shown: name, text: `${name} of now\n` }))

const ways: Record<string, Way> = {
  'in place': {
    folder: 'in',
    prepare: () => {
      put(before, 'in')
      chmodSync(join(root, 'in/policies/edited.yaml'), 0o640)
    },
    write: (disk) => void writeTree(tree('in'), '', { inPlace: true, disk }),
    unless: (disk, interrupted) => writeTreeUnless(interrupted, tree('in'), '', { inPlace: true, disk }),
  },
  'in place, with a report': {
    folder: '.',
    prepare: () => {
      put(before, 'in')
      put({ 'report.html': 'old' }, '.')
    },
    write: (disk) => void writeTree(tree('in'), '', { inPlace: true, disk, named: reports() }),
    unless: (disk, interrupted) => writeTreeUnless(interrupted, tree('in'), '', { inPlace: true, disk, named: reports() }),
  },
  'to a new folder': {
    folder: '.',
    prepare: () => put(before, 'in'),
    write: (disk) => void writeTree(tree('in'), join(root, 'new/out'), { disk }),
    unless: (disk, interrupted) => writeTreeUnless(interrupted, tree('in'), join(root, 'new/out'), { disk }),
  },
  'over an earlier output': {
    folder: 'out',
    prepare: () => {
      put(before, 'in')
      const old = { ...tree('in'), files: tree('in').files.filter(({ before: text }) => text !== undefined) }
      writeTree({ ...old, files: old.files.map((file) => ({ ...file, status: 'unchanged', text: file.before! })) }, join(root, 'out'))
    },
    write: (disk) => void writeTree(tree('in'), join(root, 'out'), { disk }),
    unless: (disk, interrupted) => writeTreeUnless(interrupted, tree('in'), join(root, 'out'), { disk }),
  },
}

/** Starts the test's folder afresh. */
function again(way: Way): Record<string, string> {
  rmSync(root, { recursive: true, force: true })
  mkdirSync(root)
  way.prepare()
  return all(way.folder)
}

const withoutLeftOvers = (files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !/\.unsidecar-[0-9a-f]+\.tmp$/.test(path)))

describe.each(Object.entries(ways))('writing %s', (name, way) => {
  test.each([
    ['ENOSPC', true],
    ['EACCES', false],
  ])('is all or nothing when any one operation fails with %s', (code, stays) => {
    again(way)
    const counted = faultyDisk(Number.POSITIVE_INFINITY, code)
    way.write(counted.disk)
    const done = all(way.folder)
    expect(counted.operations()).toBeGreaterThan(8)
    for (let at = 0; at < counted.operations(); at += 1) {
      const start = again(way)
      const { disk } = faultyDisk(at, code, stays)
      let refused: unknown
      try {
        way.write(disk)
      } catch (error) {
        refused = error
      }
      if (refused === undefined) expect(withoutLeftOvers(all(way.folder)), `operation ${at}`).toEqual(done)
      else {
        expect(refused).toBeInstanceOf(OutputRefusedError)
        expect((refused as Error).message).toMatch(/ cannot be written: .+; nothing was changed, .+/)
        expect(all(way.folder), `operation ${at}`).toEqual(start)
      }
      // What is left behind is in the way of nothing.
      if (refused !== undefined) way.write(nodeDisk)
      expect(withoutLeftOvers(all(way.folder)), `after operation ${at}`).toEqual(done)
    }
  })

  test('is all or nothing when it is interrupted after any step', async () => {
    for (let step = 0; ; step += 1) {
      const start = again(way)
      let asked = -1
      const writing = way.unless(nodeDisk, () => {
        asked += 1
        return asked === step
      })
      try {
        await writing
        expect(step).toBeGreaterThan(6)
        return
      } catch (error) {
        expect(error).toBeInstanceOf(InterruptedError)
        expect(all(way.folder), `step ${step}`).toEqual(start)
      }
    }
  })

  test('a run that is killed in the middle is in nobody’s way', () => {
    again(way)
    way.write(nodeDisk)
    const done = all(way.folder)
    for (let at = 0; at < 40; at += 1) {
      again(way)
      // Nothing after this operation reaches the disk, as when the process is killed.
      let operations = 0
      const killed = new Proxy(nodeDisk, {
        get: (disk, name: keyof Disk) => {
          if (['stat', 'realPath', 'list', 'read'].includes(name)) return disk[name]
          return (...args: never[]) => {
            operations += 1
            if (operations > at) throw new Error('killed')
            return (disk[name] as (...all: never[]) => unknown)(...args)
          }
        },
      })
      try {
        way.write(killed)
      } catch {
        if (!name.startsWith('in place')) {
          way.write(nodeDisk)
          expect(withoutLeftOvers(all(way.folder)), `operation ${at}`).toEqual(withoutLeftOvers(done))
        }
      }
    }
  })
})

test('the mode of a file is kept, and one that must not be written to is not replaced', () => {
  again(ways['in place']!)
  const asked: string[] = []
  ways['in place']!.write({ ...nodeDisk, assertWritable: (path) => void asked.push(path) })
  expect(lstatSync(join(root, 'in/policies/edited.yaml')).mode & 0o777).toBe(0o640)
  expect(asked.map((path) => path.slice(root.length))).toEqual(['/in/policies/edited.yaml', '/in/a-namespace.yaml'])
})

test('waypoints and policies take their places first, then enrolment, and what is removed goes last', () => {
  again(ways['in place']!)
  const steps: string[] = []
  const noted = (path: string) => void (path.endsWith('.tmp') || steps.push(path.slice(root.length + 1)))
  ways['in place']!.write({
    ...nodeDisk,
    rename: (path, to) => {
      nodeDisk.rename(path, to)
      noted(to)
    },
    remove: (path) => {
      nodeDisk.remove(path)
      noted(path)
    },
  })
  expect(steps).toEqual(['in/policies/edited.yaml', 'in/waypoints/shop.yaml', 'in/a-namespace.yaml', 'in/policies/gone.yaml'])
})

test('a file that changes while others are written is left alone, with all of them', () => {
  again(ways['in place']!)
  const start = all('in')
  let created = 0
  const racing: Disk = {
    ...nodeDisk,
    create: (path, data) => {
      nodeDisk.create(path, data)
      created += 1
      if (created === 3) writeFileSync(join(root, 'in/a-namespace.yaml'), 'meanwhile\n')
    },
  }
  expect(() => ways['in place']!.write(racing)).toThrow('changed while others were written')
  expect(all('in')).toEqual({ ...start, 'a-namespace.yaml': '644 meanwhile\n' })
})

test('where the file system has no second names, the old file is copied', () => {
  again(ways['in place']!)
  ways['in place']!.write({
    ...nodeDisk,
    link: () => {
      throw Object.assign(new Error('ENOTSUP'), { code: 'ENOTSUP' })
    },
  })
  expect(readFileSync(join(root, 'in/policies/edited.yaml'), 'utf8')).toBe('new\n')
  expect(Object.keys(all('in')).filter((path) => path.endsWith('.tmp'))).toEqual([])
})

test('names that differ only in case are refused where the file system does not tell them apart', () => {
  const files = ['A.yaml', 'a.yaml'].map((name) => ({ path: join(root, 'in', name), status: 'added' as const, text: name }))
  const made: string[] = []
  const folding: Disk = {
    ...nodeDisk,
    create: (path, data) => {
      made.push(path)
      nodeDisk.create(path, data)
    },
    stat: (path) => nodeDisk.stat(made.find((one) => one.toLowerCase() === path.toLowerCase()) ?? path),
  }
  const write = (disk: Disk) => writeTree({ ...tree('in'), files }, join(root, 'out'), { disk })
  expect(() => write(folding)).toThrow(/differ only in case .*: .*A\.yaml/)
  expect(readdirSync(root)).toEqual([])
  write(nodeDisk)
  expect(readFileSync(join(root, 'out/A.yaml'), 'utf8')).toBe('A.yaml')
})
