import type { ObjectRef } from '../diagnostics/place.ts'
import { isRecord } from '../manifest/object/identity.ts'

/** An object with the namespace that it has: without one `kubectl` would take it for one of the namespace that happens to be the default. */
export function placed(
  { namespace }: Pick<ObjectRef, 'namespace'>,
  value: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { metadata } = value
  if (namespace === '' || !isRecord(metadata) || metadata.namespace === namespace) return value
  return { ...value, metadata: { ...metadata, namespace } }
}
