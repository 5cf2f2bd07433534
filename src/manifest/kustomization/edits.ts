import type { Edit } from '../../model/change.ts'
import { isRecord } from '../identity.ts'
import type { Kustomization } from './kustomization.ts'
import { joinPath, relativePath } from './paths.ts'

/** A file that the output adds, and the input file that it belongs to. */
export type NewFile =
  | { readonly kind: 'objects'; readonly path: string; readonly neighbour: string | undefined }
  | {
      readonly kind: 'patch'
      readonly path: string
      /** The object that it patches. */
      readonly target: { readonly kind: string; readonly name: string }
      /** The file of the kustomization that lists it. */
      readonly listedBy: string | undefined
    }

/**
 * The edits that keep a kustomization true: files that it should list now, and files that are gone. New objects are listed beside a
 * neighbour. A patch is listed with its target: kustomize refuses one without that finds nothing to change (measured: kustomize 5.5 to 5.8).
 */
export function kustomizationEdits(kustomization: Kustomization, added: readonly NewFile[], removed: ReadonlySet<string>): Edit[] {
  const { folder, resources } = kustomization
  const objects = added.flatMap((file) =>
    file.kind === 'objects' && file.neighbour !== undefined && resources.has(joinPath('', file.neighbour)) && !resources.has(file.path)
      ? [relativePath(folder, file.path)]
      : [],
  )
  const patches = added.flatMap((file) =>
    file.kind === 'patch' && file.listedBy === kustomization.file.path && !kustomization.patches.has(file.path)
      ? [{ path: relativePath(folder, file.path), target: file.target }]
      : [],
  )
  return [
    ...listEdits(kustomization, 'resources', objects, removed),
    ...listEdits(kustomization, 'bases', [], removed),
    ...listEdits(kustomization, 'patches', patches, new Set()),
  ]
}

function listEdits(
  { document, folder }: Kustomization,
  field: string,
  added: readonly (string | { path: string; target: { kind: string; name: string } })[],
  removed: ReadonlySet<string>,
): Edit[] {
  const value = isRecord(document.value) ? document.value[field] : undefined
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  const gone = list.flatMap((entry, index): Edit[] =>
    typeof entry === 'string' && removed.has(joinPath(folder, entry)) ? [{ op: 'delete', path: [field, index] }] : [],
  )
  return [...gone, ...added.map((entry, index): Edit => ({ op: 'set', path: [field, list.length + index], value: entry }))]
}
