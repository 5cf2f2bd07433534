import type { Argv } from 'yargs'

export interface AcceptArguments {
  readonly accept?: string | undefined
}

export interface WriteAcceptArguments {
  readonly 'write-accept'?: string | undefined
}

const group = 'Verify:'

/** Which differences the user knows. */
export function acceptOption<T>(yargs: Argv<T>): Argv<T & AcceptArguments> {
  return yargs.option('accept', {
    type: 'string',
    requiresArg: true,
    group,
    describe: 'a file of differences that you accept, each with a reason and an expiry date',
  }) as Argv<T & AcceptArguments>
}

/** A list to begin with. */
export function writeAcceptOption<T>(yargs: Argv<T>): Argv<T & WriteAcceptArguments> {
  return yargs.option('write-accept', {
    type: 'string',
    requiresArg: true,
    group,
    describe: "a new file for --accept with today's differences, in which reason and expiry date are left to fill in",
  }) as Argv<T & WriteAcceptArguments>
}
