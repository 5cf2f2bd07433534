import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { compareText } from '../../diagnostics/place.ts'
import type { OutputFile, OutputTree } from '../output-tree.ts'
import type { Disk } from './disk.ts'
import { digestOf, formerRecordName, type OutputRecord, outputRecordName, readRecord, recordText, staysInside } from './output-record.ts'
import { OutputRefusedError } from './output-refused.ts'
import { isInside, linkBelow, realPath } from './paths.ts'
import { type FileWrite, temporaryName } from './transaction.ts'
import { inWriteOrder } from './write-order.ts'

interface MirrorOptions {
  readonly force?: boolean
  readonly inputRoots?: readonly string[]
  /** Files that are written beside those of the tree. */
  readonly beside?: ReadonlyMap<string, string>
  readonly readAt?: (path: string) => string | undefined
}

/** What has to be written to a folder so that it mirrors the tree. */
export interface MirrorWrites {
  /** The folder, without links. */
  readonly folder: string
  /** Every file that belongs to the folder, changed or not, by its absolute path. */
  readonly places: readonly string[]
  readonly writes: readonly FileWrite[]
  readonly written: readonly string[]
  readonly deleted: readonly string[]
}

/** Checks everything that can be checked before the first byte is written. */
export function mirrorWrites(tree: OutputTree, outputDir: string, options: MirrorOptions, disk: Disk): MirrorWrites {
  const files = mirrorFiles(tree, options.beside)
  const folder = realPath(outputDir, disk)
  refuseFolder(folder, outputDir, disk)
  refuseInputTree(tree, { folder, outputDir, paths: [...files.keys()] }, options, disk)
  const record = readRecord(folder, outputDir, disk)
  const stale = [...(record?.keys() ?? [])].filter((path) => !files.has(path)).sort(compareText)
  refuseLinks(folder, [...files.keys(), ...stale, outputRecordName, formerRecordName], disk)
  const read = [...files.keys()].map((path) => join(outputDir, path)).filter((path) => options.readAt?.(path) !== undefined)
  if (read.length > 0) throw new OutputRefusedError('these files are read by this run and would be overwritten', read)
  if (options.force !== true) refuseForeignFiles(folder, outputDir, files, record, disk)

  const before = new Map(presentTexts(folder, [...files.keys(), ...stale], disk))
  const written = [...files].filter(([path, text]) => before.get(path) !== text)
  const deleted = stale.filter((path) => before.has(path))
  const texts = inWriteOrder([
    ...written.map(([path, text]) => ({ path, text, before: before.get(path) })),
    ...deleted.map((path) => ({ path, text: undefined, before: before.get(path) })),
  ])
  const write = (path: string, text: string | undefined): FileWrite => ({ path: join(folder, path), shown: join(outputDir, path), text })
  const final = recordText(files)
  const places = [...files.keys(), outputRecordName].map((path) => join(folder, path))
  const former = disk.stat(join(folder, formerRecordName)) !== undefined
  if (texts.length === 0 && !former && presentTexts(folder, [outputRecordName], disk)[0]?.[1] === final)
    return { folder, places, writes: [], written: [], deleted }
  const replaced = new Map([...before].map(([path, text]) => [path, digestOf(text)]))
  return {
    folder,
    places,
    // The record comes first, with what is there now, and last without it: a run that is killed leaves nothing that looks foreign.
    writes: [
      write(outputRecordName, recordText(files, replaced)),
      ...(former ? [write(formerRecordName, undefined)] : []),
      ...texts.map(({ path, text }) => write(path, text)),
      write(outputRecordName, final),
    ],
    written: written.map(([path]) => path),
    deleted,
  }
}

/** What a folder that mirrors the tree holds, by path. */
export function mirrorFiles(tree: OutputTree, beside: ReadonlyMap<string, string> = new Map()): Map<string, string> {
  return withFilesBeside(mirrored(tree), beside)
}

/** Names of our own are not given to files of the input. */
function withFilesBeside(files: ReadonlyMap<string, string>, beside: ReadonlyMap<string, string>): Map<string, string> {
  const taken = [...beside.keys()].filter((path) => files.has(path))
  if (taken.length > 0) throw new OutputRefusedError('these names are those of files that are written beside the input', taken)
  return new Map([...files, ...beside].sort(([a], [b]) => compareText(a, b)))
}

/** The files to write, by their path below the deepest folder that all of them share. */
function mirrored(tree: OutputTree): Map<string, string> {
  const files = tree.files.filter((file): file is OutputFile & { text: string } => file.text !== undefined)
  const folders = tree.files.map(({ path }) => dirname(resolve(path)).split(sep))
  const [first = []] = folders
  const depth = first.findIndex((part, index) => folders.some((folder) => folder[index] !== part))
  const root = first.slice(0, depth === -1 ? first.length : depth).join(sep)
  const entries = files.map(({ path, text }): [string, string] => [
    relative(root === '' ? sep : root, resolve(path))
      .split(sep)
      .join('/'),
    text,
  ])
  const outside = entries.map(([path]) => path).filter((path) => !staysInside(path))
  if (outside.length > 0) throw new OutputRefusedError('these names cannot be mirrored in a folder', outside)
  return new Map(entries.sort(([a], [b]) => compareText(a, b)))
}

function refuseFolder(folder: string, outputDir: string, disk: Disk): void {
  const there = disk.stat(folder)
  if (there !== undefined && !there.isDirectory()) throw new OutputRefusedError('the output folder is a file', [outputDir])
}

interface OutputPlace {
  readonly folder: string
  readonly outputDir: string
  readonly paths: readonly string[]
}

function refuseInputTree(tree: OutputTree, { folder, outputDir, paths }: OutputPlace, options: MirrorOptions, disk: Disk): void {
  const inputs = new Set(tree.files.filter((file) => file.before !== undefined).map((file) => realPath(file.path, disk)))
  const hit = paths.filter((path) => inputs.has(realPath(join(folder, path), disk)))
  if (hit.length > 0) throw new OutputRefusedError('the output would overwrite its own input; use --in-place to edit the input', hit)
  const roots = (options.inputRoots ?? []).map((root) => realPath(root, disk)).filter((root) => isInside(folder, root))
  if (roots.length > 0) throw new OutputRefusedError(`the output folder ${outputDir} lies in the input folder ${roots[0]}; use another one`)
  const inside = [...inputs].filter((path) => isInside(path, folder)).sort(compareText)
  if (inside.length > 0) throw new OutputRefusedError('the output folder holds input files', inside)
}

/** No run makes links, so one on the way to a file was made by another program, and may lead anywhere. */
function refuseLinks(folder: string, paths: readonly string[], disk: Disk): void {
  const links = paths.flatMap((path) => linkBelow(folder, join(folder, path), disk) ?? [])
  const shown = [...new Set(links)].map((link) => relative(folder, link)).sort(compareText)
  if (shown.length > 0) throw new OutputRefusedError('links in the output folder are not followed, remove them', shown)
}

function refuseForeignFiles(
  folder: string,
  outputDir: string,
  files: ReadonlyMap<string, string>,
  record: OutputRecord | undefined,
  disk: Disk,
): void {
  const present = disk.stat(folder) === undefined ? [] : disk.list(folder).filter((name) => !isLeftOver(join(folder, name), disk))
  if (present.length > 0 && record === undefined)
    throw new OutputRefusedError(`the folder ${outputDir} is not empty and was not written by unsidecar`, [...present].sort(compareText))
  const candidates = [...new Set([...files.keys(), ...(record?.keys() ?? [])])].sort(compareText)
  const foreign = candidates.filter((path) => {
    const there = disk.stat(join(folder, path))
    if (there === undefined) return false
    if (!there.isFile()) return true
    const digest = digestOf(disk.read(join(folder, path)))
    return record?.get(path)?.has(digest) !== true && (files.get(path) === undefined || digestOf(files.get(path)!) !== digest)
  })
  if (foreign.length > 0) throw new OutputRefusedError('these files were changed, or written by another program', foreign)
}

/** A temporary file of a run that was killed, or a folder that it made and in which there is nothing else. */
function isLeftOver(path: string, disk: Disk): boolean {
  if (temporaryName.test(basename(path))) return true
  return disk.stat(path)?.isDirectory() === true && disk.list(path).every((name) => isLeftOver(join(path, name), disk))
}

/** What the files hold now, those that are there. */
function presentTexts(folder: string, paths: readonly string[], disk: Disk): [path: string, text: string][] {
  return paths.flatMap((path): [string, string][] => {
    const there = disk.stat(join(folder, path))
    if (there === undefined) return []
    if (!there.isFile()) throw new OutputRefusedError('these are not files that can be replaced', [path])
    return [[path, new TextDecoder('utf-8', { ignoreBOM: true }).decode(disk.read(join(folder, path)))]]
  })
}
