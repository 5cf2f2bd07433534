import { catalogue } from '../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts'
import { compareText, objectText } from '../diagnostics/place.ts'
import type { Change } from '../model/change.ts'
import type { SourceObject } from '../model/object.ts'
import { applierName, deployerOf, markedApplier } from './applier.ts'

/** Objects that change and that a controller applies from a source of its own: one finding for each Application, Kustomization or HelmRelease. */
export function reconciledChanges(objects: readonly SourceObject[], changes: readonly Change[]): Diagnostic[] {
  const targets = new Set(changes.flatMap((change) => (change.kind === 'add' ? [] : [change.target])))
  const owned = new Map<string, SourceObject[]>()
  for (const object of objects) {
    const owner = targets.has(object.ref) ? ownerOf(object) : undefined
    if (owner !== undefined) owned.set(owner, [...(owned.get(owner) ?? []), object])
  }
  return [...owned]
    .sort(([a], [b]) => compareText(a, b))
    .map(([owner, [first, ...others]]) =>
      diagnose(catalogue.changeIsReconciled, first!.place.field('metadata'), {
        object: objectText(first!.ref),
        count: others.length + 1,
        owner,
      }),
    )
}

function ownerOf(object: SourceObject): string | undefined {
  const applier = markedApplier(object)
  return applier === undefined ? undefined : `${applier.kind} \`${applierName(applier)}\` of ${deployerOf[applier.kind]}`
}
