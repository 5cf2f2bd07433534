import type { Argv } from 'yargs'
import { targetNames } from '../../../translators/index.ts'
import { asJson } from '../../report/format.ts'
import { verifyFormats } from '../../report/verify/index.ts'
import { answerFilesOf } from '../cache/answer-files.ts'
import { requireClustersAlone } from '../fleet/fleet-arguments.ts'
import { verifyFleet } from '../fleet/verify-fleet.ts'
import { acceptNothing } from '../input/verification-files.ts'
import { type CacheArguments, cacheOption } from '../options/cache.ts'
import { type ClustersArguments, clustersOption } from '../options/clusters.ts'
import { type ComparisonArguments, comparisonOptions, otherSide } from '../options/comparison.ts'
import { type InputArguments, inputOptions } from '../options/input.ts'
import { type KustomizeArguments, kustomizeOption } from '../options/kustomize.ts'
import { type DetailArguments, detailOf, detailOptions, type OutputArguments, outputOption } from '../options/output.ts'
import { type ReportFilesArguments, reportFilesOption } from '../options/report-files.ts'
import { type StrictInputArguments, strictInputOption } from '../options/strict-input.ts'
import { type TargetArguments, translationOptions } from '../options/target.ts'
import { type TrafficArguments, trafficOption } from '../options/traffic.ts'
import { type VerifyArguments, verifyOptions } from '../options/verify.ts'
import { UsageError } from '../process/errors.ts'
import { exitCodeHelp } from '../process/exit-codes.ts'
import type { CommandBody, Run } from '../run.ts'
import { shareFile } from '../shares/share-file.ts'
import { verdictWords } from '../verify/verdict-words.ts'
import { comparisonOfSides, sidesOf } from '../verify/verification.ts'
import { runVerify } from '../verify/verify-run.ts'

interface Arguments
  extends InputArguments,
    ClustersArguments,
    StrictInputArguments,
    ComparisonArguments,
    Omit<TargetArguments, 'to'>,
    VerifyArguments,
    CacheArguments,
    TrafficArguments,
    DetailArguments,
    KustomizeArguments,
    ReportFilesArguments,
    OutputArguments<typeof verifyFormats> {}

export function verifyCommand(run: Run): CommandBody<Arguments> {
  return {
    builder: (yargs: Argv) =>
      outputOption(
        reportFilesOption(
          detailOptions(
            kustomizeOption(
              trafficOption(
                cacheOption(verifyOptions(translationOptions(comparisonOptions(strictInputOption(clustersOption(inputOptions(yargs))))))),
              ),
            ),
          ),
          verifyFormats,
        ),
        verifyFormats,
      )
        .example('$0 verify manifests/ --to ambient', 'compare the input with its conversion')
        .example('$0 verify base/ --against head/', 'review which requests a change of manifests allows, denies or reroutes')
        .example('$0 verify --cluster east=clusters/east --cluster west=clusters/west --to ambient', 'several clusters in one report')
        .epilogue(`${verdictWords}\n\n${exitCodeHelp}`) as Argv<Arguments>,
    handler: async (args) => {
      const terminal = run.terminal(args)
      if (args.cluster.length > 0) requireClustersAlone(args)
      const other = otherSide(args)
      if (other === undefined)
        throw new UsageError(`name the other side with ${targetNames.map((name) => `--to ${name}`).join(', ')} or --against`)
      const answers = answerFilesOf(args)
      if (args.cluster.length > 0 && 'to' in other) {
        run.exitCode = await verifyFleet(args, other.to, terminal, answers?.find)
        answers?.finish(terminal, args.quiet)
        return
      }
      if (args.order !== undefined && !args.states) throw new UsageError('--order needs --states')
      if (args.states && !('to' in other)) throw new UsageError('--states needs --to')
      if (args.shard !== undefined) {
        requireNoReport(args)
        const share = shareFile(args, sidesOf(args, other, terminal, acceptNothing), args.shard)
        await terminal.print(
          asJson(() => share),
          undefined,
          detailOf(args),
        )
        return
      }
      run.exitCode = await runVerify(args, other, terminal, (accept) => {
        const sides = sidesOf(args, other, terminal, accept, answers?.find)
        return { sides, comparison: comparisonOfSides(sides, answers?.find) }
      })
      answers?.finish(terminal, args.quiet)
    },
  }
}

/** What makes a report fail, and where it goes, is said to `merge`. */
function requireNoReport(args: Arguments): void {
  if (args.states) throw new UsageError('--shard and --states exclude each other')
  const options = ['accept', 'write-accept', 'baseline', 'expect', 'fail-on'] as const
  const lists = ['report', 'traffic'] as const
  if (args.cache !== undefined) throw new UsageError('--shard and --cache exclude each other')
  const ofMerge = options.find((name) => args[name] !== undefined) ?? lists.find((name) => args[name].length > 0)
  if (ofMerge !== undefined) throw new UsageError(`--shard prints a share, not a report: give --${ofMerge} to merge`)
}
