import type { Argv } from 'yargs'
import { defaultTarget } from '../../../translators/index.ts'
import { definitionOf } from '../../diagnostics/catalogue.ts'
import type { Severity } from '../../diagnostics/diagnostic.ts'
import { estimateOf } from '../../estimate/estimate.ts'
import { estimateFormats } from '../../report/estimate/index.ts'
import { buildsText } from '../../report/translation/builds.ts'
import { verifyTranslation } from '../../verify/verify.ts'
import { openDifference } from '../convert-verification.ts'
import { type AcceptArguments, acceptOption } from '../options/accept.ts'
import { type EstimateArguments, estimateOptions, estimateSettingsOf } from '../options/estimate.ts'
import { type InputArguments, inputOptions } from '../options/input.ts'
import { type KustomizeArguments, kustomizeOption } from '../options/kustomize.ts'
import { type DetailArguments, detailOf, estimateReportOptions, type OutputArguments, outputOption } from '../options/output.ts'
import { type StrictInputArguments, strictInputOption } from '../options/strict-input.ts'
import { type TargetArguments, targetOption, translationOptions } from '../options/target.ts'
import type { CommandBody, Run } from '../run.ts'
import { exitCodeFor, runTranslation, tellFindings } from '../translation-run.ts'
import { acceptListOf } from '../verification-files.ts'

interface Arguments
  extends InputArguments,
    StrictInputArguments,
    TargetArguments,
    DetailArguments,
    KustomizeArguments,
    AcceptArguments,
    EstimateArguments,
    OutputArguments<typeof estimateFormats> {
  readonly 'fail-on'?: Severity | undefined
  readonly verify: boolean
}

export function estimateCommand(run: Run): CommandBody<Arguments> {
  return {
    builder: (yargs: Argv) =>
      outputOption(
        acceptOption(
          kustomizeOption(
            estimateOptions(estimateReportOptions(translationOptions(targetOption(strictInputOption(inputOptions(yargs)), defaultTarget)))),
          ),
        ),
        estimateFormats,
      ).option('verify', {
        type: 'boolean',
        default: true,
        group: 'Report:',
        describe: 'compare who may do what before and after (--no-verify does not, and takes a third of the time)',
      }) as Argv<Arguments>,
    handler: async (args) => {
      const terminal = run.terminal(args)
      const settings = await estimateSettingsOf(args)
      const accept = await acceptListOf(args.accept, terminal)
      const result = runTranslation(args, terminal, { ...args, verify: true, openDifference: openDifference(accept) })
      const comparison = args.verify ? accept(result.builtComparison ?? verifyTranslation(result.translation)).comparison : undefined
      const estimate = estimateOf(result.translation, (code) => definitionOf(code)?.title ?? code, comparison, settings)
      await terminal.print(estimateFormats[args.output], { ...estimate, builds: result.builds }, detailOf(args))
      if (args.verbose) tellFindings(result, args, terminal)
      else if (!args.quiet) terminal.note(buildsText(result.builds))
      run.exitCode = exitCodeFor(result, args['fail-on'])
    },
  }
}
