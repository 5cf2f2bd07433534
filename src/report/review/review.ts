import { outcomesOf } from '../../account/verdicts.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import type { OutputFile } from '../../manifest/output-tree.ts'
import type { Deletion } from '../../rollout/deletions.ts'
import type { Comparison, Difference } from '../../verify/comparison.ts'
import { belowRoot } from '../diff/unified-diff.ts'
import { amountText } from '../findings/text.ts'
import { type Moves, movesOf } from '../translation/moves.ts'
import type { TranslationReport } from '../translation/report.ts'
import { headline, isSilenced } from '../verify/report.ts'
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
  readonly becomings: readonly Becoming[]
  readonly deletions: readonly Deletion[]
  /** The files, before and after; none where the change is refused. */
  readonly files: readonly OutputFile[]
  /** True where it is refused, because it would allow more. */
  readonly refused: boolean
}

/** The review of what a translation changes. */
export function translationReview({ translation, applied, compared, diagnostics, refused }: TranslationReport): Review {
  const verdicts = outcomesOf(translation).map(({ verdict }) => verdict)
  return {
    title: `moving to ${translation.target}`,
    refusedResources: verdicts.filter((verdict) => verdict === 'manual' || verdict === 'blocked').length,
    moves: movesOf(translation),
    ...decisionsOf(compared?.comparison),
    questions: questionsOf(diagnostics),
    becomings: becomingsOf(translation),
    deletions: refused ? [] : applied.deletions,
    files: refused ? [] : belowRoot(translation.output.files).files,
    refused,
  }
}

/** The review of a change of manifests. */
export function changeReview(comparison: Comparison, diagnostics: readonly Diagnostic[], files: readonly OutputFile[]): Review {
  return {
    title: 'a change of manifests',
    ...decisionsOf(comparison),
    questions: questionsOf(diagnostics),
    becomings: [],
    deletions: [],
    files,
    refused: false,
  }
}

function decisionsOf(comparison: Comparison | undefined): Pick<Review, 'comparison' | 'causes' | 'accepted'> {
  if (comparison === undefined) return { causes: [], accepted: [] }
  const { differences } = comparison
  return { comparison, causes: causesOf(differences), accepted: differences.filter(isSilenced) }
}

/** `0 wider, 4 narrower (4 announced), 0 rerouted, 0 undetermined; 107 of 133 parts equal; 7 move, 0 stay, 0 refused`. */
export function summaryText({ comparison, moves, refusedResources }: Review): string {
  const verdicts = comparison === undefined ? 'not verified' : headline(comparison)
  if (moves === undefined) return verdicts
  const [moving, staying] = [moves.objects.length, moves.stays.length]
  const count = `${moving} ${moving === 1 ? 'moves' : 'move'}, ${staying} ${staying === 1 ? 'stays' : 'stay'}`
  return `${verdicts}; ${count}, ${amountText(refusedResources ?? 0, 'resource')} refused`
}
