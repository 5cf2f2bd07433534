import type { Place } from '../../../src/diagnostics/place.ts'
import type { Attachment } from '../../../src/model/authorization.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { UnreadInput } from '../../../src/model/unread.ts'
import { servicesForHost } from '../../../src/resolve/hosts.ts'
import { within } from './obstacles.ts'

/**
 * The pods that an object with two definitions decides about, whichever of them the cluster has; undefined for other input. Both are read, the
 * second one in another mesh that the input may mean: these pods get no policies of Cilium, and no other pods have to do with it.
 */
export function definedTwice({ either, place, routes }: UnreadInput, meanings: readonly Mesh[]): readonly Attachment[] | undefined {
  if (either === undefined || place === undefined) return undefined
  const definitions = [either, place]
  const { kind } = either.object
  if (kind === 'AuthorizationPolicy')
    return attachmentsOf(
      definitions,
      meanings.flatMap(({ authorization }) => authorization),
    )
  if (kind === 'RequestAuthentication')
    return attachmentsOf(
      definitions,
      meanings.flatMap(({ requestAuthentication }) => requestAuthentication),
    )
  if (kind !== 'VirtualService' || routes === undefined) return undefined
  return routes.mesh ? podsOfHosts(routes.hosts, routes.namespace, meanings) : []
}

function attachmentsOf(
  definitions: readonly Place[],
  policies: readonly { readonly attachment: Attachment; readonly place: Place }[],
): readonly Attachment[] | undefined {
  const found = definitions.map((definition) => policies.find(({ place }) => isAt(place, definition)))
  return found.every((one) => one !== undefined) ? found.map(({ attachment }) => attachment) : undefined
}

/**
 * Routes decide which pods clients reach under a name, so that under another name they reach them without an identity (PassthroughCluster): the
 * pods of their hosts, and not those of their destinations, to whom clients show who they are.
 */
function podsOfHosts(hosts: readonly string[], namespace: string, meanings: readonly Mesh[]): readonly Attachment[] {
  return meanings.flatMap((mesh) =>
    hosts
      .flatMap((host) => servicesForHost(mesh, host, namespace))
      .flatMap((target): readonly Attachment[] => {
        const selector = 'resolution' in target ? target.workloadSelector : target.selector
        return selector === undefined ? [] : [within(target.namespace, selector, target.place)]
      }),
  )
}

function isAt({ object }: Place, { object: other }: Place): boolean {
  return object.file === other.file && object.document === other.document && object.kind === other.kind && object.name === other.name
}
