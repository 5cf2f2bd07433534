import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { compareText } from '../diagnostics/place.ts'
import type { OutputFile, OutputTree } from './manifest-set.ts'

interface WriteOptions {
  /** Write edited files where they were read. `outputDir` is then ignored. */
  readonly inPlace?: boolean
  /** Overwrite files that were not written by an earlier run, or were changed since. */
  readonly force?: boolean
  /** Folders given as input (absolute): an output folder inside one of them is refused. */
  readonly inputRoots?: readonly string[]
}

/** Paths as written, sorted; relative to the output folder, or to the working directory when in place. */
interface WriteResult {
  readonly written: readonly string[]
  readonly deleted: readonly string[]
}

/** Thrown before anything is written; `files` are the ones in the way. */
export class OutputRefusedError extends Error {
  readonly files: readonly string[]

  constructor(reason: string, files: readonly string[] = []) {
    super(files.length === 0 ? reason : `${reason}: ${files.join(', ')}`)
    this.files = files
  }
}

/** The file in which an output folder remembers what was written to it. */
export const outputRecordName = '.unsidecar.json'

/** Writes an output tree. Everything is checked before the first byte is written. */
export function writeTree(tree: OutputTree, outputDir: string, options: WriteOptions = {}): WriteResult {
  return options.inPlace === true ? writeInPlace(tree, options) : writeMirror(tree, resolve(outputDir), options)
}

function writeInPlace(tree: OutputTree, options: WriteOptions): WriteResult {
  const changed = tree.files.filter((file) => file.status !== 'unchanged')
  if (changed.some((file) => file.path === 'stdin.yaml' && file.before !== undefined && !existsSync(file.path))) {
    throw new OutputRefusedError('the standard input cannot be edited in place')
  }
  const inTheWay = changed.filter((file) => (existsSync(file.path) ? readFileSync(file.path, 'utf8') : undefined) !== file.before)
  if (inTheWay.length > 0 && options.force !== true) {
    throw new OutputRefusedError(
      'these files were changed since they were read, or exist already',
      inTheWay.map((file) => file.path),
    )
  }
  const written: string[] = []
  const deleted: string[] = []
  for (const { path, text } of changed) {
    if (text === undefined) {
      rmSync(path, { force: true })
      deleted.push(path)
    } else {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
      written.push(path)
    }
  }
  return { written, deleted }
}

function writeMirror(tree: OutputTree, outputDir: string, options: WriteOptions): WriteResult {
  const files = mirrored(tree)
  refuseInputTree(tree, outputDir, files, options)
  const record = readRecord(outputDir)
  if (options.force !== true) refuseForeignFiles(outputDir, files, record)

  const stale = [...record.keys()].filter((path) => !files.has(path)).sort(compareText)
  const deleted: string[] = []
  for (const path of stale) {
    if (!existsSync(join(outputDir, path))) continue
    rmSync(join(outputDir, path))
    removeEmptyFolders(dirname(join(outputDir, path)), outputDir)
    deleted.push(path)
  }
  const written: string[] = []
  for (const [path, text] of files) {
    const target = join(outputDir, path)
    if (existsSync(target) && readFileSync(target, 'utf8') === text) continue
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
    written.push(path)
  }
  mkdirSync(outputDir, { recursive: true })
  writeFileSync(join(outputDir, outputRecordName), recordText(files))
  return { written, deleted }
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
  return new Map(entries.sort(([a], [b]) => compareText(a, b)))
}

function refuseInputTree(tree: OutputTree, outputDir: string, files: ReadonlyMap<string, string>, options: WriteOptions): void {
  const real = realPath(outputDir)
  const inputs = new Set(tree.files.filter((file) => file.before !== undefined).map((file) => realPath(file.path)))
  const hit = [...files.keys()].filter((path) => inputs.has(realPath(join(outputDir, path))))
  if (hit.length > 0) throw new OutputRefusedError('the output would overwrite its own input; use --in-place to edit the input', hit)
  const roots = (options.inputRoots ?? []).map((root) => realPath(root)).filter((root) => isInside(real, root))
  if (roots.length > 0) throw new OutputRefusedError(`the output folder ${outputDir} lies in the input folder ${roots[0]}; use another one`)
  const inside = [...inputs].filter((path) => isInside(path, real)).sort(compareText)
  if (inside.length > 0) throw new OutputRefusedError('the output folder holds input files', inside)
  const escaping = [...files.keys()].filter((path) => !isInside(realPath(join(outputDir, path)), real))
  if (escaping.length > 0) throw new OutputRefusedError('links in the output folder lead out of it', escaping)
}

function refuseForeignFiles(outputDir: string, files: ReadonlyMap<string, string>, record: ReadonlyMap<string, string>): void {
  const known = existsSync(join(outputDir, outputRecordName))
  if (existsSync(outputDir) && !lstatSync(outputDir).isSymbolicLink() && !lstatSync(outputDir).isDirectory()) {
    throw new OutputRefusedError('the output folder is a file', [outputDir])
  }
  const present = existsSync(outputDir) ? readdirSync(outputDir).sort(compareText) : []
  if (present.length > 0 && !known) {
    throw new OutputRefusedError(`the folder ${outputDir} is not empty and was not written by unsidecar`, present)
  }
  const candidates = [...new Set([...files.keys(), ...record.keys()])].sort(compareText)
  const foreign = candidates.filter((path) => {
    const target = join(outputDir, path)
    if (!existsSync(target)) return false
    const text = readFileSync(target)
    return hashOf(text) !== record.get(path) && (files.get(path) === undefined || hashOf(files.get(path)!) !== hashOf(text))
  })
  if (foreign.length > 0) throw new OutputRefusedError('these files were changed, or written by somebody else', foreign)
}

function readRecord(outputDir: string): ReadonlyMap<string, string> {
  const path = join(outputDir, outputRecordName)
  if (!existsSync(path)) return new Map()
  try {
    const { files } = JSON.parse(readFileSync(path, 'utf8')) as { files: Record<string, string> }
    // A path that leaves the folder was not written by us.
    return new Map(Object.entries(files).filter(([file]) => isInside(resolve(outputDir, file), outputDir)))
  } catch {
    throw new OutputRefusedError('the record of an earlier run cannot be read', [path])
  }
}

function recordText(files: ReadonlyMap<string, string>): string {
  const hashes = Object.fromEntries([...files].map(([path, text]) => [path, hashOf(text)]))
  return `${JSON.stringify({ version: 1, files: hashes }, null, 2)}\n`
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

function removeEmptyFolders(folder: string, stop: string): void {
  for (let at = folder; at !== stop && isInside(at, stop) && existsSync(at) && readdirSync(at).length === 0; at = dirname(at)) rmdirSync(at)
}

/** The path with links resolved as far as it exists. */
function realPath(path: string): string {
  const absolute = resolve(path)
  if (existsSync(absolute)) return realpathSync(absolute)
  const parent = dirname(absolute)
  return parent === absolute ? absolute : join(realPath(parent), relative(parent, absolute))
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}
