/** Thrown when an output is not written; what was there is as it was. `files` are the ones in the way. */
export class OutputRefusedError extends Error {
  readonly files: readonly string[]

  constructor(reason: string, files: readonly string[] = []) {
    super(files.length === 0 ? reason : `${reason}: ${files.join(', ')}`)
    this.files = files
  }
}

/** Thrown when the user asked to stop while files were written; what was there is as it was. */
export class InterruptedError extends Error {}

interface Problem {
  readonly what: string
  readonly todo: string
}

const problems: Readonly<Record<string, Problem>> = {
  ENOSPC: { what: 'there is no space left on the disk', todo: 'make room and run again' },
  EDQUOT: { what: 'the quota of the disk is used up', todo: 'make room and run again' },
  EACCES: { what: 'permission denied', todo: 'check the permissions of the file and its folder' },
  EPERM: { what: 'permission denied', todo: 'check the permissions of the file and its folder' },
  EROFS: { what: 'the file system is read-only', todo: 'write to another place, a tree with --output-dir' },
  ENOTDIR: { what: 'a part of the path is a file, not a folder', todo: 'move that file away, or write to another folder' },
  EISDIR: { what: 'there is a folder in its place', todo: 'move that folder away, or write to another folder' },
  ENAMETOOLONG: { what: 'the name is too long for the file system', todo: 'use shorter names, or another folder' },
  ENOENT: { what: 'its folder is gone', todo: 'run again' },
  ELOOP: { what: 'links lead in a circle', todo: 'remove the links' },
  EMFILE: { what: 'too many files are open', todo: 'raise the limit of open files and run again' },
  EBUSY: { what: 'another program uses it', todo: 'close that program and run again' },
}

/** The sentence for a file operation that failed; errors that are not of that kind are thrown again. */
export function refusedBy(error: unknown, path: string): OutputRefusedError {
  if (error instanceof OutputRefusedError) return error
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined
  if (typeof code !== 'string') throw error
  const { what, todo } = problems[code] ?? { what: code, todo: 'check the disk and run again' }
  return new OutputRefusedError(`${path} cannot be written: ${what}; nothing was changed, ${todo}`)
}
