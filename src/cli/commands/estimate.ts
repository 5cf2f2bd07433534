import type { Argv, CommandModule } from 'yargs'
import { definitionOf } from '../../diagnostics/catalogue.ts'
import { estimateOf } from '../../report/estimate.ts'
import { estimateJson } from '../../report/estimate-json.ts'
import { estimateText } from '../../report/estimate-text.ts'
import { exitCodes } from '../exit-codes.ts'
import { type InputArguments, inputOptions } from '../options/input.ts'
import { type ReportArguments, reportOptions } from '../options/output.ts'
import { type TargetArguments, targetOption, translationOptions } from '../options/target.ts'
import type { Run } from '../run.ts'
import { runTranslation, tellFindings } from '../translation-run.ts'

interface Arguments extends InputArguments, TargetArguments, ReportArguments {
  readonly output: 'text' | 'json'
}

export function estimateCommand(run: Run): CommandModule<object, Arguments> {
  return {
    command: 'estimate [paths..]',
    describe: 'inventory of the input, a verdict for each resource, and what blocks most of them',
    builder: (yargs: Argv) =>
      reportOptions(translationOptions(targetOption(inputOptions(yargs), 'ambient'))).option('output', {
        alias: 'o',
        choices: ['text', 'json'] as const,
        default: 'text' as const,
        group: 'Output:',
        describe: 'what to print',
      }) as Argv<Arguments>,
    handler: async (args) => {
      const terminal = run.terminal(args)
      const result = runTranslation(args, terminal)
      const estimate = estimateOf(result.translation, (code) => definitionOf(code)?.title ?? code)
      if (args.output === 'json') await terminal.data(`${JSON.stringify(estimateJson(estimate), undefined, 2)}\n`)
      else await terminal.data(estimateText(estimate, process.stdout.isTTY === true ? terminal.colors : undefined))
      if (args.verbose) tellFindings(result, args, terminal)
      const internal = result.diagnostics.some(({ code }) => code.startsWith('US9'))
      // An estimate is an answer, whatever it says; only what could not be read or worked out makes it fail.
      run.exitCode = internal ? exitCodes.internal : result.unreadable ? exitCodes.usage : exitCodes.clean
    },
  }
}
