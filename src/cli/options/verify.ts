import type { Argv } from 'yargs'
import type { FailurePolicy } from '../../report/verify/report.ts'
import type { DifferenceVerdict } from '../../verify/comparison.ts'
import { type AcceptArguments, acceptOption, type WriteAcceptArguments, writeAcceptOption } from './accept.ts'
import { type BaselineArguments, baselineOption } from './baseline.ts'

export interface VerifyArguments extends AcceptArguments, WriteAcceptArguments, BaselineArguments {
  readonly expect?: string | undefined
  readonly states: boolean
  readonly order?: string | undefined
  readonly 'fail-on'?: DifferenceVerdict | undefined
  readonly 'fail-on-undetermined': boolean
}

/** What to hold the comparison against, and what makes it fail. */
export function verifyOptions<T>(yargs: Argv<T>): Argv<T & VerifyArguments> {
  const group = 'Verify:'
  return baselineOption(writeAcceptOption(acceptOption(yargs)))
    .option('expect', { type: 'string', requiresArg: true, group, describe: 'a file of requests with the verdicts that you expect' })
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
      choices: ['wider', 'narrower', 'rerouted', 'undetermined', 'identified'] as const,
      group: 'Report:',
      describe:
        'lightest verdict that makes the exit code 1; default: rerouted with --against; wider with --to, where narrower and rerouted differences that no finding announced fail as well',
    })
    .option('fail-on-undetermined', {
      type: 'boolean',
      default: false,
      group: 'Report:',
      describe: 'what cannot be determined from the input makes the exit code 1 too',
    }) as Argv<T & VerifyArguments>
}

/** What makes the comparison fail: with an emitter to announce differences those that it announced do not, unless they are asked for. */
export function failurePolicy(args: VerifyArguments, translated: boolean): FailurePolicy {
  return {
    failOn: args['fail-on'] ?? (translated ? 'wider' : 'rerouted'),
    unannouncedFail: translated,
    undeterminedFails: args['fail-on-undetermined'],
  }
}
