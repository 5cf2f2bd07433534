import { createHash } from 'node:crypto'
import { isAbsolute, join } from 'node:path'
import type { Disk } from './disk.ts'
import { OutputRefusedError } from './output-refused.ts'

/**
 * The file in which an output folder remembers what was written to it. Its name ends in nothing that tools read as a manifest: `kubectl
 * apply -f FOLDER`, `istioctl analyze FOLDER` and directory sources of Argo CD read `.json`, `.yaml` and `.yml`, files with a leading dot
 * included (kubectl:`k8s.io/cli-runtime/pkg/resource/builder.go` FileExtensions).
 */
export const outputRecordName = '.unsidecar-record'

/** What the record was called before. Folders with such a record are recognised, and get one of today's name. */
export const formerRecordName = '.unsidecar.json'

const recordNames: ReadonlySet<string> = new Set([outputRecordName, formerRecordName])

export function isRecordName(name: string): boolean {
  return recordNames.has(name)
}

/** What an earlier run wrote: for each path the digests that the file may have. Two of them while a run was not finished. */
export type OutputRecord = ReadonlyMap<string, ReadonlySet<string>>

/** Undefined when the folder has no record. Paths that lead out of the folder were not written by us, and are left out. */
export function readRecord(folder: string, shown: string, disk: Disk): OutputRecord | undefined {
  const name = [outputRecordName, formerRecordName].find((candidate) => disk.stat(join(folder, candidate)) !== undefined)
  if (name === undefined) return undefined
  const path = join(folder, name)
  const there = disk.stat(path)!
  const refused = new OutputRefusedError('the record of an earlier run cannot be read', [join(shown, name)])
  if (!there.isFile()) throw refused
  let read: unknown
  try {
    read = JSON.parse(new TextDecoder().decode(disk.read(path)))
  } catch {
    throw refused
  }
  const record = new Map<string, Set<string>>()
  for (const part of ['files', 'before'] as const) {
    const digests = isRecord(read) ? (read[part] ?? (part === 'before' ? {} : undefined)) : undefined
    if (!isRecord(digests)) throw refused
    for (const [file, digest] of Object.entries(digests))
      if (typeof digest === 'string' && staysInside(file)) record.set(file, (record.get(file) ?? new Set()).add(digest))
  }
  return record
}

/** `before`: what an unfinished run was about to replace. Without it, the next run would take its own half-done work for the user's files. */
export function recordText(files: ReadonlyMap<string, string>, before?: ReadonlyMap<string, string>): string {
  const digests = (texts: ReadonlyMap<string, string>) => Object.fromEntries([...texts].map(([path, text]) => [path, digestOf(text)]))
  const record = { version: 1, files: digests(files), ...(before === undefined ? {} : { before: Object.fromEntries(before) }) }
  return `${JSON.stringify(record, null, 2)}\n`
}

export function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** True for a path that names a file below its folder: `mesh.yaml`, but not `../mesh.yaml`, `/mesh.yaml` or the record itself. */
export function staysInside(path: string): boolean {
  const parts = path.split(/[/\\]/)
  if (isRecordName(path) || isAbsolute(path) || /^[A-Za-z]:/.test(path) || path.includes('\0')) return false
  return parts.every((part) => part !== '' && part !== '.' && part !== '..')
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
