import { joinPath } from '../../manifest/kustomization/paths.ts'
import type { KubernetesObject } from '../../model/object.ts'
import { type Deletion, deletionsOf, sortedDeletions } from '../../rollout/deletions.ts'
import type { Translation } from '../../translation.ts'
import type { Built } from './built-objects.ts'
import { plainFiles } from './plain-files.ts'

/** The builds of the input, of the input without what goes first (absent where nothing does), and of the output. */
interface BuiltStates {
  readonly before: readonly Built[]
  readonly first?: readonly Built[]
  readonly after: readonly Built[]
}

/**
 * What has to be deleted where kustomizations are built: the objects of builds before that no build after has, under the names that the
 * builds give them (`namePrefix`), and what is removed from files that no build is made of.
 */
export function removedFromBuilds(translation: Translation, { before, first, after }: BuiltStates): Deletion[] {
  const kept = new Set(after.flatMap(({ objects }) => [...objects.keys()]))
  const keptAtFirst = new Set((first ?? before).flatMap(({ objects }) => [...objects.keys()]))
  const built = new Set(after.map(({ leaf }) => leaf))
  const gone = before
    .filter(({ leaf }) => built.has(leaf))
    .flatMap(({ objects }) =>
      [...objects].flatMap(([identity, value]): Deletion[] => {
        if (kept.has(identity)) return []
        return [{ ...identifiedBy(identity, value), ...(keptAtFirst.has(identity) ? {} : { first: true }) }]
      }),
    )
  const plain = new Set(plainFiles(translation.input.files, built).map(({ path }) => joinPath('', path)))
  const ofPlainFiles = translation.emission.changes.filter(
    (change) => change.kind !== 'remove' || plain.has(joinPath('', change.target.file)),
  )
  return sortedDeletions([...gone, ...deletionsOf({ emission: { ...translation.emission, changes: ofPlainFiles } })])
}

/** An identity is `group/kind/namespace/name`; a build gives cluster-scoped objects no namespace. */
function identifiedBy(identity: string, value: unknown): Deletion {
  const { apiVersion, kind, metadata } = value as KubernetesObject
  return { apiVersion, kind, namespace: identity.split('/')[2] ?? '', name: metadata.name }
}
