import { sameJson } from '../manifest/object/equal.ts'
import { isRecord } from '../manifest/object/identity.ts'
import { ownValue } from '../model/own-value.ts'

/** One operation of a JSON patch (RFC 6902). */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace'
  readonly path: string
  readonly value?: unknown
}

/**
 * What changes between two objects. Maps are followed and lists are replaced: kustomize merges lists of kinds that it knows by their keys in any other sort
 * of patch, which would keep what has to go.
 */
export function jsonPatch(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  at = '',
): readonly PatchOperation[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return keys.flatMap((key): readonly PatchOperation[] => {
    const [from, to] = [ownValue(before, key), ownValue(after, key)]
    const path = `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (sameJson(from, to)) return []
    if (to === undefined) return [{ op: 'remove', path }]
    if (from === undefined) return [{ op: 'add', path, value: to }]
    return isRecord(from) && isRecord(to) ? jsonPatch(from, to, path) : [{ op: 'replace', path, value: to }]
  })
}
