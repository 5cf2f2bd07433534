import type { Argv } from 'yargs'
import { targetNames } from '../../../translators/index.ts'
import { sortDiagnostics } from '../../diagnostics/diagnostic.ts'
import { markedByBaseline } from '../../report/baseline/baseline.ts'
import { buildsText } from '../../report/translation/builds.ts'
import { verifyFormats } from '../../report/verify/index.ts'
import { lacksInput, reportFails, type VerifyReport } from '../../report/verify/report.ts'
import { checkExpectations } from '../../verify/lists/expectations.ts'
import { UsageError } from '../errors.ts'
import { type ExitCode, exitCodeHelp, exitCodes } from '../exit-codes.ts'
import { type ComparisonArguments, comparisonOptions, otherSide } from '../options/comparison.ts'
import { type InputArguments, inputOptions } from '../options/input.ts'
import { type KustomizeArguments, kustomizeOption } from '../options/kustomize.ts'
import { type DetailArguments, detailOf, detailOptions, type OutputArguments, outputOption } from '../options/output.ts'
import { type ReportFilesArguments, reportFilesOption } from '../options/report-files.ts'
import { type StrictInputArguments, strictInputOption } from '../options/strict-input.ts'
import { type TargetArguments, translationOptions } from '../options/target.ts'
import { failurePolicy, type VerifyArguments, verifyOptions } from '../options/verify.ts'
import { writeReportFiles } from '../report-files.ts'
import { rolloutStates } from '../rollout-states.ts'
import type { CommandBody, Run } from '../run.ts'
import { tellReading } from '../told-findings.ts'
import { verdictWords } from '../verdict-words.ts'
import { verificationOf } from '../verification.ts'
import { acceptListOf, baselineOf, expectationsOf } from '../verification-files.ts'
import { acceptListWriter } from '../written-accept-list.ts'

interface Arguments
  extends InputArguments,
    StrictInputArguments,
    ComparisonArguments,
    Omit<TargetArguments, 'to'>,
    VerifyArguments,
    DetailArguments,
    KustomizeArguments,
    ReportFilesArguments,
    OutputArguments<typeof verifyFormats> {}

export function verifyCommand(run: Run): CommandBody<Arguments> {
  return {
    builder: (yargs: Argv) =>
      outputOption(
        reportFilesOption(
          detailOptions(kustomizeOption(verifyOptions(translationOptions(comparisonOptions(strictInputOption(inputOptions(yargs))))))),
          verifyFormats,
        ),
        verifyFormats,
      )
        .example('$0 verify manifests/ --to ambient', 'compare the input with its conversion')
        .example('$0 verify base/ --against head/', 'review which requests a change of manifests allows, denies or reroutes')
        .epilogue(`${verdictWords}\n\n${exitCodeHelp}`) as Argv<Arguments>,
    handler: async (args) => {
      const terminal = run.terminal(args)
      const other = otherSide(args)
      if (other === undefined)
        throw new UsageError(`name the other side with ${targetNames.map((name) => `--to ${name}`).join(', ')} or --against`)
      if (args.order !== undefined && !args.states) throw new UsageError('--order needs --states')
      if (args.states && !('to' in other)) throw new UsageError('--states needs --to')
      const write = acceptListWriter(args)
      const [accept, expectations] = [await acceptListOf(args.accept, terminal), await expectationsOf(args.expect, terminal)]
      const baseline = await baselineOf(args.baseline, 'to' in other ? other.to : undefined)
      const known: typeof accept = (found) => {
        const own = accept(found)
        return { ...own, comparison: markedByBaseline(own.comparison, baseline) }
      }
      const { comparison, before, after, translation, sets, builds, broken, diagnostics } = verificationOf(args, other, terminal, accept)
      const accepted = known(comparison)
      const report: VerifyReport = {
        ...(translation === undefined ? {} : { target: translation.target }),
        comparison: accepted.comparison,
        expectations: checkExpectations(expectations, before, after),
        ...(translation === undefined || !args.states ? {} : { states: rolloutStates(translation, args.order, known) }),
        policy: failurePolicy(args, translation !== undefined),
        diagnostics: sortDiagnostics([...diagnostics, ...accepted.diagnostics]),
        ...(builds === undefined ? {} : { builds }),
        ...(baseline === undefined ? {} : { baseline }),
        sets,
        reviewed: translation === undefined ? { side: 'after', mesh: after } : { side: 'before', mesh: before },
      }
      await terminal.print(verifyFormats[args.output], report, detailOf(args))
      writeReportFiles(args.report, verifyFormats, report, { detail: detailOf(args) })
      const states = report.states ?? []
      write(
        [report, ...states].flatMap((one) => one.comparison.differences),
        report.policy,
        terminal,
      )
      tellReading(report.diagnostics, args, terminal)
      if (builds !== undefined && !args.quiet) terminal.note(buildsText(builds))
      run.exitCode = exitCodeOf(report, broken)
    },
  }
}

/** A kustomization that cannot be built any more is not an equal part. */
function exitCodeOf(report: VerifyReport, broken: readonly string[]): ExitCode {
  if (report.diagnostics.some(({ stage }) => stage === 'internal')) return exitCodes.internal
  if (lacksInput(report)) return exitCodes.usage
  return reportFails(report) || broken.length > 0 ? exitCodes.findings : exitCodes.clean
}
