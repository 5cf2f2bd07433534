import type { Place } from '../../../src/diagnostics/place.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { Attachment } from '../../../src/model/authorization.ts'
import type { Mesh } from '../../../src/model/mesh.ts'

/** Something that keeps every policy of some pods where it is. */
export interface Obstacle {
  readonly attachment: Attachment
  readonly what: string
  readonly place: Place
}

const policyKinds: ReadonlySet<string> = new Set([
  'AuthorizationPolicy',
  'RequestAuthentication',
  'PeerAuthentication',
  'CiliumNetworkPolicy',
  'CiliumClusterwideNetworkPolicy',
])

/**
 * What the pods' other policies say. Cilium's allow policies, Kubernetes NetworkPolicies among them, form one union, so a policy written
 * beside an existing one would widen it; and what only a sidecar can enforce needs the sidecar's other policies beside it.
 */
export function obstaclesOf(mesh: Mesh): Obstacle[] {
  return [
    ...mesh.networkPolicies
      .filter(({ directions }) => directions.includes('ingress'))
      .map(({ namespace, pods, place }) => ({
        attachment: within(namespace, pods.labels, place),
        what: objectText(place.object),
        place,
      })),
    ...mesh.requestAuthentication.map(({ attachment, place }) => ({ attachment, what: objectText(place.object), place })),
    ...mesh.endpointPolicies.map(({ namespace, place }) => ({
      attachment: namespace === '' ? ({ scope: 'mesh' } as const) : ({ scope: 'namespace', namespace } as const),
      what: objectText(place.object),
      place,
    })),
    ...mesh.unread
      .filter(({ kind }) => policyKinds.has(kind))
      .map(({ kind, namespace, place }) => ({
        attachment: isMeshWide(kind, namespace, mesh) ? ({ scope: 'mesh' } as const) : ({ scope: 'namespace', namespace } as const),
        what: objectText(place.object),
        place,
      })),
  ]
}

function within(namespace: string, labels: Readonly<Record<string, string>>, place: Place): Attachment {
  return Object.keys(labels).length === 0 ? { scope: 'namespace', namespace } : { scope: 'workloads', namespace, labels, place }
}

function isMeshWide(kind: string, namespace: string, mesh: Mesh): boolean {
  return namespace === '' || (namespace === mesh.settings.rootNamespace && !kind.startsWith('Cilium'))
}
