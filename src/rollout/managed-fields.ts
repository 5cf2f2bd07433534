import { isRecord } from '../manifest/object/identity.ts'
import { ownValue } from '../model/own-value.ts'

/**
 * Whether another manager by server-side apply owns a field: `managedFields` names the owners of each, as
 * `{manager: argocd-controller, operation: Apply, fieldsV1: {f:spec: {f:selector: {}}}}`
 * (kubernetes.io/docs/reference/using-api/server-side-apply). `kubectl get` shows them with `--show-managed-fields`.
 */
export function isOwnedByApply({ metadata }: Readonly<Record<string, unknown>>, path: readonly string[]): boolean {
  const entries = isRecord(metadata) && Array.isArray(metadata.managedFields) ? metadata.managedFields.filter(isRecord) : []
  return entries.some(({ operation, fieldsV1 }) => operation === 'Apply' && owns(fieldsV1, path))
}

function owns(fields: unknown, path: readonly string[]): boolean {
  let at: unknown = fields
  for (const step of path) {
    if (!isRecord(at)) return false
    at = ownValue(at, `f:${step}`)
    // An atomic map is owned as a whole: its fields are not listed.
    if (isRecord(at) && Object.keys(at).length === 0) return true
  }
  return at !== undefined
}
