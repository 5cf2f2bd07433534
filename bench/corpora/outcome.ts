import { outcomesOf, type ResourceOutcome } from '../../src/account/verdicts.ts'
import type { Assumption } from '../../src/model/dialect.ts'
import { translate } from '../../src/translate.ts'
import type { Translation } from '../../src/translation.ts'
import { resourceId } from './counted.ts'
import type { Sample } from './sample.ts'

/** What convert says of a resource: `stricter` also where there is a warning to read, `refused` also where it is not read at all. */
export type CorpusOutcome = 'exact' | 'stricter' | 'refused'

export interface ResourceResult {
  readonly id: string
  readonly kind: string
  readonly outcome: CorpusOutcome
  /** The codes of the errors about it, sorted; those of its leaves where it has none. */
  readonly codes: readonly string[]
}

/** Converts a sample to Cilium and says what became of the resources of it that count. */
export function resultsOf(sample: Sample, assume: readonly Assumption[]): ResourceResult[] {
  const translation = translate(sample.files, { target: 'cilium', defaultNamespace: sample.namespace, options: { assume } })
  const outcomes = new Map(outcomesOf(translation).map((outcome) => [resourceId(outcome.ref), outcome]))
  return sample.counted.map(({ id, kind }): ResourceResult => ({ id, kind, ...resultOf(outcomes.get(id), translation) }))
}

function resultOf(found: ResourceOutcome | undefined, translation: Translation): Omit<ResourceResult, 'id' | 'kind'> {
  if (found === undefined) return { outcome: 'refused', codes: ['second definition'] }
  const errors = found.because.filter(({ severity }) => severity === 'error').map(({ code }) => code)
  switch (found.verdict) {
    case 'auto':
      return { outcome: 'exact', codes: [] }
    case 'assisted':
      return { outcome: 'stricter', codes: [] }
    case 'manual':
    case 'keep-sidecar':
    case 'blocked':
      return { outcome: 'refused', codes: distinct(errors.length > 0 ? errors : refusedLeaves(translation, resourceId(found.ref))) }
  }
}

function distinct(codes: readonly string[]): readonly string[] {
  return [...new Set(codes)].sort()
}

function refusedLeaves({ fates }: Translation, id: string): readonly string[] {
  const own = fates.find(({ ref }) => resourceId(ref) === id)
  return (own?.leaves ?? []).flatMap(({ fate, code, reason }) => (fate === 'refused' ? [code ?? reason] : []))
}
