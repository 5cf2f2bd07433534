import type { Place } from '../../../src/diagnostics/place.ts'
import type { Attachment } from '../../../src/model/authorization.ts'
import type { BackendPolicy } from '../../../src/model/backend.ts'
import { type Mesh, resolveHost } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import type { UnreadInput } from '../../../src/model/unread.ts'
import { hostsMatch, servicesForHost } from '../../../src/resolve/hosts.ts'
import { delegatesTo } from '../routes/routed-services.ts'
import { within } from './within.ts'

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
  if (kind === 'DestinationRule') {
    const rules = definitions.map((definition) =>
      meanings.flatMap(({ backendPolicies }) => backendPolicies).find((rule) => isAt(rule.place, definition)),
    )
    return rules.every((rule) => rule !== undefined) ? rules.flatMap((rule) => podsOfRule(rule, meanings)) : undefined
  }
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

/**
 * Whether clients show an identity to pods of its host, and whether routes to its subsets lead to pods: of the host and of every host with such
 * routes.
 */
function podsOfRule({ host, namespace }: BackendPolicy, meanings: readonly Mesh[]): readonly Attachment[] {
  const routed = meanings.flatMap(({ routes, settings: { clusterDomain } }) => {
    const leadsThere = (table: RouteTable): boolean =>
      [...table.http.flatMap(({ action }) => action.backends), ...[...table.tls, ...table.tcp].flatMap(({ backends }) => backends)].some(
        (backend) => hostsMatch(resolveHost(backend.host, table.namespace, clusterDomain), resolveHost(host, namespace, clusterDomain)),
      )
    return routes
      .filter((table) => leadsThere(table) || routes.some((other) => delegatesTo(table, other) && leadsThere(other)))
      .flatMap((table) =>
        podsOfHosts(
          table.hosts.map((one) => one.host),
          table.namespace,
          meanings,
        ),
      )
  })
  return [...podsOfHosts([host], namespace, meanings), ...routed]
}

function isAt({ object }: Place, { object: other }: Place): boolean {
  return object.file === other.file && object.document === other.document && object.kind === other.kind && object.name === other.name
}
