import type { Argv } from 'yargs'

export interface KustomizeArguments {
  readonly kustomize: string
}

/** With what kustomizations are built. */
export function kustomizeOption<T>(yargs: Argv<T>): Argv<T & KustomizeArguments> {
  return yargs.option('kustomize', {
    type: 'string',
    default: 'auto',
    requiresArg: true,
    group: 'Verify:',
    describe: 'builds kustomizations before and after, to compare what is applied: a path to kustomize or kubectl, auto (PATH), or off',
  }) as Argv<T & KustomizeArguments>
}
