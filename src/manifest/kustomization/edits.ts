import type { Edit } from '../../model/change.ts'
import { isRecord } from '../object/identity.ts'
import type { Kustomization } from './kustomization.ts'
import { joinPath, relativePath } from './paths.ts'

/** A file that the output adds, and the input file that it belongs to. */
export interface NewFile {
  readonly path: string
  readonly neighbour: string | undefined
}

/** The edits that keep a kustomization true: files that it should list now, beside a neighbour that it lists, and files that are gone. */
export function kustomizationEdits(kustomization: Kustomization, added: readonly NewFile[], removed: ReadonlySet<string>): Edit[] {
  const { folder, resources } = kustomization
  const objects = added.flatMap(({ path, neighbour }) =>
    neighbour !== undefined && resources.has(joinPath('', neighbour)) && !resources.has(path) ? [relativePath(folder, path)] : [],
  )
  return [...listEdits(kustomization, 'resources', objects, removed), ...listEdits(kustomization, 'bases', [], removed)]
}

function listEdits({ document, folder }: Kustomization, field: string, added: readonly string[], removed: ReadonlySet<string>): Edit[] {
  const value = isRecord(document.value) ? document.value[field] : undefined
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  const gone = list.flatMap((entry, index): Edit[] =>
    typeof entry === 'string' && removed.has(joinPath(folder, entry)) ? [{ op: 'delete', path: [field, index] }] : [],
  )
  return [...gone, ...added.map((entry, index): Edit => ({ op: 'set', path: [field, list.length + index], value: entry }))]
}
