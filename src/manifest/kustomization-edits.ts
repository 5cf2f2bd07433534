import type { Edit } from '../model/change.ts'
import { isRecord } from './identity.ts'
import { joinPath, type Kustomization, readKustomization } from './kustomization.ts'
import type { ParsedFile } from './parsed-file.ts'

/** A file that the output adds, and the input file that it belongs to. */
export interface NewFile {
  readonly path: string
  readonly neighbour: string | undefined
  readonly kind: 'objects' | 'patch'
}

/** The kustomizations of the input, as the loader recognised them. */
export function kustomizationsOf(files: readonly ParsedFile[]): Kustomization[] {
  return files.flatMap((file) =>
    file.documents.flatMap((document) =>
      document.skipped === 'kustomization' && isRecord(document.value) ? [readKustomization(file, document, document.value)] : [],
    ),
  )
}

/**
 * The edits that keep a kustomization true: files that it should list now, and files that are gone. Only those that list a
 * neighbour are touched. A patch is only listed where the kustomization has resources that were not read (a remote base, a folder outside the
 * input): its object is not in the input, and kustomize refuses a patch that finds no target.
 */
export function kustomizationEdits(
  kustomization: Kustomization,
  added: readonly NewFile[],
  removed: ReadonlySet<string>,
  known: ReadonlySet<string>,
): Edit[] {
  const { folder, resources } = kustomization
  const lists = (file: NewFile) => file.neighbour !== undefined && resources.has(joinPath('', file.neighbour))
  const own = added.filter((file) => lists(file) && !resources.has(file.path))
  const objects = own.filter((file) => file.kind === 'objects').map((file) => relativePath(folder, file.path))
  const unread = kustomization.remote || [...resources].some((path) => !known.has(path))
  const patches = unread ? added.filter((file) => file.kind === 'patch' && lists(file) && !kustomization.patches.has(file.path)) : []
  return [
    ...listEdits(kustomization, 'resources', objects, removed),
    ...listEdits(kustomization, 'bases', [], removed),
    ...listEdits(
      kustomization,
      'patches',
      patches.map((file) => ({ path: relativePath(folder, file.path) })),
      new Set(),
    ),
  ]
}

function listEdits(
  { document, folder }: Kustomization,
  field: string,
  added: readonly (string | { path: string })[],
  removed: ReadonlySet<string>,
): Edit[] {
  const value = isRecord(document.value) ? document.value[field] : undefined
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  const gone = list.flatMap((entry, index): Edit[] =>
    typeof entry === 'string' && removed.has(joinPath(folder, entry)) ? [{ op: 'delete', path: [field, index] }] : [],
  )
  return [...gone, ...added.map((entry, index): Edit => ({ op: 'set', path: [field, list.length + index], value: entry }))]
}

/** A path as seen from a folder. */
export function relativePath(folder: string, path: string): string {
  const from = folder === '' ? [] : joinPath('', folder).split('/')
  const to = joinPath('', path).split('/')
  let shared = 0
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared += 1
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/')
}
