import type { Argv } from 'yargs'

export interface StrictInputArguments {
  readonly 'strict-input': boolean
}

/** Whether manifests of a part of a mesh will do. */
export function strictInputOption<T>(yargs: Argv<T>): Argv<T & StrictInputArguments> {
  return yargs.option('strict-input', {
    type: 'boolean',
    default: false,
    group: 'Input:',
    describe: 'refuse an input without mesh configuration, root namespace, or a namespace that policies or routes name',
  }) as Argv<T & StrictInputArguments>
}
