import { managedBy } from '../../../src/model/managed-by.ts'
import type { KubernetesObject } from '../../../src/model/object.ts'

/** What one object of the Gateway API may name in another namespace. */
export interface Reference {
  readonly from: { readonly kind: 'Gateway' | 'HTTPRoute'; readonly namespace: string; readonly name: string }
  readonly to: { readonly kind: 'Secret' | 'Service'; readonly namespace: string; readonly names: readonly string[] }
}

/** A grant in the namespace of what is named, for these names alone. */
export function referenceGrant({ from, to }: Reference): KubernetesObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1beta1',
    kind: 'ReferenceGrant',
    metadata: { name: `${from.namespace}-${from.name}`, namespace: to.namespace, labels: managedBy },
    spec: {
      from: [{ group: 'gateway.networking.k8s.io', kind: from.kind, namespace: from.namespace }],
      to: to.names.map((name) => ({ group: '', kind: to.kind, name })),
    },
  }
}
