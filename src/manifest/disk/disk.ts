import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from 'node:fs'

/** What writing needs of a file system: one operation each, so that a test can let any of them fail. */
export interface Disk {
  /** Undefined when nothing is there. Does not follow links. */
  stat(path: string): Stats | undefined
  realPath(path: string): string
  list(path: string): readonly string[]
  read(path: string): Uint8Array
  /** Throws when the file must not be written to. */
  assertWritable(path: string): void
  makeFolder(path: string): void
  removeFolder(path: string): void
  /** Makes a file that is not there yet; follows no link. */
  create(path: string, data: string | Uint8Array): void
  /** Writes to what is there: a pipe, a device. */
  overwrite(path: string, data: string): void
  setMode(path: string, mode: number): void
  setOwner(path: string, user: number, group: number): void
  link(path: string, to: string): void
  rename(path: string, to: string): void
  remove(path: string): void
}

export const nodeDisk: Disk = {
  stat: (path) => {
    try {
      return lstatSync(path)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
      throw error
    }
  },
  realPath: (path) => realpathSync(path),
  list: (path) => readdirSync(path),
  read: (path) => readFileSync(path),
  assertWritable: (path) => accessSync(path, constants.W_OK),
  makeFolder: (path) => mkdirSync(path),
  removeFolder: (path) => rmdirSync(path),
  create: (path, data) => {
    const file = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0), 0o666)
    try {
      writeFileSync(file, data)
    } finally {
      closeSync(file)
    }
  },
  overwrite: (path, data) => writeFileSync(path, data),
  setMode: (path, mode) => chmodSync(path, mode),
  setOwner: (path, user, group) => chownSync(path, user, group),
  link: (path, to) => linkSync(path, to),
  rename: (path, to) => renameSync(path, to),
  remove: (path) => unlinkSync(path),
}
