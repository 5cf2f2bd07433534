import { objectKey } from '../account/fates.ts'
import type { ResourceOutcome } from '../account/verdicts.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { compareText, type ObjectRef } from '../diagnostics/place.ts'
import type { Emission } from '../model/change.ts'

/** One kind of finding that keeps resources where they are, with all that it keeps: shared causes count once. */
export interface HoldingCause {
  readonly code: string
  readonly title: string
  /** Resources that cannot move by themselves because of it. */
  readonly resources: readonly ObjectRef[]
  /** The objects that it stands at, in the order of the input; none for a finding about a file or the whole run. */
  readonly objects: readonly ObjectRef[]
  readonly example: Diagnostic
}

/** What keeps objects back in an emission, ranked by how many they are. */
export function causesOfHolding(
  { heldBack = [], heldNamespaces = [] }: Emission,
  titleOf: (code: string) => string,
): readonly HoldingCause[] {
  const found = new Map<string, Gathered>()
  for (const { object, cause } of heldBack) gather(found, cause, object)
  for (const { cause } of heldNamespaces) gather(found, cause)
  return ranked(found, titleOf)
}

interface Gathered {
  readonly example: Diagnostic
  readonly resources: Map<string, ObjectRef>
  readonly objects: Map<string, ObjectRef>
}

/** The causes behind the verdicts, ranked by how many resources they hold up. */
export function causesOfVerdicts(outcomes: readonly ResourceOutcome[], titleOf: (code: string) => string): readonly HoldingCause[] {
  const found = new Map<string, Gathered>()
  for (const { ref, verdict, because } of outcomes) {
    if (verdict === 'auto' || verdict === 'assisted') continue
    for (const diagnostic of because.filter(({ severity }) => severity === 'error')) gather(found, diagnostic, ref)
  }
  return ranked(found, titleOf)
}

function gather(found: Map<string, Gathered>, diagnostic: Diagnostic, held?: ObjectRef): void {
  const cause = found.get(diagnostic.code) ?? { example: diagnostic, resources: new Map(), objects: new Map() }
  if (held !== undefined) cause.resources.set(objectKey(held), held)
  if (diagnostic.place !== undefined) cause.objects.set(objectKey(diagnostic.place.object), diagnostic.place.object)
  found.set(diagnostic.code, cause)
}

function ranked(found: ReadonlyMap<string, Gathered>, titleOf: (code: string) => string): readonly HoldingCause[] {
  return [...found]
    .map(([code, { example, resources, objects }]) => ({
      code,
      title: titleOf(code),
      resources: [...resources.values()],
      objects: [...objects.values()],
      example,
    }))
    .sort((a, b) => b.resources.length - a.resources.length || compareText(a.code, b.code))
}
