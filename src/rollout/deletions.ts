import { compareText } from '../diagnostics/place.ts'
import { identityOf, refOf } from '../manifest/edit/objects-to-add.ts'
import { type Change, goesFirst, type ObjectName } from '../model/change.ts'
import type { Translation } from '../translation.ts'

/** An object that the output has no more. Applying the output leaves it in the cluster: it has to be deleted by name. */
export interface Deletion extends ObjectName {
  /** True where nothing follows it before the output is applied, and something would afterwards: it has to be deleted before. */
  readonly first?: true
}

/**
 * The objects that are in a cluster which has the input, and not in the output; items taken out of lists are among them. An object that is
 * removed from one file and added in another is not. Sorted, so that the same input gives the same list.
 */
export function deletionsOf({ emission }: Pick<Translation, 'emission'>): Deletion[] {
  const added = new Set(emission.changes.flatMap((change) => (change.kind === 'add' ? [identityOf(refOf(change.object, '', 0))] : [])))
  const gone = emission.changes.flatMap((change) => (change.kind === 'remove' ? [named(change.target, goesFirst(change))] : []))
  return sortedDeletions(gone.filter((ref) => !added.has(identityOf(ref))))
}

/** The changes that are made before all others, those that take away what nothing follows. */
export function firstChangesOf({ emission }: Pick<Translation, 'emission'>): Change[] {
  return emission.changes.filter(goesFirst)
}

/** The objects that the output keeps for sidecars alone: they are deleted once the last sidecar of the cluster is gone. */
export function lastDeletionsOf({ emission: { outlived = [] } }: Pick<Translation, 'emission'>): Deletion[] {
  return sortedDeletions(outlived)
}

/** Each object once, by kind, namespace and name. */
export function sortedDeletions(list: readonly Deletion[]): Deletion[] {
  return [...new Map(list.map((one) => [identityOf(one), named(one, one.first === true)])).values()].sort(
    (a, b) =>
      compareText(a.kind, b.kind) ||
      compareText(a.namespace, b.namespace) ||
      compareText(a.name, b.name) ||
      compareText(a.apiVersion, b.apiVersion),
  )
}

function named({ apiVersion, kind, namespace, name }: ObjectName, first: boolean): Deletion {
  return { apiVersion, kind, namespace, name, ...(first ? { first } : {}) }
}
