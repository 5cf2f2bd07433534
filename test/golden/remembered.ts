import type { Translation } from '../../src/translation.ts'
import type { Comparison } from '../../src/verify/comparison.ts'
import { verifyTranslation } from '../../src/verify/verify.ts'
import type { TargetName } from '../../translators/index.ts'
import type { GoldenCase } from './golden-case.ts'
import { type Outcome, outcomeOf } from './outcome.ts'

/*
 * Many tests ask what becomes of every golden. They share one process (`goldens` in vitest.config.ts), where each golden is translated once and
 * each translation is compared once. Where faults are put into the source, each run of a test has to look again.
 */
const remembers = !('__stryker__' in globalThis)

const outcomes = new Map<string, Outcome>()
const comparisons = new WeakMap<Translation, Comparison>()

/** What a case becomes, by `outcomeOf`. */
export function goldenOutcome(golden: GoldenCase): Outcome {
  const known = outcomes.get(golden.folder)
  if (known !== undefined) return known
  const outcome = outcomeOf(golden)
  if (remembers) outcomes.set(golden.folder, outcome)
  return outcome
}

/** The translation of a case for one of its targets. */
export function goldenTranslation(golden: GoldenCase, target: TargetName): Translation {
  const translation = goldenOutcome(golden).translations.get(target)
  if (translation === undefined) throw new Error(`${golden.name} is not translated to ${target}`)
  return translation
}

/** Every case with each of its translations. */
export function* goldenTranslations(
  cases: readonly GoldenCase[],
): Generator<{ readonly golden: GoldenCase; readonly translation: Translation }> {
  for (const golden of cases) for (const translation of goldenOutcome(golden).translations.values()) yield { golden, translation }
}

/** What comparing a translation with its input finds. */
export function comparisonOf(translation: Translation): Comparison {
  const known = comparisons.get(translation)
  if (known !== undefined) return known
  const comparison = verifyTranslation(translation)
  if (remembers) comparisons.set(translation, comparison)
  return comparison
}
