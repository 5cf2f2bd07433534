import type { Place } from '../../../src/diagnostics/place.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { Attachment } from '../../../src/model/authorization.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { decidedBy } from '../../../src/model/unread-reach.ts'

/** Something that keeps every policy of some pods where it is. */
export interface Obstacle {
  readonly attachment: Attachment
  readonly what: string
  /** Absent for input of which no object is known. */
  readonly place?: Place
}

/**
 * What the pods' other policies say. Cilium's allow policies, Kubernetes NetworkPolicies among them, form one union, so a policy written
 * beside an existing one would widen it; and what only a sidecar can enforce needs the sidecar's other policies beside it.
 */
export function obstaclesOf(mesh: Mesh, options: EmitOptions): Obstacle[] {
  const unread = options.assume.includes('unread-reviewed') ? [] : mesh.unread
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
    ...unread.flatMap((one) => {
      const decided = decidedBy(one, mesh)
      const attachments: readonly Attachment[] =
        decided === 'mesh' ? [{ scope: 'mesh' }] : decided.map((namespace) => ({ scope: 'namespace', namespace }))
      const { what, place } = one
      return attachments.map((attachment) => ({ attachment, what, ...(place === undefined ? {} : { place }) }))
    }),
  ]
}

function within(namespace: string, labels: Readonly<Record<string, string>>, place: Place): Attachment {
  return Object.keys(labels).length === 0 ? { scope: 'namespace', namespace } : { scope: 'workloads', namespace, labels, place }
}
