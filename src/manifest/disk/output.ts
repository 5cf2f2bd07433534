import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { compareText } from '../../diagnostics/place.ts'
import type { OutputTree } from '../output-tree.ts'
import { type Disk, nodeDisk } from './disk.ts'
import { writesInPlace } from './output-in-place.ts'
import { mirrorWrites } from './output-mirror.ts'
import { type NamedFile, namedWrites } from './output-named.ts'
import { InterruptedError, refusedBy } from './output-refused.ts'
import { isInside } from './paths.ts'
import { type FileWrite, writeAll } from './transaction.ts'

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
  /** Files with places of their own, such as reports: they are written together with the tree, or not at all. */
  readonly named?: readonly NamedFile[]
  /** What else the run reads at a path: the tree does not overwrite it, even with `force`. */
  readonly readAt?: (path: string) => string | undefined
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
export function writeTreeUnless(
  interrupted: () => boolean,
  tree: OutputTree,
  outputDir: string,
  options: WriteOptions = {},
): Promise<WriteResult> {
  return stepwise(interrupted, steps(tree, outputDir, options))
}

/** Writes files that the user names, all of them or none, in steps like `writeTreeUnless`. */
export function writeNamedUnless(interrupted: () => boolean, files: readonly NamedFile[], disk: Disk = nodeDisk): Promise<void> {
  return stepwise(interrupted, namedSteps(files, disk))
}

async function stepwise<T>(interrupted: () => boolean, writing: Generator<void, T, void>): Promise<T> {
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
  const named = options.named ?? []
  if (options.inPlace === true) {
    const output = attempt('the input', () => writesInPlace(tree, options, disk))
    yield* writeAll([...placedNamed(named, new Set(output.writes.map(({ path }) => path)), disk), ...output.writes], disk)
    return sorted(output)
  }
  const output = attempt(outputDir, () => mirrorWrites(tree, outputDir, options, disk))
  yield* writeAll([...placedNamed(named, new Set(output.places), disk), ...output.writes], disk)
  for (const path of output.deleted) removeEmptyFolders(dirname(join(output.folder, path)), output.folder, disk)
  return sorted(output)
}

function* namedSteps(files: readonly NamedFile[], disk: Disk): Generator<void, void, void> {
  yield* writeAll(placedNamed(files, new Set(), disk), disk)
}

function placedNamed(files: readonly NamedFile[], taken: ReadonlySet<string>, disk: Disk): FileWrite[] {
  return attempt(files.map(({ shown }) => shown).join(', '), () => namedWrites(files, taken, disk))
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
