import type { Place } from '../../../src/diagnostics/place.ts'
import { objectText } from '../../../src/diagnostics/place.ts'
import type { RequestAuthentication } from '../../../src/model/authentication.ts'
import type { Attachment } from '../../../src/model/authorization.ts'
import type { EmitOptions } from '../../../src/model/dialect.ts'
import type { Extension } from '../../../src/model/extension.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Service } from '../../../src/model/service.ts'
import { decidedBy } from '../../../src/model/unread-reach.ts'
import { definedTwice } from './defined-twice.ts'
import { within } from './within.ts'

/** Something that keeps every policy of some pods where it is. */
export interface PolicyObstacle {
  readonly attachment: Attachment
  readonly what: string
  /** Values of labels of which no pod is among them, by label. */
  readonly without?: Readonly<Record<string, readonly string[]>>
  /** Absent for input of which no object is known. */
  readonly place?: Place
  /** Set for input that was not read, or that may be one of two definitions. */
  readonly unread?: true
  /** Set for a Service that clients from outside of the cluster reach through a node. */
  readonly through?: Service
}

/**
 * What keeps policies on the sidecars of some pods: what only a sidecar can enforce needs the sidecar's other policies beside it, and what is
 * not read may be anything.
 */
export function obstaclesOf(
  mesh: Mesh,
  options: EmitOptions,
  meanings: readonly Mesh[],
  checkedAtNodes: { readonly tokens: ReadonlySet<RequestAuthentication>; readonly limits: ReadonlySet<Extension> },
): PolicyObstacle[] {
  const unread = options.assume.includes('unread-reviewed') ? [] : mesh.unread
  return [
    ...(options.assume.includes('extensions-reviewed') ? [] : mesh.extensions)
      .filter((one) => one.mayDecideAccess && one.contexts.some((context) => context !== 'gateway') && !checkedAtNodes.limits.has(one))
      .map(({ attachment, place }) => ({ attachment, what: objectText(place.object), place })),
    ...mesh.requestAuthentication
      .filter((one) => !checkedAtNodes.tokens.has(one))
      .map(({ attachment, place }) => ({ attachment, what: objectText(place.object), place })),
    ...mesh.services.filter(isReachedThroughNodes).map((service) => ({
      attachment: within(service.namespace, service.selector ?? {}, service.place),
      what: objectText(service.place.object),
      place: service.place,
      through: service,
    })),
    ...unread.flatMap((one) => {
      const decided = decidedBy(one, mesh)
      const attachments: readonly Attachment[] =
        definedTwice(one, [mesh, ...meanings]) ??
        (decided === 'mesh' ? [{ scope: 'mesh' }] : decided.map((namespace) => ({ scope: 'namespace', namespace })))
      const { what, place } = one
      return attachments.map(
        (attachment): PolicyObstacle => ({ attachment, what, unread: true, ...(place === undefined ? {} : { place }) }),
      )
    }),
  ]
}

/**
 * Whether connections from outside of the cluster can arrive at the pods as connections of a node: a node port, a load balancer or an external
 * address that every node answers for (`externalTrafficPolicy: Cluster`, the default) replaces the client's address by the node's. The node
 * of a pod always reaches it in Cilium, whatever the policies say.
 */
function isReachedThroughNodes({ selector, fromOutside }: Service): boolean {
  return selector !== undefined && fromOutside !== undefined && fromOutside.externalTrafficPolicy !== '"Local"'
}
