import { targets } from '../../../translators/index.ts'
import { fatesOf, objectKey } from '../../account/fates.ts'
import { outcomesOf, type ResourceOutcome } from '../../account/verdicts.ts'
import type { Emission } from '../../model/change.ts'
import type { Translation } from '../../translation.ts'

/**
 * What each resource asks of people once all decisions are taken that can be tried (`decided` is what the translator then makes of the input), by
 * `objectKey`. Only of those that are held today: a decision may free them, and what they ask for then is what is left of them.
 */
export function outcomesAfterDecisions(
  translation: Translation,
  outcomes: readonly ResourceOutcome[],
  decided: Emission,
): ReadonlyMap<string, ResourceOutcome> {
  const held = new Set(outcomes.filter(({ verdict }) => verdict === 'keep-sidecar').map(({ ref }) => objectKey(ref)))
  if (held.size === 0 || decided === translation.emission) return new Map()
  const gone = new Set(translation.emission.diagnostics)
  const diagnostics = [...translation.diagnostics.filter((one) => !gone.has(one)), ...decided.diagnostics]
  const objects = translation.input.objects.filter(({ ref }) => held.has(objectKey(ref)))
  const { fates } = fatesOf(objects, targets[translation.target].fates, diagnostics)
  const then = outcomesOf({ ...translation, input: { ...translation.input, objects }, invalid: [], emission: decided, fates, diagnostics })
  return new Map(then.map((outcome) => [objectKey(outcome.ref), outcome]))
}
