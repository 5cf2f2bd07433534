import type { Argv } from 'yargs'
import type { ShareFile } from '../../report/share/schema.ts'
import { verifyFormats } from '../../report/verify/index.ts'
import type { Comparison } from '../../verify/comparison.ts'
import { comparisonOfShares, ShareError } from '../../verify/shares/comparison-of-shares.ts'
import { otherSide } from '../options/comparison.ts'
import type { InputArguments } from '../options/input.ts'
import { type DetailArguments, detailOptions, type OutputArguments, outputOption } from '../options/output.ts'
import { type ReportFilesArguments, reportFilesOption } from '../options/report-files.ts'
import { type TrafficArguments, trafficOption } from '../options/traffic.ts'
import { type VerdictArguments, verdictOptions } from '../options/verify.ts'
import { InputRefusedError, UsageError } from '../process/errors.ts'
import type { CommandBody, Run } from '../run.ts'
import { comparedDigest } from '../shares/compared-arguments.ts'
import { readShares } from '../shares/read-shares.ts'
import { verdictWords } from '../verify/verdict-words.ts'
import { type Sides, sidesOf } from '../verify/verification.ts'
import { runVerify } from '../verify/verify-run.ts'

interface Arguments
  extends Pick<InputArguments, 'configuration'>,
    VerdictArguments,
    TrafficArguments,
    DetailArguments,
    ReportFilesArguments,
    OutputArguments<typeof verifyFormats> {
  readonly shares?: string[] | undefined
}

/** The report of `verify` from shares of it. The manifests are read once more, so that every format has their lines. */
export function mergeCommand(run: Run): CommandBody<Arguments> {
  return {
    builder: (yargs: Argv) =>
      outputOption(
        reportFilesOption(
          detailOptions(trafficOption(verdictOptions(yargs))).positional('shares', {
            type: 'string',
            array: true,
            describe: 'what `verify --shard` printed, all shares of one comparison',
          }),
          verifyFormats,
        ),
        verifyFormats,
      )
        .example('$0 verify manifests/ --to ambient --shard 1/2 > 1.json', 'compare one half')
        .example('$0 merge 1.json 2.json', 'report what both halves found, as verify would have; needs the same manifests')
        .epilogue(verdictWords) as Argv<Arguments>,
    handler: async (args) => {
      const terminal = run.terminal(args)
      const shares = await readShares(args.shares ?? [])
      // A report must not take the place of what is read beside the manifests, whichever option names it.
      const compared = { ...args, ...shares[0].arguments, 'show-commands': false, kustomize: 'off' }
      const other = otherSide(compared)
      if (other === undefined) throw new UsageError('the shares do not say what the manifests were compared with')
      run.exitCode = await runVerify(args, other, terminal, (accept) => {
        const sides = sidesOf(compared, other, terminal, accept)
        if (comparedDigest(compared, sides) !== shares[0].input)
          throw new InputRefusedError('the manifests are not those that the shares compared', [
            'Run `merge` in the folder in which `verify --shard` ran, with the same files.',
          ])
        return { sides, comparison: mergedAnswers(sides, shares) }
      })
    },
  }
}

function mergedAnswers({ before, after, options }: Sides, shares: readonly ShareFile[]): Comparison {
  try {
    return comparisonOfShares(
      before,
      after,
      options,
      shares.flatMap(({ answers }) => answers),
    )
  } catch (error) {
    if (error instanceof ShareError) throw new InputRefusedError(`the shares ${error.message}`, ['Run `verify --shard` again for each.'])
    throw error
  }
}
