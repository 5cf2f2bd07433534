import type { TargetName } from '../../../translators/index.ts'
import { type Diagnostic, type Severity, sortDiagnostics } from '../../diagnostics/diagnostic.ts'
import { incompleteInput } from '../../library/incomplete-input.ts'
import type { Discovery } from '../../manifest/disk/discover.ts'
import { type Suppressed, suppressedText } from '../../report/findings/suppressed.ts'
import { findingsSummary, findingsText } from '../../report/findings/text.ts'
import { accountText, skippedText } from '../../report/translation/account-text.ts'
import { type BuildsReport, buildsText } from '../../report/translation/builds.ts'
import { movesOf } from '../../report/translation/moves.ts'
import { movesText } from '../../report/translation/moves-text.ts'
import { deletionsText, prerequisitesText } from '../../report/translation/rollout-text.ts'
import type { Deletion } from '../../rollout/deletions.ts'
import type { Translation } from '../../translation.ts'
import type { Comparison } from '../../verify/comparison.ts'
import { requireDocuments } from '../input/comparison-input.ts'
import { requireCompleteInput } from '../input/input-completeness.ts'
import { inputOf } from '../input/input-of.ts'
import { refuseReportsOverInput } from '../input/reports-over-input.ts'
import { withoutSuppressed } from '../input/suppressed-findings.ts'
import { type BuildChoice, translateWithBuilds } from '../kustomize/translate-with-builds.ts'
import type { InputArguments } from '../options/input.ts'
import type { DetailArguments } from '../options/output.ts'
import type { ReportFilesArguments } from '../options/report-files.ts'
import type { StrictInputArguments } from '../options/strict-input.ts'
import { emitOptionsOf, type TargetArguments } from '../options/target.ts'
import { type ExitCode, exitCodes } from '../process/exit-codes.ts'
import type { Terminal } from '../process/terminal.ts'

export interface TranslationRun {
  readonly translation: Translation
  /** The findings, those of finding the files included, without those that are suppressed. */
  readonly diagnostics: readonly Diagnostic[]
  /** Those that the configuration suppresses: they are not among `diagnostics`. */
  readonly suppressed?: Suppressed
  /** What of the input could not be found or read at all: the command ends with 2. They are among `diagnostics`. */
  readonly inputErrors: readonly Diagnostic[]
  /** Files and folders of the input that could not be read and that its output therefore lacks. */
  readonly lacking: readonly string[]
  readonly roots: readonly string[]
  readonly trees: readonly string[]
  /** Which kustomizations were built. */
  readonly builds: BuildsReport
  /** What the builds are before and after, compared; absent where nothing was built. */
  readonly builtComparison?: Comparison
  /** Kustomizations that could be built before and not after: such an output is not written. */
  readonly broken: readonly string[]
  /** What applying the output leaves in the cluster. */
  readonly deletions: readonly Deletion[]
}

/** For commands that look at the translation alone. */
export const withoutBuilds: BuildChoice = { kustomize: 'off', verify: true, openDifference: () => undefined }

/** Reads the paths and translates them: what convert, diff and estimate have in common. */
export function runTranslation(
  args: InputArguments & Partial<StrictInputArguments & ReportFilesArguments> & Omit<TargetArguments, 'to'> & { to: TargetName },
  terminal: Terminal,
  choice: BuildChoice,
  found: Discovery = inputOf(args),
): TranslationRun {
  requireDocuments(found.files)
  refuseReportsOverInput(args, found)
  const size = found.files.reduce((sum, { text }) => sum + text.length, 0)
  const busy = terminal.interactive && size > 2_000_000
  if (busy) terminal.progress(`translating ${found.files.length} files (${(size / 1e6).toFixed(1)} MB)…`)
  const request = {
    target: args.to,
    options: emitOptionsOf(args),
    ...(args.namespace === undefined ? {} : { defaultNamespace: args.namespace }),
    ...(choice.supposing === undefined ? {} : { supposing: choice.supposing }),
  }
  const { built, builds } = translateWithBuilds(found.files, request, choice)
  const { comparison, broken, deletions } = built
  if (busy) terminal.progress('')
  if (args['strict-input']) requireCompleteInput([built.translation])
  const ofRun = [...incompleteInput(built.translation), ...(args.live?.findings(built.translation) ?? [])]
  const translation = { ...built.translation, diagnostics: sortedWith(built.translation.diagnostics, ofRun) }
  const { shown, suppressed } = withoutSuppressed(sortedWith(translation.diagnostics, found.diagnostics), args)
  return {
    translation,
    diagnostics: shown,
    ...(suppressed === undefined ? {} : { suppressed }),
    inputErrors: found.diagnostics.filter(({ severity }) => severity === 'error'),
    lacking: found.unreadable,
    roots: found.roots,
    trees: found.trees,
    builds,
    ...(comparison === undefined ? {} : { builtComparison: comparison }),
    broken,
    deletions,
  }
}

/** Sorted findings with more of them: large inputs have thousands, and mostly there are no more. */
function sortedWith(sorted: readonly Diagnostic[], more: readonly Diagnostic[]): readonly Diagnostic[] {
  return more.length === 0 ? sorted : sortDiagnostics([...sorted, ...more])
}

/** Prints what moves, what stays and what has to be deleted, on standard error, before anything else is said. */
export function tellMoves({ translation, deletions }: TranslationRun, args: DetailArguments, terminal: Terminal): void {
  if (args.quiet) return
  terminal.note(movesText(movesOf(translation), args.verbose, terminal.colors))
  terminal.note(deletionsText(deletions, args.verbose, terminal.colors))
  terminal.note(prerequisitesText(translation.emission.prerequisites, terminal.colors))
}

/** Prints what was skipped, the findings and the account on standard error: the longest and least important first. */
export function tellFindings(run: TranslationRun, args: DetailArguments, terminal: Terminal): void {
  const options = { paint: terminal.colors, detail: args.quiet ? 'errors' : args.verbose ? 'full' : 'brief' } as const
  if (!args.quiet) terminal.note(skippedText(run.translation, terminal.colors))
  terminal.note(findingsText(run.diagnostics, options))
  if (!args.quiet) tellAccount(run, args, terminal)
}

/** Prints why a command ends with 2 where its report takes the place of the findings. */
export function tellInputErrors({ inputErrors }: TranslationRun, terminal: Terminal): void {
  terminal.note(findingsText(inputErrors, { paint: terminal.colors, detail: 'errors' }))
}

/** Prints the account of resources, builds and findings, without the findings themselves. */
export function tellAccount(run: TranslationRun, args: DetailArguments, terminal: Terminal): void {
  const options = { paint: terminal.colors, detail: args.verbose ? 'full' : 'brief' } as const
  terminal.note(
    accountText(run.translation) +
      buildsText(run.builds, options.detail) +
      findingsSummary(run.diagnostics, options) +
      suppressedText(run.suppressed),
  )
}

const severities: readonly Severity[] = ['error', 'warning', 'info']

/** The exit code by the gravest finding; without a level only what could not be read or worked out counts. */
export function exitCodeFor(run: TranslationRun, failOn: Severity | undefined): ExitCode {
  if (run.diagnostics.some(({ stage }) => stage === 'internal')) return exitCodes.internal
  if (run.inputErrors.length > 0) return exitCodes.usage
  const failing = failOn === undefined ? [] : severities.slice(0, severities.indexOf(failOn) + 1)
  return run.diagnostics.some(({ severity }) => failing.includes(severity)) ? exitCodes.findings : exitCodes.clean
}
