import type { Argv } from 'yargs'
import type { DiscoverOptions } from '../../manifest/disk/discover.ts'
import type { Configuration } from '../configuration/configuration.ts'
import { type ContextArguments, contextOptions } from './context.ts'

export interface InputArguments extends ContextArguments {
  readonly paths?: string[] | undefined
  readonly filename?: string[] | undefined
  readonly recursive: boolean
  readonly namespace?: string | undefined
  /** The configuration file of the run, which the command line adds. */
  readonly configuration?: Configuration | undefined
}

/** What to read: positional paths or `-f`, as kubectl has them. */
export function inputOptions<T>(yargs: Argv<T>): Argv<T & InputArguments> {
  return contextOptions(yargs)
    .positional('paths', { type: 'string', array: true, describe: 'files, directories, globs, or - for standard input' })
    .option('filename', { alias: 'f', type: 'string', array: true, nargs: 1, group: 'Input:', describe: 'same as a path; may be repeated' })
    .option('recursive', { alias: 'R', type: 'boolean', default: true, group: 'Input:', describe: 'read directories below directories' })
    .option('namespace', { alias: 'n', type: 'string', group: 'Input:', describe: 'namespace of objects that name none' })
}

/** How the input is looked for. */
export function discoveryOf({ recursive, configuration }: InputArguments): DiscoverOptions {
  return { recursive, ...(configuration === undefined ? {} : { configuration: configuration.absolute }) }
}

export function pathsOf(args: InputArguments): string[] {
  return [...(args.paths ?? []), ...(args.filename ?? [])]
}
