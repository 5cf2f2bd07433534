import type { Argv } from 'yargs'
import { type AcceptArguments, acceptOption, type WriteAcceptArguments, writeAcceptOption } from './accept.ts'

export interface OwnVerificationArguments extends AcceptArguments, WriteAcceptArguments {
  readonly verify: boolean
}

/** How a command holds its own output against its input before it shows anything that can be applied. */
export function ownVerificationOptions<T>(yargs: Argv<T>, without: string): Argv<T & OwnVerificationArguments> {
  const verified = yargs.option('verify', {
    type: 'boolean',
    default: true,
    group: 'Verify:',
    describe: `${without} when the output would allow more than the input (--no-verify does not look)`,
  })
  return writeAcceptOption(acceptOption(verified)) as Argv<T & OwnVerificationArguments>
}
