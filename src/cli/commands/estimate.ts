import type { Argv, CommandModule } from 'yargs'
import { definitionOf } from '../../diagnostics/catalogue.ts'
import type { Severity } from '../../diagnostics/diagnostic.ts'
import { estimateOf } from '../../report/estimate/estimate.ts'
import { estimateJson } from '../../report/estimate/json.ts'
import { estimateText } from '../../report/estimate/text.ts'
import { buildsJson, buildsText } from '../../report/translation/builds.ts'
import { isWider } from '../convert-verification.ts'
import { type InputArguments, inputOptions } from '../options/input.ts'
import { type KustomizeArguments, kustomizeOption } from '../options/kustomize.ts'
import { type DetailArguments, estimateReportOptions } from '../options/output.ts'
import { type StrictInputArguments, strictInputOption } from '../options/strict-input.ts'
import { type TargetArguments, targetOption, translationOptions } from '../options/target.ts'
import type { Run } from '../run.ts'
import { exitCodeFor, runTranslation, tellFindings } from '../translation-run.ts'
import { acceptListOf } from '../verification-files.ts'

interface Arguments extends InputArguments, StrictInputArguments, TargetArguments, DetailArguments, KustomizeArguments {
  readonly 'fail-on'?: Severity | undefined
  readonly output: 'text' | 'json'
}

export function estimateCommand(run: Run): CommandModule<object, Arguments> {
  return {
    command: 'estimate [paths..]',
    describe: 'inventory of the input, a verdict for each resource, and what blocks most of them',
    builder: (yargs: Argv) =>
      kustomizeOption(estimateReportOptions(translationOptions(targetOption(strictInputOption(inputOptions(yargs)), 'ambient')))).option(
        'output',
        {
          alias: 'o',
          choices: ['text', 'json'] as const,
          default: 'text' as const,
          group: 'Output:',
          describe: 'what to print',
        },
      ) as Argv<Arguments>,
    handler: async (args) => {
      const terminal = run.terminal(args)
      const result = runTranslation(args, terminal, { ...args, verify: true, isWider: isWider(acceptListOf(undefined, terminal)) })
      const estimate = estimateOf(result.translation, (code) => definitionOf(code)?.title ?? code)
      if (args.output === 'json') await terminal.json({ ...estimateJson(estimate), kustomize: buildsJson(result.builds) })
      else await terminal.page(estimateText(estimate, terminal.pageColors))
      if (args.verbose) tellFindings(result, args, terminal)
      else if (!args.quiet) terminal.note(buildsText(result.builds))
      run.exitCode = exitCodeFor(result, args['fail-on'])
    },
  }
}
