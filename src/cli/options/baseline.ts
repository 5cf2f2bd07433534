import type { Argv } from 'yargs'

export interface BaselineArguments {
  readonly baseline?: string | undefined
}

/** What was so before. */
export function baselineOption<T>(yargs: Argv<T>): Argv<T & BaselineArguments> {
  return yargs.option('baseline', {
    type: 'string',
    requiresArg: true,
    group: 'Report:',
    describe: 'an earlier report of the same command (-o json): only what it lacks is reported and fails',
  }) as Argv<T & BaselineArguments>
}
