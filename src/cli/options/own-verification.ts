import type { Argv } from 'yargs'

export interface OwnVerificationArguments {
  readonly verify: boolean
  readonly accept?: string | undefined
}

/** How a command holds its own output against its input before it shows anything that can be applied. */
export function ownVerificationOptions<T>(yargs: Argv<T>, without: string): Argv<T & OwnVerificationArguments> {
  const group = 'Verify:'
  return yargs
    .option('verify', {
      type: 'boolean',
      default: true,
      group,
      describe: `${without} when the output would allow more than the input (--no-verify does not look)`,
    })
    .option('accept', {
      type: 'string',
      requiresArg: true,
      group,
      describe: 'a file of differences that you accept, each with a reason and an expiry date',
    }) as Argv<T & OwnVerificationArguments>
}
