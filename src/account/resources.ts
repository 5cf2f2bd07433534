import type { Translation } from '../translation.ts'
import { objectKey } from './fates.ts'

/** What became of the resources (Kubernetes objects) of the input, items of lists included: `read` is always the sum of the next four. */
export interface ResourceAccount {
  readonly read: number
  /** Edited in their place. */
  readonly translated: number
  readonly kept: number
  readonly removed: number
  /** Those that could not be read, and stay as they are. */
  readonly unread: number
  readonly added: number
}

/** Counts resources, which is what every report counts: a document may hold several, or none. */
export function resourceAccount({ input, invalid, emission, output }: Translation): ResourceAccount {
  const named = (kind: 'edit' | 'remove'): ReadonlySet<string> =>
    new Set(emission.changes.flatMap((change) => (change.kind === kind ? [objectKey(change.target)] : [])))
  const [edited, gone] = [named('edit'), named('remove')]
  const objects = input.objects.map(({ ref }) => objectKey(ref))
  const removed = objects.filter((key) => gone.has(key)).length
  const translated = objects.filter((key) => edited.has(key) && !gone.has(key)).length
  return {
    read: objects.length + invalid.length,
    translated,
    kept: objects.length - removed - translated,
    removed,
    unread: invalid.length,
    added: output.added.length,
  }
}
