import { targets } from '../../../translators/index.ts'
import type { PendingDecision } from '../../estimate/decision.ts'
import type { FormattedRollout } from '../../plan/formats/format.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Translation } from '../../translation.ts'
import type { Comparison } from '../../verify/comparison.ts'
import type { FailurePolicy } from '../verify/report.ts'

/** What `plan` prints: the rollout, and the translation that it leads to. */
export interface PlanReport extends Plan {
  readonly translation: Translation
  /** Its commands and files. */
  readonly rollout: FormattedRollout
  /** The folder that it is written to, as the user named it; absent where it is only printed. */
  readonly folder?: string
  /** How many of its steps, the first ones, the input shows to be done; absent where none is. */
  readonly done?: number
  /** What would let more move; absent where nothing waits for a decision. */
  readonly pending?: PendingMoves
}

/** Decisions, each tried alone, and those that move most when they are taken together. */
export interface PendingMoves {
  readonly decisions: readonly PendingDecision[]
  readonly together: readonly PendingDecision[]
  /** How many workloads (policies, where the target moves those) can move with the decisions of `together`, and without any. */
  readonly moves: number
  readonly today: number
  /** How many can move with all decisions that were tried. */
  readonly withAll: number
}

/** As for a conversion: what opens anything fails, and what closes or reroutes anything without a finding that announced it. */
export const planPolicy: FailurePolicy = { failOn: 'wider', unannouncedFail: true }

/** Whether something is allowed for the time between two parts of a step, or two namespaces of a wave, that the start denies. */
export function opensOnTheWay({ waves }: Plan): boolean {
  return waves.some(({ between, steps }) => between.length > 0 || steps.some((step) => step.between.length > 0))
}

/** From how many parts on a comparison takes seconds rather than moments: a search over states has dozens of them. */
const largeFrom = 2000

/** What takes the time of a large plan, before it begins; by what is compared, so that one input has one answer. */
export function longSearchText({ parts }: Pick<Comparison, 'parts'>): string | undefined {
  const count = Object.values(parts).reduce((sum, one) => sum + one, 0)
  if (count < largeFrom) return undefined
  return `each step of each wave is compared with the start, in about ${count} parts: this may take minutes, and less with fewer --waves`
}

/** What a target moves. */
export function unitOf(target: PlanReport['target']): 'workloads' | 'policies' {
  return targets[target].moves
}
