import { compareText } from '../../diagnostics/place.ts'
import type { SourceObject } from '../../model/object.ts'

export interface ResourceRow {
  readonly apiVersion: string
  readonly kind: string
  /** The empty text for objects of the cluster. */
  readonly namespace: string
  readonly total: number
}

/** How many resources there are of each kind, API version and namespace. */
export function resourceRows(objects: readonly SourceObject[]): readonly ResourceRow[] {
  const rows = new Map<string, { apiVersion: string; kind: string; namespace: string; total: number }>()
  for (const { ref } of objects) {
    const { apiVersion, kind, namespace } = ref
    const key = JSON.stringify([kind, apiVersion, namespace])
    const row = rows.get(key) ?? { apiVersion, kind, namespace, total: 0 }
    row.total += 1
    rows.set(key, row)
  }
  return [...rows.values()].sort(
    (a, b) => compareText(a.kind, b.kind) || compareText(a.apiVersion, b.apiVersion) || compareText(a.namespace, b.namespace),
  )
}
