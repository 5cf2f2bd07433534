import type { Argv } from 'yargs'
import { targetNames } from '../../../translators/index.ts'
import { type DiffFormat, diffFormats } from '../../report/diff/index.ts'
import { reviewOf } from '../../report/diff/report.ts'
import { answerFilesOf } from '../cache/answer-files.ts'
import { trafficOf } from '../input/traffic-files.ts'
import { acceptListOf, baselineOf } from '../input/verification-files.ts'
import { type CacheArguments, cacheOption } from '../options/cache.ts'
import { type ComparisonArguments, comparisonOptions, otherSide, targetsOf } from '../options/comparison.ts'
import { type DiffArguments, diffOptions } from '../options/diff.ts'
import { type InputArguments, inputOptions } from '../options/input.ts'
import { type KustomizeArguments, kustomizeOption } from '../options/kustomize.ts'
import { type DetailArguments, detailOf, detailOptions, type OutputArguments, outputOption } from '../options/output.ts'
import { type OwnVerificationArguments, ownVerificationOptions } from '../options/own-verification.ts'
import { type ReportFilesArguments, reportFilesOption } from '../options/report-files.ts'
import { type StrictInputArguments, strictInputOption } from '../options/strict-input.ts'
import { type TargetArguments, translationOptions } from '../options/target.ts'
import { type TrafficArguments, trafficOption } from '../options/traffic.ts'
import { UsageError } from '../process/errors.ts'
import { type ExitCode, exitCodeHelp, exitCodes } from '../process/exit-codes.ts'
import { checkOfTranslation } from '../review/check-of-translation.ts'
import { diffOfChange } from '../review/diff-of-change.ts'
import { diffOfTargets } from '../review/diff-of-targets.ts'
import { diffOfTranslation } from '../review/diff-of-translation.ts'
import { externalDiff } from '../review/external-diff.ts'
import type { CommandBody, Run } from '../run.ts'
import { reportFiles } from '../written/report-files.ts'
import { acceptListFile } from '../written/written-accept-list.ts'
import { writtenFiles } from '../written/written-tree.ts'

interface Arguments
  extends InputArguments,
    StrictInputArguments,
    ComparisonArguments,
    Omit<TargetArguments, 'to'>,
    DiffArguments,
    TrafficArguments,
    DetailArguments,
    OwnVerificationArguments,
    CacheArguments,
    KustomizeArguments,
    ReportFilesArguments,
    OutputArguments<typeof diffFormats> {}

export function diffCommand(run: Run): CommandBody<Arguments> {
  return {
    builder: (yargs: Argv) =>
      outputOption(
        reportFilesOption(
          ownVerificationOptions(
            kustomizeOption(
              cacheOption(
                trafficOption(diffOptions(detailOptions(translationOptions(comparisonOptions(strictInputOption(inputOptions(yargs))))))),
              ),
            ),
            'print no change',
          ),
          diffFormats,
        ),
        diffFormats,
        'patch prints only what git apply takes',
      )
        .example('$0 diff manifests/ --to ambient', 'review what convert would change')
        .example('$0 diff manifests/ --to ambient --to cilium', 'what both targets make of it, side by side')
        .example('$0 diff base/ --against head/', 'review a change of policies or routes')
        .epilogue(exitCodeHelp) as Argv<Arguments>,
    handler: async (args) => {
      const terminal = run.terminal(args)
      if (args.cache !== undefined && !args.verify) throw new UsageError('--cache and --no-verify exclude each other')
      const answers = answerFilesOf(args)
      const targets = targetsOf(args)
      if (targets.length > 1) {
        if (args.against !== undefined) throw new UsageError('--to and --against exclude each other')
        if (args.traffic.length > 0) throw new UsageError('--traffic needs one target')
        run.exitCode = ended(await diffOfTargets(args, targets, await acceptListOf(args.accept, terminal), terminal, answers?.find), args)
        answers?.finish(terminal, args.quiet)
        return
      }
      const other = otherSide(args)
      if (other === undefined)
        throw new UsageError(`name the other side with ${targetNames.map((name) => `--to ${name}`).join(', ')} or --against`)
      const format: DiffFormat = diffFormats[args.output]
      if (args.only.length > 0 && !['text', 'markdown', 'html'].includes(args.output))
        throw new UsageError('--only is for reports that people read: text, markdown and html')
      if (args.structural && !['text', 'markdown', 'json'].includes(args.output))
        throw new UsageError(`--structural is for text, markdown and json, not for ${args.output}`)
      if (args.check !== undefined) {
        if (!('to' in other)) throw new UsageError('--check needs --to')
        const unused = besideCheck(args)
        if (unused !== undefined) throw new UsageError(`${unused} and --check exclude each other`)
      }
      if (args.traffic.length > 0 && (!args.verify || args.check !== undefined))
        throw new UsageError(`--traffic and ${args.verify ? '--check' : '--no-verify'} exclude each other`)
      const listOf = acceptListFile(args)
      const accept = await acceptListOf(args.accept, terminal)
      const traffic = await trafficOf(args)
      const baseline = await baselineOf(args.baseline, 'to' in other ? other.to : undefined)
      if (args.check !== undefined && 'to' in other) {
        run.exitCode = ended(await checkOfTranslation({ ...args, to: other.to, check: args.check }, accept, terminal, answers?.find), args)
        answers?.finish(terminal, args.quiet)
        return
      }
      if ('to' in other) {
        run.exitCode = ended(
          await diffOfTranslation({ ...args, to: other.to }, { accept, baseline, traffic, listOf, find: answers?.find }, terminal),
          args,
        )
        answers?.finish(terminal, args.quiet)
        return
      }
      if (!args.verify) throw new UsageError('--no-verify needs --to: comparing is what --against asks for')
      const { report, tell, exitCode } = diffOfChange(args, other.against, accept, { baseline, traffic, find: answers?.find })
      const external = externalDiff(format, args)
      await terminal.print(format, { ...report, patchElsewhere: external !== undefined }, detailOf(args))
      const list = listOf(report.verified.comparison.differences, report.verified.policy)
      await writtenFiles([...reportFiles(args.report, diffFormats, report, { detail: detailOf(args) }), ...list.files])
      await external?.(reviewOf({ ...report, only: args.only }).files)
      list.tell(terminal)
      tell(terminal)
      answers?.finish(terminal, args.quiet)
      run.exitCode = ended(exitCode, args)
    },
  }
}

/** An option that says something about a review, which `--check` prints none of. */
function besideCheck(args: Arguments): string | undefined {
  const given: Readonly<Record<string, boolean>> = {
    '--structural': args.structural,
    '--only': args.only.length > 0,
    '--baseline': args.baseline !== undefined,
    '--write-accept': args['write-accept'] !== undefined,
    '--report': args.report.length > 0,
  }
  return Object.keys(given).find((option) => given[option] === true)
}

/** Differences are an answer where the user asks for no other one; wrong usage and faults of ours never are. */
function ended(code: ExitCode, { 'exit-zero': zero }: DiffArguments): ExitCode {
  return zero && code === exitCodes.findings ? exitCodes.clean : code
}
