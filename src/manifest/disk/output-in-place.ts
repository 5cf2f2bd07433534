import { dirname, relative, resolve, sep } from 'node:path'
import { compareText } from '../../diagnostics/place.ts'
import type { OutputFile, OutputTree } from '../output-tree.ts'
import type { Disk } from './disk.ts'
import { digestOf } from './output-record.ts'
import { OutputRefusedError } from './output-refused.ts'
import { isInside, linkBelow, realPath } from './paths.ts'
import type { FileWrite } from './transaction.ts'
import { inWriteOrder } from './write-order.ts'

interface InPlaceOptions {
  readonly force?: boolean
  /** The folders that were searched, absolute: nothing outside of them is written. Default: the folders of the input files. */
  readonly trees?: readonly string[]
}

export interface InPlaceWrites {
  readonly writes: readonly FileWrite[]
  readonly written: readonly string[]
  readonly deleted: readonly string[]
}

/** Where each changed file goes: where it was read, behind links that stay within the input. */
export function writesInPlace(tree: OutputTree, options: InPlaceOptions, disk: Disk): InPlaceWrites {
  const changed = inWriteOrder(tree.files.filter((file) => file.status !== 'unchanged'))
  if (changed.some((file) => file.path === 'stdin.yaml' && file.before !== undefined && disk.stat(resolve(file.path)) === undefined))
    throw new OutputRefusedError('the standard input cannot be edited in place')
  const read = tree.files.filter((file) => file.before !== undefined)
  const trees = options.trees ?? read.map(({ path }) => dirname(resolve(path)))
  const real = new Map(changed.map((file) => [file, realPath(file.path, disk)]))
  refuseOutside(changed, real, new Set(trees.map((one) => realPath(one, disk))), disk)
  refuseSpecialFiles(changed, real, disk)
  const inTheWay = changed.filter((file) => !isAsRead(file, real.get(file)!, disk))
  if (inTheWay.length > 0 && options.force !== true) {
    const names = inTheWay.map(({ path }) => path).sort(compareText)
    throw new OutputRefusedError('these files were changed since they were read, or exist already', names)
  }
  const gone = changed.filter((file) => file.text === undefined)
  return {
    writes: changed.map((file) => ({ path: real.get(file)!, shown: file.path, text: file.text })),
    written: changed.filter((file) => file.text !== undefined).map(({ path }) => path),
    deleted: gone.map(({ path }) => path),
  }
}

function refuseOutside(
  changed: readonly OutputFile[],
  real: ReadonlyMap<OutputFile, string>,
  trees: ReadonlySet<string>,
  disk: Disk,
): void {
  const outside = changed.filter((file) => ![...trees].some((tree) => isInside(real.get(file)!, tree)))
  if (outside.length === 0) return
  const names = outside.map(({ path }) => {
    const here = process.cwd()
    const link = isInside(resolve(path), here) ? linkBelow(here, resolve(path), disk) : undefined
    return link === undefined ? path : relative(here, link).split(sep).join('/')
  })
  throw new OutputRefusedError('links lead out of the input, and nothing is written there', [...new Set(names)].sort(compareText))
}

function refuseSpecialFiles(changed: readonly OutputFile[], real: ReadonlyMap<OutputFile, string>, disk: Disk): void {
  const special = changed.filter((file) => disk.stat(real.get(file)!)?.isFile() === false).map(({ path }) => path)
  if (special.length > 0) throw new OutputRefusedError('these are not files that can be edited in place', special.sort(compareText))
}

function isAsRead({ before }: OutputFile, path: string, disk: Disk): boolean {
  if (disk.stat(path) === undefined) return before === undefined
  return before !== undefined && digestOf(disk.read(path)) === digestOf(before)
}
