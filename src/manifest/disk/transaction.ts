import { randomBytes } from 'node:crypto'
import type { Stats } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Disk } from './disk.ts'
import { OutputRefusedError, refusedBy } from './output-refused.ts'

/** A file that gets a new text, or none. */
export interface FileWrite {
  /** Absolute and without links. */
  readonly path: string
  /** The path as the user knows it. */
  readonly shown: string
  /** Undefined: the file is removed. */
  readonly text: string | undefined
}

/** Files of a run that is not finished, or that was killed: no file of anybody's. */
export const temporaryName = /^\.unsidecar-[0-9a-f]{16}\.tmp$/

/**
 * Writes all files or none, in their order: everything goes to temporary files beside its place, then they are renamed. Whatever fails, and
 * whatever the caller throws in between, is undone: what was there keeps a second name until the end, so that putting it back takes no
 * space. Modes and, where the system lets us, owners are kept.
 */
export function* writeAll(writes: readonly FileWrite[], disk: Disk): Generator<void, void, void> {
  const transaction = new Transaction(writes, disk)
  let at = ''
  try {
    for (const write of writes) {
      at = write.shown
      if (write.text !== undefined) transaction.stage(write, write.text)
      else transaction.look(write)
      yield
    }
    for (const write of writes) {
      at = write.shown
      transaction.replace(write)
      yield
    }
  } catch (error) {
    const lost = transaction.undo()
    const refused = isStop(error) ? error : refusedBy(error, at)
    if (lost.length === 0) throw refused
    throw new OutputRefusedError(`${refused.message}; these could not be put back, what they were is in the file behind each`, lost)
  }
  transaction.finish()
}

/** An error that says no file operation failed: it passes unchanged. */
function isStop(error: unknown): error is Error {
  return error instanceof Error && (error as { code?: unknown }).code === undefined
}

class Transaction {
  readonly #disk: Disk
  /** What takes back each step, with the file that cannot be put back when it fails. */
  readonly #undo: { readonly lost?: string; readonly run: () => void }[] = []
  readonly #staged = new Map<FileWrite, string>()
  readonly #seen = new Map<string, Stats | undefined>()
  readonly #backups: string[] = []
  readonly #twins: ReadonlySet<string>

  constructor(writes: readonly FileWrite[], disk: Disk) {
    this.#disk = disk
    const paths = [...new Set(writes.map(({ path }) => path))]
    const times = new Map<string, number>()
    for (const path of paths) times.set(path.toLowerCase(), (times.get(path.toLowerCase()) ?? 0) + 1)
    this.#twins = new Set(paths.filter((path) => times.get(path.toLowerCase())! > 1))
  }

  look({ path }: FileWrite): Stats | undefined {
    const there = this.#disk.stat(path)
    this.#seen.set(path, there)
    return there
  }

  stage(write: FileWrite, text: string): void {
    const { path, shown } = write
    this.#makeFolders(dirname(path))
    const there = this.look(write)
    if (there !== undefined) this.#disk.assertWritable(path)
    const temporary = this.#create(dirname(path), text, there)
    this.#staged.set(write, temporary)
    // Where the name in capitals is there too, the file system does not tell them apart.
    if (this.#twins.has(path) && this.#disk.stat(join(dirname(temporary), basename(temporary).toUpperCase())) !== undefined)
      throw new OutputRefusedError('names that differ only in case are one file on this file system', [shown])
  }

  /** Gives a staged file its place, or removes one. */
  replace(write: FileWrite): void {
    const { path, shown } = write
    const there = this.#disk.stat(path)
    if (this.#disk.realPath(dirname(path)) !== dirname(path) || !isSame(there, this.#seen.get(path)))
      throw new OutputRefusedError('these files were changed while others were written', [shown])
    const staged = this.#staged.get(write)
    if (there !== undefined) {
      const backup = this.#temporary(dirname(path))
      this.#backups.push(backup)
      this.#undo.push({ run: () => this.#disk.remove(backup) })
      this.#keep(path, backup, there)
      if (staged === undefined) this.#disk.remove(path)
      else this.#disk.rename(staged, path)
      this.#undo.push({ lost: `${shown} (${basename(backup)})`, run: () => this.#disk.rename(backup, path) })
    } else if (staged !== undefined) {
      this.#disk.rename(staged, path)
      this.#undo.push({ lost: shown, run: () => this.#disk.remove(path) })
    }
    this.#seen.set(path, this.#disk.stat(path))
  }

  /** Takes everything back, the last step first; returns what could not be. */
  undo(): string[] {
    return this.#undo.reverse().flatMap(({ lost, run }) => {
      try {
        run()
        return []
      } catch {
        return lost === undefined ? [] : [lost]
      }
    })
  }

  finish(): void {
    for (const backup of this.#backups)
      try {
        this.#disk.remove(backup)
      } catch {
        // The tree is complete; a second name of an old file that stays behind does no harm.
      }
  }

  #makeFolders(folder: string): void {
    if (this.#disk.stat(folder) !== undefined) return
    this.#makeFolders(dirname(folder))
    this.#disk.makeFolder(folder)
    this.#undo.push({ run: () => this.#disk.removeFolder(folder) })
  }

  #create(folder: string, data: string | Uint8Array, like: Stats | undefined): string {
    const temporary = this.#temporary(folder)
    this.#undo.push({ run: () => this.#disk.remove(temporary) })
    this.#disk.create(temporary, data)
    if (like !== undefined) this.#dress(temporary, like)
    return temporary
  }

  /** Gives a file a second name; a copy where the file system has no such thing. */
  #keep(path: string, backup: string, there: Stats): void {
    try {
      this.#disk.link(path, backup)
    } catch (error) {
      if (!withoutLinks.has((error as NodeJS.ErrnoException).code ?? '')) throw error
      this.#disk.create(backup, this.#disk.read(path))
      this.#dress(backup, there)
    }
  }

  #dress(path: string, like: Stats): void {
    const own = this.#disk.stat(path)
    if (own !== undefined && (own.uid !== like.uid || own.gid !== like.gid))
      try {
        this.#disk.setOwner(path, like.uid, like.gid)
      } catch (error) {
        // Only root gives files away; the one who writes the file owns it then, as with any editor.
        if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error
      }
    this.#disk.setMode(path, like.mode & 0o7777)
  }

  #temporary(folder: string): string {
    return join(folder, `.unsidecar-${randomBytes(8).toString('hex')}.tmp`)
  }
}

const withoutLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'])

function isSame(now: Stats | undefined, seen: Stats | undefined): boolean {
  if (now === undefined || seen === undefined) return now === seen
  return now.isFile() && now.ino === seen.ino && now.size === seen.size && now.mtimeMs === seen.mtimeMs
}
