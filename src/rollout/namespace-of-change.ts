import type { Change } from '../model/change.ts'

/** The namespace whose turn it is when a change is made; the empty string for what is cluster-wide. */
export function namespaceOf(change: Change): string {
  if (change.kind === 'edit' || change.kind === 'remove') {
    const { kind, apiVersion, namespace, name } = change.target
    return kind === 'Namespace' && apiVersion === 'v1' ? name : namespace
  }
  const { kind, apiVersion, metadata } = change.object
  return kind === 'Namespace' && apiVersion === 'v1' ? metadata.name : (metadata.namespace ?? '')
}
