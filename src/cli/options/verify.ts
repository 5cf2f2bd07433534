import type { Argv } from 'yargs'
import type { DifferenceVerdict } from '../../verify/comparison.ts'

export interface VerifyArguments {
  readonly expect?: string | undefined
  readonly accept?: string | undefined
  readonly states: boolean
  readonly order?: string | undefined
  readonly 'fail-on': DifferenceVerdict
}

/** What to hold the comparison against, and what makes it fail. */
export function verifyOptions<T>(yargs: Argv<T>): Argv<T & VerifyArguments> {
  const group = 'Verify:'
  return yargs
    .option('expect', { type: 'string', requiresArg: true, group, describe: 'a file of requests with the verdicts that you expect' })
    .option('accept', {
      type: 'string',
      requiresArg: true,
      group,
      describe: 'a file of differences that you accept, each with a reason and an expiry date',
    })
    .option('states', {
      type: 'boolean',
      default: false,
      group,
      describe: 'with --to: also compare each state of a rollout by namespaces, up to the first that goes wrong',
    })
    .option('order', {
      type: 'string',
      requiresArg: true,
      group,
      describe: 'the order of the namespaces for --states, with commas; default: alphabetical',
    })
    .option('fail-on', {
      choices: ['wider', 'narrower', 'rerouted', 'undetermined'] as const,
      default: 'wider' as const,
      group: 'Report:',
      describe:
        'lightest verdict that makes the exit code 1; with --to, narrower and rerouted differences that no finding announced always do',
    }) as Argv<T & VerifyArguments>
}
