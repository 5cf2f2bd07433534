import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { compareText } from '../diagnostics/place.ts'
import { type Disk, nodeDisk } from './node-disk.ts'
import { writesInPlace } from './node-output-in-place.ts'
import { mirrorWrites } from './node-output-mirror.ts'
import { isInside } from './node-paths.ts'
import { writeAll } from './node-transaction.ts'
import { InterruptedError, refusedBy } from './output-refused.ts'
import type { OutputTree } from './output-tree.ts'

export interface WriteOptions {
  /** Write edited files where they were read. `outputDir` is then ignored. */
  readonly inPlace?: boolean
  /** Overwrite files that were not written by an earlier run, or were changed since. */
  readonly force?: boolean
  /** Folders given as input (absolute): an output folder inside one of them is refused. */
  readonly inputRoots?: readonly string[]
  /** Texts by path that go into the output folder beside the tree; none of them is a manifest. Not written in place. */
  readonly beside?: ReadonlyMap<string, string>
  /** In place: the folders in which the input was found (absolute). Nothing outside of them is written, whatever links say. */
  readonly trees?: readonly string[]
  /** For tests. */
  readonly disk?: Disk
}

/** Paths as written, sorted; relative to the output folder, or to the working directory when in place. */
export interface WriteResult {
  readonly written: readonly string[]
  readonly deleted: readonly string[]
}

/**
 * Writes an output tree, all of it or nothing. Throws `OutputRefusedError` with a sentence when something is in the way or a file operation
 * fails; what was there is then as it was.
 */
export function writeTree(tree: OutputTree, outputDir: string, options: WriteOptions = {}): WriteResult {
  const writing = steps(tree, outputDir, options)
  for (;;) {
    const { done, value } = writing.next()
    if (done === true) return value
  }
}

/** As `writeTree`, in steps: when `interrupted` says so between two of them, everything is put back and `InterruptedError` is thrown. */
export async function writeTreeUnless(
  interrupted: () => boolean,
  tree: OutputTree,
  outputDir: string,
  options: WriteOptions = {},
): Promise<WriteResult> {
  const writing = steps(tree, outputDir, options)
  for (;;) {
    const { done, value } = writing.next()
    if (done === true) return value
    // Signals are only heard between two turns of the event loop.
    await setImmediate()
    if (interrupted()) writing.throw(new InterruptedError('interrupted'))
  }
}

function* steps(tree: OutputTree, outputDir: string, options: WriteOptions): Generator<void, WriteResult, void> {
  const disk = options.disk ?? nodeDisk
  if (options.inPlace === true) {
    const output = attempt('the input', () => writesInPlace(tree, options, disk))
    yield* writeAll(output.writes, disk)
    return sorted(output)
  }
  const output = attempt(outputDir, () => mirrorWrites(tree, outputDir, options, disk))
  yield* writeAll(output.writes, disk)
  for (const path of output.deleted) removeEmptyFolders(dirname(join(output.folder, path)), output.folder, disk)
  return sorted(output)
}

function attempt<T>(shown: string, look: () => T): T {
  try {
    return look()
  } catch (error) {
    throw refusedBy(error, shown)
  }
}

function sorted({ written, deleted }: WriteResult): WriteResult {
  return { written: [...written].sort(compareText), deleted: [...deleted].sort(compareText) }
}

function removeEmptyFolders(folder: string, stop: string, disk: Disk): void {
  try {
    for (let at = folder; at !== stop && isInside(at, stop) && disk.list(at).length === 0; at = dirname(at)) disk.removeFolder(at)
  } catch {
    // A folder that stays behind empty is not part of the output.
  }
}
