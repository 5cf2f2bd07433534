import { outcomesOf } from '../../account/verdicts.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { OutputFile } from '../../manifest/output-tree.ts'
import type { Deletion } from '../../rollout/deletions.ts'
import type { Comparison, Difference } from '../../verify/comparison.ts'
import { type Baseline, newDeletions, newFiles, newFindings } from '../baseline/baseline.ts'
import { belowRoot } from '../diff/unified-diff.ts'
import { suppressedCount } from '../findings/suppressed.ts'
import { amountText } from '../findings/text.ts'
import { amountsOf, type Moves, movesOf } from '../translation/moves.ts'
import type { TranslationReport } from '../translation/report.ts'
import { headline, isSilenced, type VerifyReport } from '../verify/report.ts'
import { type Becoming, becomingsOf } from './becomes.ts'
import { type Cause, causesOf } from './causes.ts'
import { type Question, questionsOf } from './questions.ts'

/** What a change means before what it changes: the page that a reviewer decides on. */
export interface Review {
  readonly title: string
  readonly comparison?: Comparison
  /** How many resources keep what they are because a field of theirs is refused, or because they were not read; absent where nothing is translated. */
  readonly refusedResources?: number
  /** What moves and what stays; absent where nothing is translated. */
  readonly moves?: Moves
  readonly causes: readonly Cause[]
  readonly accepted: readonly Difference[]
  readonly questions: readonly Question[]
  /** The findings that the questions are made of. */
  readonly findings: readonly Diagnostic[]
  readonly becomings: readonly Becoming[]
  readonly deletions: readonly Deletion[]
  /** The files, before and after; none where the change is refused. */
  readonly files: readonly OutputFile[]
  /** True where it is refused, because it would allow more. */
  readonly refused: boolean
  /** How much was left out because it was so before, such as `3 differences, 2 findings`; empty where nothing was. */
  readonly known: string
  /** How many findings a file of the user hides, such as `3 suppressed by unsidecar.yaml`; empty where it hides none. */
  readonly suppressed: string
  /** What it was cut down to: these names, which left some causes of the whole. `unmatched` are those that nothing in the whole of it has. */
  readonly only?: {
    readonly names: readonly string[]
    readonly unmatched: readonly string[]
    readonly causes: number
    readonly whole: Review
  }
}

/** The review of what a translation changes. */
export function translationReview(report: TranslationReport): Review {
  const { translation, applied, compared, diagnostics, refused, baseline } = report
  const verdicts = outcomesOf(translation).map(({ verdict }) => verdict)
  const all = translation.output.files
  const fresh = new Set(newFiles(changedOf(all), baseline))
  return {
    title: `moving to ${translation.target}`,
    refusedResources: verdicts.filter((verdict) => verdict === 'manual' || verdict === 'blocked').length,
    moves: movesOf(translation),
    ...decisionsOf(compared?.comparison),
    ...asked(newFindings(diagnostics, baseline)),
    becomings: fresh.size === 0 ? [] : becomingsOf(translation),
    deletions: refused ? [] : newDeletions(applied.deletions, baseline),
    files: refused ? [] : belowRoot(all).files.filter((_, index) => fresh.has(all[index]!)),
    refused,
    known: knownOf({ diagnostics, files: all, ...(compared === undefined ? {} : { comparison: compared.comparison }) }, baseline),
    suppressed: suppressedCount(report.suppressed),
  }
}

/** The review of a change of manifests. */
export function changeReview(report: VerifyReport, files: readonly OutputFile[]): Review {
  const { comparison, diagnostics, baseline } = report
  return {
    title: 'a change of manifests',
    ...decisionsOf(comparison),
    ...asked(newFindings(diagnostics, baseline)),
    becomings: [],
    deletions: [],
    files: newFiles(files, baseline),
    refused: false,
    known: knownOf({ comparison, diagnostics, files }, baseline),
    suppressed: suppressedCount(report.suppressed),
  }
}

function asked(findings: readonly Diagnostic[]): Pick<Review, 'questions' | 'findings'> {
  return { questions: questionsOf(findings), findings }
}

function changedOf(files: readonly OutputFile[]): readonly OutputFile[] {
  return files.filter(({ status }) => status !== 'unchanged')
}

function knownOf(
  { comparison, diagnostics, files }: Pick<Review, 'comparison' | 'files'> & { readonly diagnostics: readonly Diagnostic[] },
  baseline: Baseline | undefined,
): string {
  const changed = changedOf(files)
  const counts = [
    [comparison?.differences.filter(({ inBaseline, verdict }) => inBaseline && verdict !== 'identified').length ?? 0, 'difference'],
    [diagnostics.length - newFindings(diagnostics, baseline).length, 'finding'],
    [changed.length - newFiles(changed, baseline).length, 'changed file'],
  ] as const
  return counts.flatMap(([count, noun]) => (count === 0 ? [] : [amountText(count, noun)])).join(', ')
}

function decisionsOf(comparison: Comparison | undefined): Pick<Review, 'comparison' | 'causes' | 'accepted'> {
  if (comparison === undefined) return { causes: [], accepted: [] }
  const { differences } = comparison
  return { comparison, causes: causesOf(differences), accepted: differences.filter((one) => isSilenced({ ...one, inBaseline: undefined })) }
}

/** `0 wider, 4 narrower (4 announced), 0 rerouted, 0 undetermined; 107 of 133 parts equal; 7 move, 0 stay, 0 refused`. */
export function summaryText({ comparison, moves, refusedResources }: Review): string {
  const verdicts = comparison === undefined ? 'not verified' : headline(comparison)
  if (moves === undefined) return verdicts
  const { moving, staying } = amountsOf(moves)
  const count = `${moving} ${moving === 1 ? 'moves' : 'move'}, ${staying} ${staying === 1 ? 'stays' : 'stay'}`
  return `${verdicts}; ${count}, ${amountText(refusedResources ?? 0, 'resource')} refused`
}
