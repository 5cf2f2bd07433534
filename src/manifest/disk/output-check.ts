import { join } from 'node:path'
import { compareText } from '../../diagnostics/place.ts'
import type { OutputFile, OutputTree } from '../output-tree.ts'
import { type Disk, nodeDisk } from './disk.ts'
import { mirrorFiles } from './output-mirror.ts'
import { readRecord } from './output-record.ts'

/**
 * A folder that an earlier run wrote, held against what would be written to it now: each file of either, with the text that is there as
 * `before` and the text that would be there as `text`. What nothing would write counts where an earlier run wrote it, or where `kubectl apply
 * -f FOLDER` would read it. Nothing is written; links are not followed.
 */
export function checkMirror(
  tree: OutputTree,
  folder: string,
  { beside = new Map(), disk = nodeDisk }: { readonly beside?: ReadonlyMap<string, string>; readonly disk?: Disk } = {},
): OutputFile[] {
  const wanted = mirrorFiles(tree, beside)
  const record = readRecord(folder, folder, disk)
  const names = disk.stat(folder) === undefined ? [] : [...filesBelow(folder, '', disk)]
  const there = new Map(
    names
      .filter((path) => wanted.has(path) || record?.has(path) === true || /\.(ya?ml|json)$/.test(path))
      .map((path) => [path, new TextDecoder('utf-8', { ignoreBOM: true }).decode(disk.read(join(folder, path)))]),
  )
  const paths = [...new Set([...wanted.keys(), ...there.keys()])].sort(compareText)
  return paths.map((path) => checkedFile(join(folder, path), there.get(path), wanted.get(path)))
}

function checkedFile(path: string, before: string | undefined, text: string | undefined): OutputFile {
  if (before === undefined) return { path, status: 'added', ...(text === undefined ? {} : { text }) }
  if (text === undefined) return { path, status: 'removed', before }
  return { path, status: before === text ? 'unchanged' : 'edited', before, text }
}

/** Hidden files are not part of an output. */
function* filesBelow(folder: string, below: string, disk: Disk): Generator<string> {
  for (const name of disk.list(join(folder, below))) {
    if (name.startsWith('.')) continue
    const path = below === '' ? name : `${below}/${name}`
    const there = disk.stat(join(folder, path))
    if (there?.isDirectory() === true) yield* filesBelow(folder, path, disk)
    else if (there?.isFile() === true) yield path
  }
}
