import { type Place, sameObject } from '../../../src/diagnostics/place.ts'
import type { Attachment } from '../../../src/model/authorization.ts'
import type { BackendPolicy } from '../../../src/model/backend.ts'
import { type Mesh, resolveHost } from '../../../src/model/mesh.ts'
import type { RouteTable } from '../../../src/model/route.ts'
import type { Service } from '../../../src/model/service.ts'
import type { UnreadInput } from '../../../src/model/unread.ts'
import { hostsMatch, servicesForHost } from '../../../src/resolve/hosts.ts'
import { attachmentsMayOverlap } from '../authorization/overlap.ts'
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
  if (kind === 'AuthorizationPolicy') {
    const found = attachmentsOf(
      definitions,
      meanings.flatMap(({ authorization }) => authorization),
    )
    return found && [...found, ...found.flatMap((attachment) => podsWithRoutesTo(attachment, meanings))]
  }
  if (kind === 'RequestAuthentication')
    return attachmentsOf(
      definitions,
      meanings.flatMap(({ requestAuthentication }) => requestAuthentication),
    )
  if (kind === 'DestinationRule') {
    const rules = definitions.map((definition) =>
      meanings.flatMap(({ backendPolicies }) => backendPolicies).find((rule) => sameObject(rule.place, definition)),
    )
    return rules.every((rule) => rule !== undefined) ? rules.flatMap((rule) => podsOfRule(rule, meanings)) : undefined
  }
  if (kind !== 'VirtualService' || routes === undefined) return undefined
  if (!routes.mesh) return []
  // Pods that the input does not show may be any.
  const areShown = meanings.every((mesh) => routes.hosts.every((host) => showsPods(host, routes.namespace, mesh)))
  return areShown ? podsOfHosts(routes.hosts, routes.namespace, meanings) : undefined
}

function attachmentsOf(
  definitions: readonly Place[],
  policies: readonly { readonly attachment: Attachment; readonly place: Place }[],
): readonly Attachment[] | undefined {
  const found = definitions.map((definition) => policies.find(({ place }) => sameObject(place, definition)))
  return found.every((one) => one !== undefined) ? found.map(({ attachment }) => attachment) : undefined
}

/** Whether the input shows all pods of a host: a Service without a selector, or one that is not in the input, may have any. */
function showsPods(host: string, namespace: string, mesh: Mesh): boolean {
  const targets = servicesForHost(mesh, host, namespace)
  const { clusterDomain } = mesh.settings
  const mayBeService = hostsMatch(resolveHost(host, namespace, clusterDomain), `*.svc.${clusterDomain}`)
  return (
    targets.every((target) =>
      'resolution' in target
        ? target.endpoints.length === 0 && target.addresses.length === 0
        : Object.keys(target.selector ?? {}).length > 0,
    ) &&
    (!mayBeService || targets.some((target) => !('resolution' in target)))
  )
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
  return [
    ...podsOfHosts([host], namespace, meanings),
    ...podsOfRoutes((target, { settings: { clusterDomain } }) => hostsMatch(target, resolveHost(host, namespace, clusterDomain)), meanings),
  ]
}

/** Pods of Services whose routes lead to pods of a policy, which may refuse clients there: under the Service's name these then reach no pods. */
function podsWithRoutesTo(attachment: Attachment, meanings: readonly Mesh[]): readonly Attachment[] {
  return podsOfRoutes(
    (target, { services }) => services.some((service) => service.host === target && governs(attachment, service)),
    meanings,
  )
}

function governs(attachment: Attachment, { namespace, selector = {}, place }: Service): boolean {
  return attachmentsMayOverlap(attachment, within(namespace, selector, place))
}

/** Pods of hosts with routes, of their own or of a delegate, to some host. */
function podsOfRoutes(isMeant: (host: string, mesh: Mesh) => boolean, meanings: readonly Mesh[]): readonly Attachment[] {
  return meanings.flatMap((mesh) => {
    const { routes } = mesh
    const leadsThere = ({ http, tls, tcp, namespace }: RouteTable): boolean =>
      [...http.flatMap(({ action }) => action.backends), ...[...tls, ...tcp].flatMap(({ backends }) => backends)].some(({ host }) =>
        isMeant(resolveHost(host, namespace, mesh.settings.clusterDomain), mesh),
      )
    return routes
      .filter((table) => leadsThere(table) || routes.some((other) => delegatesTo(table, other) && leadsThere(other)))
      .flatMap(({ hosts, namespace }) =>
        podsOfHosts(
          hosts.map(({ host }) => host),
          namespace,
          meanings,
        ),
      )
  })
}
