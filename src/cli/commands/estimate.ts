import type { Argv } from 'yargs'
import { type TargetName, targetNames } from '../../../translators/index.ts'
import type { Severity } from '../../diagnostics/diagnostic.ts'
import { choiceOf } from '../../estimate/choice/choice.ts'
import type { ClusterFacts } from '../../estimate/choice/facts.ts'
import type { Estimate } from '../../estimate/estimate.ts'
import { pseudonymised } from '../../estimate/pseudonymised.ts'
import { pseudonymsOf } from '../../estimate/pseudonyms.ts'
import { type EarlierEstimate, namesInEarlier, sinceOf } from '../../estimate/since.ts'
import type { EstimateComparison } from '../../report/estimate/comparison-json.ts'
import { estimateFormats } from '../../report/estimate/index.ts'
import type { EstimateReport } from '../../report/estimate/report.ts'
import { buildsText } from '../../report/translation/builds.ts'
import { acceptListOf } from '../input/verification-files.ts'
import { type AcceptArguments, acceptOption } from '../options/accept.ts'
import {
  clusterFactsOf,
  type EstimateArguments,
  earlierEstimates,
  estimateOptions,
  estimateSettingsOf,
  targetsOption,
} from '../options/estimate.ts'
import { type InputArguments, inputOptions } from '../options/input.ts'
import { type KustomizeArguments, kustomizeOption } from '../options/kustomize.ts'
import { type DetailArguments, detailOf, estimateReportOptions, type OutputArguments, outputOption } from '../options/output.ts'
import { type ReportFilesArguments, reportFilesOption } from '../options/report-files.ts'
import { type StrictInputArguments, strictInputOption } from '../options/strict-input.ts'
import { type TargetArguments, translationOptions } from '../options/target.ts'
import { UsageError } from '../process/errors.ts'
import type { ExitCode } from '../process/exit-codes.ts'
import { today } from '../process/today.ts'
import type { CommandBody, Run } from '../run.ts'
import { type TargetEstimate, targetEstimate } from '../target-estimates.ts'
import { exitCodeFor, tellFindings, tellInputErrors } from '../translation/translation-run.ts'
import { reportFiles } from '../written/report-files.ts'
import { writtenFiles } from '../written/written-tree.ts'

interface Arguments
  extends InputArguments,
    StrictInputArguments,
    Omit<TargetArguments, 'to'>,
    DetailArguments,
    KustomizeArguments,
    AcceptArguments,
    EstimateArguments,
    ReportFilesArguments,
    OutputArguments<typeof estimateFormats> {
  readonly 'fail-on'?: Severity | undefined
  readonly verify: boolean
}

export function estimateCommand(run: Run): CommandBody<Arguments> {
  return {
    builder: (yargs: Argv) =>
      outputOption(
        reportFilesOption(
          acceptOption(
            kustomizeOption(
              estimateOptions(estimateReportOptions(translationOptions(targetsOption(strictInputOption(inputOptions(yargs)))))),
            ),
          ),
          estimateFormats,
        ),
        estimateFormats,
      ).option('verify', {
        type: 'boolean',
        default: true,
        group: 'Report:',
        describe: 'compare who may do what before and after (--no-verify does not, and takes a third of the time)',
      }) as Argv<Arguments>,
    handler: async (args) => {
      const shapes = [args.output, ...args.report.map(({ format }) => format)]
      if (!args['what-if'] && (args.to.length > 1 || shapes.includes('adr') || shapes.includes('html')))
        throw new UsageError('--no-what-if is for one target, and not for adr or html, which show what decisions bring')
      const terminal = run.terminal(args)
      const settings = await estimateSettingsOf(args, (text) => args.quiet || args.pseudonymise || terminal.note(text))
      const accept = await acceptListOf(args.accept, terminal)
      const earlierOf = await earlierEstimates(args)
      const earlier = new Map(args.to.map((name) => [name, earlierOf(name)]))
      const facts = clusterFactsOf(args)
      const estimated = (name: TargetName): TargetEstimate => targetEstimate(args, name, terminal, { accept, settings })
      const asked = args.to.map((name) => sinceEarlier(estimated(name), earlier.get(name)))
      const gone = [...earlier.values()].flatMap((one) => (one === undefined ? [] : namesInEarlier(one)))
      const names = args.pseudonymise ? pseudonymsOf(asked[0]!.result.translation, gone) : undefined
      const shown = ({ estimate }: TargetEstimate): Estimate => (names === undefined ? estimate : pseudonymised(estimate, names))
      const [first, ...others] = asked as [TargetEstimate, ...TargetEstimate[]]
      let decided: EstimateComparison | undefined
      const report: EstimateReport = {
        estimates: [shown(first), ...others.map(shown)],
        ...(args.pseudonymise ? {} : { builds: first.result.builds }),
        decide: () => {
          decided ??= comparisonOf(
            targetNames.map((name) => shown(asked.find(({ estimate }) => estimate.target === name) ?? estimated(name))),
            facts,
          )
          return decided
        },
        get today() {
          return today()
        },
      }
      await terminal.print(estimateFormats[args.output], report, detailOf(args))
      await writtenFiles(reportFiles(args.report, estimateFormats, report, { detail: detailOf(args) }))
      // Findings on the error stream quote the input.
      if (args.pseudonymise) terminal.note('')
      else if (args.verbose) for (const { result } of asked) tellFindings(result, args, terminal)
      else {
        tellInputErrors(first.result, terminal)
        if (!args.quiet) terminal.note(buildsText(first.result.builds))
      }
      run.exitCode = gravest(asked.map(({ result }) => exitCodeFor(result, args['fail-on'])))
    },
  }
}

function comparisonOf(estimates: readonly Estimate[], facts: ClusterFacts): EstimateComparison {
  return { estimates, choice: choiceOf(estimates, facts) }
}

function sinceEarlier(one: TargetEstimate, earlier: EarlierEstimate | undefined): TargetEstimate {
  return earlier === undefined ? one : { ...one, estimate: { ...one.estimate, since: sinceOf(earlier, one.estimate) } }
}

/** An internal error before wrong input, and that before findings. */
function gravest(codes: readonly ExitCode[]): ExitCode {
  return Math.max(...codes) as ExitCode
}
