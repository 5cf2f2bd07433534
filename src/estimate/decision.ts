import { objectKey } from '../account/fates.ts'
import type { ObjectRef } from '../diagnostics/place.ts'
import type { Emission } from '../model/change.ts'
import type { Assumption } from '../model/dialect.ts'
import type { Supposition } from '../supposing.ts'
import type { HoldingCause } from './causes.ts'

/**
 * How a cause can be settled:
 * - `assume`: the user vouches for a fact, such as `egress-enforced`.
 * - `without`: Istio configuration goes, or is rewritten so that nothing of what is refused stays, such as an EnvoyFilter. It is tried as if the
 *   objects were not there, which is not advice to remove them: a policy denies what would be allowed without it. With `asks` the objects may
 *   stay as they are, and something else is asked for, such as `add to the input the Services and pods of` a policy.
 * - `show`: the input gets the Namespaces that it lacks. As long as it does not show whether their pods have sidecars, nothing of them moves; what it
 *   brings is tried as if all of them had `istio-injection: enabled`.
 * - `edit`: the finding says how; what it brings cannot be tried, because nothing in the input says what the edit would be.
 */
export type WayOut =
  | { readonly kind: 'assume'; readonly assumption: Assumption }
  | { readonly kind: 'without'; readonly objects: readonly ObjectRef[]; readonly asks?: string }
  | { readonly kind: 'show'; readonly namespaces: readonly string[] }
  | { readonly kind: 'edit' }

/** Causes that one decision settles, and what the translator makes of the input as if the decision were taken. */
export interface PendingDecision {
  readonly wayOut: WayOut
  /** The weightiest first. */
  readonly causes: readonly HoldingCause[]
  /** Resources that wait for it. */
  readonly resources: readonly ObjectRef[]
  /** What would move then, as `emission.moves` has it; absent where it was not tried. */
  readonly moves?: readonly ObjectRef[]
}

/** What has to be true for all of these decisions to be taken. */
export function suppositionOf(decisions: readonly Pick<PendingDecision, 'wayOut'>[]): Supposition {
  const assume = decisions.flatMap(({ wayOut }) => (wayOut.kind === 'assume' ? [wayOut.assumption] : []))
  const gone = new Set(decisions.flatMap(({ wayOut }) => (wayOut.kind === 'without' ? wayOut.objects.map(objectKey) : [])))
  const injected = decisions.flatMap(({ wayOut }) => (wayOut.kind === 'show' ? wayOut.namespaces : []))
  return { assume, injected, ...(gone.size === 0 ? {} : { without: gone }) }
}

export function movesIn(emission: Emission): readonly ObjectRef[] {
  return emission.moves?.objects ?? []
}
