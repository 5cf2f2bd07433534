import type { Argv } from 'yargs'

export interface InputArguments {
  readonly paths?: string[] | undefined
  readonly filename?: string[] | undefined
  readonly recursive: boolean
  readonly namespace?: string | undefined
}

/** What to read: positional paths or `-f`, as kubectl has them. */
export function inputOptions<T>(yargs: Argv<T>): Argv<T & InputArguments> {
  return yargs
    .positional('paths', { type: 'string', array: true, describe: 'files, directories, globs, or - for standard input' })
    .option('filename', { alias: 'f', type: 'string', array: true, nargs: 1, group: 'Input:', describe: 'same as a path; may be repeated' })
    .option('recursive', { alias: 'R', type: 'boolean', default: true, group: 'Input:', describe: 'read directories below directories' })
    .option('namespace', { alias: 'n', type: 'string', group: 'Input:', describe: 'namespace of objects that name none' })
}

export function pathsOf(args: InputArguments): string[] {
  return [...(args.paths ?? []), ...(args.filename ?? [])]
}
