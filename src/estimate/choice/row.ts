import type { TargetName } from '../../../translators/index.ts'

/** A target, or one of the two outcomes without a target. */
export type ChoiceOutcome = TargetName | 'network-policy' | 'stay'

/** One question that decides, with the answer of this mesh. */
export interface ChoiceRow {
  readonly question: string
  readonly answer: string
  /** Where the numbers of the answer are: pointers into `estimate -o json` with all targets (RFC 6901). */
  readonly from: readonly string[]
  readonly favours: readonly ChoiceOutcome[]
  readonly rulesOut: readonly ChoiceOutcome[]
  readonly reason: string
  /** Of the reason, where it is not of this mesh. */
  readonly source?: string
}
