import type { Argv } from 'yargs'
import type { Severity } from '../../diagnostics/diagnostic.ts'
import { exitCodeHelp } from '../exit-codes.ts'

export interface ReportArguments {
  readonly 'fail-on': Severity
  readonly quiet: boolean
  readonly verbose: boolean
  readonly color: boolean
}

/** How findings are told, and which of them make the command fail. */
export function reportOptions<T>(yargs: Argv<T>): Argv<T & ReportArguments> {
  const group = 'Report:'
  return yargs
    .epilogue(exitCodeHelp)
    .option('fail-on', {
      choices: ['error', 'warning', 'info'] as const,
      default: 'error' as Severity,
      group,
      describe: 'lowest severity that makes the exit code 1',
    })
    .option('quiet', { alias: 'q', type: 'boolean', default: false, group, describe: 'print errors and the result only' })
    .option('verbose', {
      alias: 'v',
      type: 'boolean',
      default: false,
      group,
      describe: 'print every finding in full, with its help',
    }) as Argv<T & ReportArguments>
}
