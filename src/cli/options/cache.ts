import type { Argv } from 'yargs'

export interface CacheArguments {
  readonly cache?: string | undefined
}

/** Where what comparing found is kept between runs. */
export function cacheOption<T>(yargs: Argv<T>): Argv<T & CacheArguments> {
  return yargs.option('cache', {
    type: 'string',
    requiresArg: true,
    group: 'Verify:',
    describe: 'a folder that keeps what comparing finds, so that the next run compares only what has changed; the report is the same',
  }) as Argv<T & CacheArguments>
}
