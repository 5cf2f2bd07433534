import type { Plan } from '../../plan/plan.ts'
import type { Translation } from '../../translation.ts'
import type { FailurePolicy } from '../verify/report.ts'

/** What `plan` prints: the rollout, and the translation that it leads to. */
export interface PlanReport extends Plan {
  readonly translation: Translation
  /** The folder that it is written to, as the user named it; absent where it is only printed. */
  readonly folder?: string
}

/** As for a conversion: what opens anything fails, and what closes or reroutes anything without a finding that announced it. */
export const planPolicy: FailurePolicy = { failOn: 'wider', unannouncedFail: true }

/** Whether something is allowed for the time between two parts of a step, or two namespaces of a wave, that the start denies. */
export function opensOnTheWay({ waves }: Plan): boolean {
  return waves.some(({ between, steps }) => between.length > 0 || steps.some((step) => step.between.length > 0))
}
