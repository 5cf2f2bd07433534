import type { TargetName } from '../../../translators/index.ts'
import { translationReview } from '../../report/review/review.ts'
import { targetsFormats } from '../../report/targets/index.ts'
import type { FindParts } from '../../verify/found-parts.ts'
import type { Accept } from '../input/verification-files.ts'
import { failingSeverity } from '../options/diff.ts'
import { detailOf } from '../options/output.ts'
import { UsageError } from '../process/errors.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Terminal } from '../process/terminal.ts'
import { exitCodeFor, runTranslation, tellAccount, tellInputErrors } from '../translation/translation-run.ts'
import { openDifference, unverified, verifyOwn } from '../verify/convert-verification.ts'
import type { TranslationDiffArguments } from './diff-of-translation.ts'
import { translatedReport } from './translated-report.ts'

/**
 * Prints what several targets make of the same input, side by side, and find how the command ends: as the gravest of them would. It is a
 * summary to choose by, so it has no text diff that could be applied.
 */
export async function diffOfTargets(
  args: Omit<TranslationDiffArguments, 'to'>,
  targets: readonly TargetName[],
  accept: Accept,
  terminal: Terminal,
  find: FindParts | undefined,
): Promise<ExitCode> {
  const formats: Readonly<Record<string, (typeof targetsFormats)['text']>> = targetsFormats
  const format = formats[args.output]
  if (format === undefined) throw new UsageError(`-o ${args.output} is about one target; several take ${Object.keys(formats).join(', ')}`)
  const given = [
    args.only.length > 0 ? '--only' : '',
    args.structural ? '--structural' : '',
    args.report.length > 0 ? '--report' : '',
    args.baseline === undefined ? '' : '--baseline',
    args.check === undefined ? '' : '--check',
    args['write-accept'] === undefined ? '' : '--write-accept',
  ].find((option) => option !== '')
  if (given !== undefined) throw new UsageError(`${given} needs one target`)
  const failOn = failingSeverity(args)
  const runs = targets.map((to) => {
    const result = runTranslation({ ...args, to }, terminal, { ...args, openDifference: openDifference(accept), find })
    const verification = args.verify ? verifyOwn(result, accept, { find }) : unverified
    const report = translatedReport(result, verification)
    const changes = report.translation.output.files.some(({ status }) => status !== 'unchanged')
    const code = exitCodeFor(result, failOn)
    return { target: to, result, report, code: code === exitCodes.clean && (changes || verification.fails) ? exitCodes.findings : code }
  })
  await terminal.print(
    format,
    { reviews: runs.map(({ target, report }) => ({ target, review: translationReview(report) })) },
    detailOf(args),
  )
  tellInputErrors(runs[0]!.result, terminal)
  if (!args.quiet) tellAccount(runs[0]!.result, args, terminal)
  return runs.map(({ code }) => code).sort((a, b) => b - a)[0]!
}
