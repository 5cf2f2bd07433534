import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { ObjectRef, Place } from '../diagnostics/place.ts'
import type { Translation } from '../translation.ts'
import { objectKey } from './fates.ts'

/**
 * What a resource asks of people, as the fates of its fields give it:
 * `auto` nothing; `assisted` read a warning or accept something stricter; `manual` change it first, the finding says how;
 * `blocked` it cannot be read, so the input does not say; `keep-sidecar` its workloads stay on sidecars.
 */
export type ResourceVerdict = 'auto' | 'assisted' | 'manual' | 'blocked' | 'keep-sidecar'

export const resourceVerdictOrder: readonly ResourceVerdict[] = ['auto', 'assisted', 'manual', 'keep-sidecar', 'blocked']

/** What becomes of one resource as a whole. */
export interface ResourceOutcome {
  readonly ref: ObjectRef
  readonly place: Place
  readonly verdict: ResourceVerdict
  /** What made the verdict, gravest first; empty for `auto`. */
  readonly because: readonly Diagnostic[]
}

/** The verdict of every object of the input, those that could not be read included. */
export function outcomesOf(translation: Translation): ResourceOutcome[] {
  const findings = new Map<string, Diagnostic[]>()
  for (const diagnostic of translation.diagnostics) {
    if (diagnostic.place === undefined) continue
    const key = objectKey(diagnostic.place.object)
    findings.set(key, [...(findings.get(key) ?? []), diagnostic])
  }
  const held = new Map((translation.emission.heldBack ?? []).map(({ object, cause }) => [objectKey(object), cause]))
  const heldNamespaces = new Map((translation.emission.heldNamespaces ?? []).map(({ name, cause }) => [name, cause]))
  const refusedLeaves = new Set(
    translation.fates.filter(({ leaves }) => leaves.some(({ fate }) => fate === 'refused')).map(({ ref }) => objectKey(ref)),
  )
  const stricterLeaves = new Set(
    translation.fates.filter(({ leaves }) => leaves.some(({ fate }) => fate === 'stricter')).map(({ ref }) => objectKey(ref)),
  )
  const outcomes = translation.input.objects.map((object): ResourceOutcome => {
    const key = objectKey(object.ref)
    const about = (findings.get(key) ?? []).filter(({ severity }) => severity !== 'info').sort((a, b) => rank(a) - rank(b))
    const cause = held.get(key) ?? heldNamespaces.get(object.ref.namespace)
    const verdict: ResourceVerdict =
      about.some(({ severity }) => severity === 'error') || refusedLeaves.has(key)
        ? 'manual'
        : cause !== undefined
          ? 'keep-sidecar'
          : about.length > 0 || stricterLeaves.has(key)
            ? 'assisted'
            : 'auto'
    return { ref: object.ref, place: object.place, verdict, because: cause === undefined ? about : [cause, ...about] }
  })
  const blocked = translation.invalid.map(({ ref, place }): ResourceOutcome => {
    const about = findings.get(objectKey(ref)) ?? []
    return { ref, place, verdict: 'blocked', because: about.filter(({ severity }) => severity === 'error') }
  })
  return [...outcomes, ...blocked]
}

function rank(diagnostic: Diagnostic): number {
  return diagnostic.severity === 'error' ? 0 : 1
}
