import type { Argv } from 'yargs'
import type { FailurePolicy } from '../../report/verify/report.ts'
import type { DifferenceVerdict } from '../../verify/comparison.ts'
import type { ShareNumber } from '../../verify/shares/share.ts'
import { UsageError } from '../process/errors.ts'
import { type AcceptArguments, acceptOption, type WriteAcceptArguments, writeAcceptOption } from './accept.ts'
import { type BaselineArguments, baselineOption } from './baseline.ts'

export interface VerdictArguments extends AcceptArguments, WriteAcceptArguments, BaselineArguments {
  readonly expect?: string | undefined
  readonly 'fail-on'?: DifferenceVerdict | undefined
  readonly 'fail-on-undetermined': boolean
}

export interface VerifyArguments extends VerdictArguments {
  readonly states: boolean
  readonly order?: string | undefined
  readonly shard?: ShareNumber | undefined
}

const group = 'Verify:'

/** What to compare beside the end, and how much of it; and what `verdictOptions` has. */
export function verifyOptions<T>(yargs: Argv<T>): Argv<T & VerifyArguments> {
  return verdictOptions(yargs)
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
    .option('shard', {
      type: 'string',
      requiresArg: true,
      group,
      describe: 'I/N: compare one of N shares of the destinations, and print what `merge` puts together',
      coerce: shareNumber,
    }) as Argv<T & VerifyArguments>
}

/** `2/4`: the second of four. */
function shareNumber(text: string | undefined): ShareNumber | undefined {
  if (text === undefined) return undefined
  const [, index, of] = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(text) ?? []
  if (index === undefined || Number(index) > Number(of)) throw new UsageError('--shard needs I/N, such as 2/4, with I from 1 to N')
  return { index: Number(index), of: Number(of) }
}

/** What to hold the comparison against, and what makes it fail. */
export function verdictOptions<T>(yargs: Argv<T>): Argv<T & VerdictArguments> {
  return baselineOption(writeAcceptOption(acceptOption(yargs)))
    .option('expect', { type: 'string', requiresArg: true, group, describe: 'a file of requests with the verdicts that you expect' })
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
    }) as Argv<T & VerdictArguments>
}

/** What makes the comparison fail: with an emitter to announce differences those that it announced do not, unless they are asked for. */
export function failurePolicy(args: VerdictArguments, translated: boolean): FailurePolicy {
  return {
    failOn: args['fail-on'] ?? (translated ? 'wider' : 'rerouted'),
    unannouncedFail: translated,
    undeterminedFails: args['fail-on-undetermined'],
  }
}
