import { groupOf } from '../../model/api-group.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { SourceObject } from '../../model/object.ts'
import { isSameValue } from '../../model/same-value.ts'
import type { UnreadInput } from '../../model/unread.ts'
import { policiesAtGateway } from '../../resolve/attach/gateway-policies.ts'
import type { ComparedDestination } from '../parts/compared-destination.ts'
import { LinkedNamespaces, linkedToAll, namesLinkedByHost } from './linked-namespaces.ts'
import { objectsThatDiffer } from './objects-that-differ.ts'

/** One side of a comparison: what was read, and the objects that it was read of. */
export interface ReadSide {
  readonly mesh: Mesh
  readonly objects: readonly SourceObject[]
}

/** Whether both sides decide alike about a destination for all clients. */
export type IsUnreached = (destination: ComparedDestination) => boolean

/**
 * Destinations that no change between two sets of manifests can reach, so that nothing about them needs to be compared: where all that differs are policies and
 * VirtualServices, those that are not linked to the namespace of one of these. Undefined where something else differs.
 */
export function unreachedDestinations(was: ReadSide, is: ReadSide): IsUnreached | undefined {
  const changed = objectsThatDiffer(was.objects, is.objects)
  const meshes = [was.mesh, is.mesh] as const
  if (changed === undefined || unreadText(was.mesh) !== unreadText(is.mesh)) return undefined
  // Values of istiod's chart are settings of the mesh and no objects.
  if (!isSameValue(was.mesh.settings, is.mesh.settings)) return undefined
  const roots = new Set(['', ...meshes.map(({ settings }) => settings.rootNamespace)])
  if (changed.some(({ ref }) => roots.has(ref.namespace) || !ofLinkedNamespaces.has(`${groupOf(ref.apiVersion)}/${ref.kind}`)))
    return undefined
  const linked = new LinkedNamespaces(meshes)
  const all = linked.groupOf(linkedToAll)
  const reached = new Set(changed.length === 0 ? [] : [all, ...changed.map(({ ref }) => linked.groupOf(ref.namespace))])
  if (changed.some(({ ref }) => linked.groupOf(ref.namespace) === all)) return undefined
  const sameAtGateways = gatewaysIn(meshes).every((gateway) => policiesAtGateway(was.mesh, gateway) === policiesAtGateway(is.mesh, gateway))
  const known = new Set(meshes.flatMap(({ namespaces }) => namespaces.map(({ name }) => name)))
  const { clusterDomain } = is.mesh.settings
  return (destination) => {
    const { address, namespaces, gateway, moved, called, serverName, instead } = destination
    if (moved !== undefined || instead !== undefined) return false
    if ((address.kind === 'host' || gateway !== undefined) && !sameAtGateways) return false
    const hosts = [address.kind === 'host' ? address.host : undefined, called, serverName].flatMap((host) => host ?? [])
    const names = [
      ...namespaces,
      ...(address.kind === 'host' ? [] : [address.namespace]),
      ...(gateway === undefined ? [] : [gateway.split('/')[0]!]),
      ...hosts.flatMap((host) => namesLinkedByHost(host, clusterDomain, known)),
    ]
    return names.every((name) => !reached.has(linked.groupOf(name)))
  }
}

/** Gateways (`namespace/name`) of either mesh, with those that routes name and the input does not have. */
function gatewaysIn(meshes: readonly Mesh[]): readonly string[] {
  const named = meshes.flatMap(({ gateways, routes, nodeRoutes }) => [
    ...gateways.map(({ namespace, name }) => `${namespace}/${name}`),
    ...[...routes, ...nodeRoutes].flatMap(({ bindings }) =>
      bindings.flatMap((binding) => (binding.to === 'gateway' ? [`${binding.namespace}/${binding.name}`] : [])),
    ),
  ])
  return [...new Set(named)]
}

/** Kinds of which an object decides about destinations in its own namespace and those that are linked to it alone, whatever it says. */
const ofLinkedNamespaces: ReadonlySet<string> = new Set([
  'networking.istio.io/VirtualService',
  'security.istio.io/AuthorizationPolicy',
  'security.istio.io/PeerAuthentication',
  'security.istio.io/RequestAuthentication',
])

/** What was not read, without its places: what is new among it may decide about anything. */
function unreadText({ unread }: Mesh): string {
  return JSON.stringify(unread.map(({ span: _, place: __, either, ...rest }: UnreadInput) => ({ ...rest, second: either !== undefined })))
}
