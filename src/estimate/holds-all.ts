import type { ResourceOutcome } from '../account/verdicts.ts'
import type { Translation } from '../translation.ts'
import type { HoldingCause } from './causes.ts'

/** A cause that keeps nearly the whole mesh where it is. */
export interface WholeHold {
  readonly cause: HoldingCause
  /** How many findings have its code. */
  readonly findings: number
  readonly resources: number
}

/** Of what does not move by itself, the part that one cause has to hold to stand in the headline. */
const nearlyAll = 0.9

/** The weightiest cause, where it alone holds nearly all that does not move by itself, and where that is most of the input. */
export function holdsNearlyAll(
  { diagnostics }: Translation,
  [cause]: readonly HoldingCause[],
  outcomes: readonly ResourceOutcome[],
): { readonly holdsAll?: WholeHold } {
  if (cause === undefined || cause.resources.length < 2 || cause.resources.length < nearlyAll * outcomes.length) return {}
  const findings = diagnostics.filter(({ code, severity }) => code === cause.code && severity === 'error').length
  return { holdsAll: { cause, findings, resources: cause.resources.length } }
}
