import type { Argv } from 'yargs'
import type { Severity } from '../../diagnostics/diagnostic.ts'
import { exitCodeHelp } from '../exit-codes.ts'

const group = 'Report:'

export interface DetailArguments {
  readonly quiet: boolean
  readonly verbose: boolean
  readonly color: boolean
}

export interface ReportArguments extends DetailArguments {
  readonly 'fail-on': Severity
}

/** How findings are told, and which of them make the command fail. */
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

/** How much is told. */
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
