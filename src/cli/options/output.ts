import type { Argv } from 'yargs'
import type { Severity } from '../../diagnostics/diagnostic.ts'
import type { Formats, Style } from '../../report/format.ts'
import { exitCodeHelp } from '../process/exit-codes.ts'

const group = 'Report:'

export interface DetailArguments {
  readonly quiet: boolean
  readonly verbose: boolean
  readonly color: boolean
}

export interface ReportArguments extends DetailArguments {
  readonly 'fail-on': Severity
}

/** How findings are reported, and which of them make the command fail. */
export function reportOptions<T>(yargs: Argv<T>): Argv<T & ReportArguments> {
  return detailOptions(
    yargs.epilogue(exitCodeHelp).option('fail-on', {
      choices: ['error', 'warning', 'info'] as const,
      default: 'error' as Severity,
      group,
      describe: 'lowest severity that makes the exit code 1',
    }),
  ) as Argv<T & ReportArguments>
}

/** As for the other commands, but an estimate is an answer, whatever it says: nothing makes it fail unless that is asked for. */
export function estimateReportOptions<T>(yargs: Argv<T>): Argv<T & DetailArguments & { readonly 'fail-on'?: Severity | undefined }> {
  return detailOptions(
    yargs.epilogue(exitCodeHelp).option('fail-on', {
      choices: ['error', 'warning', 'info'] as const,
      group,
      describe: 'lowest severity of a finding that makes the exit code 1; without it none does',
    }),
  ) as Argv<T & DetailArguments & { readonly 'fail-on'?: Severity | undefined }>
}

/** How much is reported. */
export function detailOptions<T>(yargs: Argv<T>): Argv<T & DetailArguments> {
  return yargs
    .option('quiet', { alias: 'q', type: 'boolean', default: false, group, describe: 'print errors and the result only' })
    .option('verbose', {
      alias: 'v',
      type: 'boolean',
      default: false,
      group,
      describe: 'print every finding in full, with its help',
    }) as Argv<T & DetailArguments>
}

/** In which format the report is printed. The first of the table is the default; there is no choice where it is the only one. */
export function outputOption<T, F extends Formats<never>>(
  yargs: Argv<T>,
  formats: F,
  describe = 'what to print',
): Argv<T & OutputArguments<F>> {
  const choices = Object.keys(formats)
  if (choices.length === 1) return yargs as Argv<T & OutputArguments<F>>
  return yargs.option('output', { alias: 'o', choices, default: choices[0], group: 'Output:', describe }) as Argv<T & OutputArguments<F>>
}

export interface OutputArguments<F extends Formats<never>> {
  readonly output: keyof F
}

/** How much a report tells. */
export function detailOf({ verbose }: Pick<DetailArguments, 'verbose'>): Style['detail'] {
  return verbose ? 'full' : 'brief'
}
