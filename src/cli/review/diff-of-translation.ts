import { type Baseline, newFiles, newFindings } from '../../report/baseline/baseline.ts'
import { type DiffFormat, diffFormats } from '../../report/diff/index.ts'
import { type DiffReport, reviewOf } from '../../report/diff/report.ts'
import { belowRoot } from '../../report/diff/unified-diff.ts'
import { textLines } from '../../report/escape/lines.ts'
import { isReadingError } from '../../report/verify/report.ts'
import type { FindParts } from '../../verify/found-parts.ts'
import type { HoldTraffic } from '../input/traffic-files.ts'
import type { Accept } from '../input/verification-files.ts'
import { type DiffArguments, failingSeverity } from '../options/diff.ts'
import type { InputArguments } from '../options/input.ts'
import type { KustomizeArguments } from '../options/kustomize.ts'
import { type DetailArguments, detailOf, type OutputArguments } from '../options/output.ts'
import type { OwnVerificationArguments } from '../options/own-verification.ts'
import type { ReportFilesArguments } from '../options/report-files.ts'
import type { StrictInputArguments } from '../options/strict-input.ts'
import type { TargetArguments } from '../options/target.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Terminal } from '../process/terminal.ts'
import { exitCodeFor, runTranslation, tellAccount, tellFindings, tellMoves } from '../translation/translation-run.ts'
import { openDifference, unverified, verifyOwn } from '../verify/convert-verification.ts'
import { reportFiles } from '../written/report-files.ts'
import { type AcceptListOf, noAcceptList } from '../written/written-accept-list.ts'
import { writtenFiles } from '../written/written-tree.ts'
import { externalDiff } from './external-diff.ts'
import { translatedReport } from './translated-report.ts'

/** The options of `diff PATH… --to TARGET`. */
export type TranslationDiffArguments = InputArguments &
  StrictInputArguments &
  TargetArguments &
  DiffArguments &
  DetailArguments &
  OwnVerificationArguments &
  KustomizeArguments &
  ReportFilesArguments &
  OutputArguments<typeof diffFormats>

/** What the user knows of the differences already, and where those that are new are to be written. */
interface KnownBefore {
  readonly accept: Accept
  readonly baseline: Baseline | undefined
  readonly traffic: HoldTraffic
  readonly listOf: AcceptListOf
  readonly find: FindParts | undefined
}

/** Prints the review of what `convert` would change, and find how the command ends. */
export async function diffOfTranslation(
  args: TranslationDiffArguments,
  { accept, baseline, traffic, listOf, find }: KnownBefore,
  terminal: Terminal,
): Promise<ExitCode> {
  const failOn = failingSeverity(args)
  const result = runTranslation(args, terminal, { ...args, openDifference: openDifference(accept), find })
  const { translation } = result
  const code = exitCodeFor({ ...result, diagnostics: newFindings(result.diagnostics, baseline) }, failOn)
  if (code === exitCodes.internal) {
    // A change that the tool's own checks reject must not reach anybody who applies it.
    tellFindings(result, args, terminal)
    terminal.note('no change was printed because of the internal error above\n')
    return code
  }
  const verification = args.verify ? verifyOwn(result, accept, { baseline, traffic, find }) : unverified
  const refused = verification.refusal !== undefined
  const translated = translatedReport(result, verification, baseline)
  const format: DiffFormat = diffFormats[args.output]
  const external = refused ? undefined : externalDiff(format, args)
  const shown: DiffReport = {
    of: 'translation',
    brief: args.brief,
    structural: args.structural,
    only: args.only,
    namespace: args.namespace,
    patchElsewhere: external !== undefined,
    translated,
  }
  // What git applies says nothing to people beside it.
  if (format.shows === 'output' && !refused) tellMoves(result, args, terminal)
  // Where it is refused, there is nothing to apply on standard output: `diff | git apply` must not apply it.
  if (format.shows === 'report' || !refused) await terminal.print(format, shown, detailOf(args))
  const { compared } = verification
  const list = compared === undefined ? noAcceptList : listOf(compared.comparison.differences, compared.policy)
  await writtenFiles([...reportFiles(args.report, diffFormats, shown, { detail: detailOf(args), refused }), ...list.files])
  await external?.(reviewOf(shown).files)
  // The review has the findings that ask for something and the differences; other formats lack them, so they follow here.
  if (format.as === 'page' && !args.verbose) {
    if (!args.quiet) tellAccount({ ...result, diagnostics: translated.diagnostics }, args, terminal)
    verification.tellCount(terminal, args.quiet)
  } else {
    tellFindings({ ...result, diagnostics: translated.diagnostics }, args, terminal)
    verification.tell(terminal, args.quiet)
  }
  list.tell(terminal)
  if (refused) {
    terminal.note(textLines([`no change was printed, because ${verification.refusal}`]))
    return exitCodes.findings
  }
  const { root } = belowRoot(translation.output.files)
  if (root !== undefined && !args.quiet) terminal.note(textLines([`paths of the patch are relative to ${root}`]))
  // As with `--against`: what does not parse was not reviewed, whatever holds it back.
  if (result.diagnostics.some(isReadingError) && !args.assume.includes('unread-reviewed')) return exitCodes.usage
  const differs = newFiles(translation.output.files, baseline).some(({ status }) => status !== 'unchanged')
  return code === exitCodes.clean && (differs || verification.fails) ? exitCodes.findings : code
}
