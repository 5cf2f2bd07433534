import { dirname, join } from 'node:path'
import type { Disk } from './disk.ts'
import { OutputRefusedError, refusedBy } from './output-refused.ts'
import { realPath } from './paths.ts'
import type { FileWrite } from './transaction.ts'

/** A file that the user names beside the output, such as a report. It is written whole or not at all, like the output itself. */
export interface NamedFile {
  readonly path: string
  /** What the user calls it: the option and the path. */
  readonly shown: string
  readonly text: string
  /** True: what is there already is not replaced. */
  readonly isNew?: boolean
}

/** Streams of a process by their file names: a redirected one is a file, and must go on being the same. */
const streamName = /^\/(?:dev\/(?:std(?:out|err)|fd\/\d+)|proc\/(?:self|\d+)\/fd\/\d+)$/

/**
 * What has to be written for them; `taken` are the paths of the output itself. A pipe or a device cannot be replaced by another file, and is
 * written to at once: nothing else has been changed then.
 */
export function namedWrites(files: readonly NamedFile[], taken: ReadonlySet<string>, disk: Disk): FileWrite[] {
  const seen = new Set(taken)
  const placed = files.map((file) => ({ file, path: realPath(file.path, disk) }))
  for (const { file, path } of placed) {
    if (seen.has(path)) throw new OutputRefusedError('another file of the output has this name', [file.shown])
    seen.add(path)
    refuseWithoutFolder(file, path, taken, disk)
    if (file.isNew === true && disk.stat(path) !== undefined)
      throw new OutputRefusedError('it exists already, and is not replaced', [file.shown])
  }
  const direct = placed.filter(({ file, path }) => isDirect(file, path, disk))
  for (const { file } of direct) overwrite(file, disk)
  return placed.filter((one) => !direct.includes(one)).map(({ file: { shown, text }, path }) => ({ path, shown, text }))
}

function overwrite({ path, shown, text }: NamedFile, disk: Disk): void {
  try {
    disk.overwrite(path, text)
  } catch (error) {
    throw refusedBy(error, shown)
  }
}

/** A folder with a slip in its name is not made; one that comes with the output is. */
function refuseWithoutFolder({ shown }: NamedFile, path: string, taken: ReadonlySet<string>, disk: Disk): void {
  const folder = dirname(path)
  if (disk.stat(folder) !== undefined || [...taken].some((one) => one.startsWith(join(folder, '/')))) return
  throw new OutputRefusedError(`there is no folder ${folder} for it`, [shown])
}

function isDirect(file: NamedFile, path: string, disk: Disk): boolean {
  const there = disk.stat(path)
  return there !== undefined && (!there.isFile() || streamName.test(file.path))
}
