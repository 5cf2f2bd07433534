import type { Argv } from 'yargs'
import type { Severity } from '../../diagnostics/diagnostic.ts'
import type { FailurePolicy } from '../../report/verify/report.ts'
import type { DifferenceVerdict } from '../../verify/comparison.ts'
import { UsageError } from '../process/errors.ts'
import { type BaselineArguments, baselineOption } from './baseline.ts'

const severities = ['error', 'warning', 'info'] as const
const verdicts = ['wider', 'narrower', 'rerouted', 'undetermined', 'identified'] as const

export interface DiffArguments extends BaselineArguments {
  readonly 'fail-on'?: Severity | DifferenceVerdict | undefined
  readonly 'fail-on-undetermined': boolean
  readonly 'exit-zero': boolean
  readonly brief: boolean
  readonly structural: boolean
  readonly only: string[]
  readonly check?: string | undefined
}

/** What of a review is printed, and what of it makes the command fail. */
export function diffOptions<T>(yargs: Argv<T>): Argv<T & DiffArguments> {
  const group = 'Report:'
  return baselineOption(yargs)
    .option('fail-on', {
      choices: [...severities, ...verdicts],
      group,
      describe:
        'what makes the exit code 1: with --to the lowest severity of a finding, beside any change (default: error); with --against the lightest verdict (default: rerouted)',
    })
    .option('fail-on-undetermined', {
      type: 'boolean',
      default: false,
      group,
      describe: 'with --against: what cannot be determined from the input makes the exit code 1 too',
    })
    .option('exit-zero', { type: 'boolean', default: false, group, describe: 'exit with 0 whatever there is to review; 2 and 3 stay' })
    .option('brief', { type: 'boolean', default: false, group, describe: 'no witnesses and no text diff' })
    .option('structural', {
      type: 'boolean',
      default: false,
      group,
      describe: 'changes by path, with values that moved, in place of the text diff: text, markdown and json',
    })
    .option('only', {
      type: 'string',
      array: true,
      nargs: 1,
      default: [] as string[],
      group,
      coerce: (names: string[]) => names.flatMap((name) => name.split(',')).filter((name) => name !== ''),
      describe: 'a kind or a namespace: print what is about it; the summary and the exit code stay those of the whole; may be repeated',
    })
    .option('check', {
      type: 'string',
      requiresArg: true,
      group,
      describe: 'with --to: a folder that convert --output-dir wrote; fails when it holds anything else than what convert would write',
    }) as Argv<T & DiffArguments>
}

/** The lowest severity that fails, for a translation. */
export function failingSeverity({ 'fail-on': failOn }: DiffArguments): Severity {
  if (failOn === undefined) return 'error'
  const severity = severities.find((one) => one === failOn)
  if (severity === undefined) throw new UsageError(`--fail-on ${failOn} needs --against; with --to it takes ${severities.join(', ')}`)
  return severity
}

/** What of a change fails: no emitter announces anything there. */
export function failingVerdicts({
  'fail-on': failOn = 'rerouted',
  'fail-on-undetermined': undeterminedFails,
}: DiffArguments): FailurePolicy {
  const verdict = verdicts.find((one) => one === failOn)
  if (verdict === undefined) throw new UsageError(`--fail-on ${failOn} needs --to; with --against it takes ${verdicts.join(', ')}`)
  return { failOn: verdict, unannouncedFail: false, undeterminedFails }
}
