import { compareText } from '../diagnostics/place.ts'
import { identityOf, refOf } from '../manifest/edit/objects-to-add.ts'
import type { ObjectName } from '../model/change.ts'
import type { Translation } from '../translation.ts'

/** An object that the output has no more. Applying the output leaves it in the cluster: it has to be deleted by name. */
export type Deletion = ObjectName

/**
 * The objects that are in a cluster which has the input, and not in the output; items taken out of lists are among them. An object that is
 * removed from one file and added in another is not. Sorted, so that the same input gives the same list.
 */
export function deletionsOf({ emission }: Pick<Translation, 'emission'>): Deletion[] {
  const added = new Set(emission.changes.flatMap((change) => (change.kind === 'add' ? [identityOf(refOf(change.object, '', 0))] : [])))
  const gone = emission.changes.flatMap((change) => (change.kind === 'remove' ? [change.target] : []))
  return sortedDeletions(gone.filter((ref) => !added.has(identityOf(ref))))
}

/** The objects that the output keeps for sidecars alone: they are deleted once the last sidecar of the cluster is gone. */
export function lastDeletionsOf({ emission: { outlived = [] } }: Pick<Translation, 'emission'>): Deletion[] {
  return sortedDeletions(outlived)
}

/** Each object once, by kind, namespace and name. */
export function sortedDeletions(list: readonly Deletion[]): Deletion[] {
  const plain = ({ apiVersion, kind, namespace, name }: Deletion): Deletion => ({ apiVersion, kind, namespace, name })
  return [...new Map(list.map((one) => [identityOf(one), plain(one)])).values()].sort(
    (a, b) =>
      compareText(a.kind, b.kind) ||
      compareText(a.namespace, b.namespace) ||
      compareText(a.name, b.name) ||
      compareText(a.apiVersion, b.apiVersion),
  )
}
