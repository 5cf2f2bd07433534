import { isStrict } from '../model/authentication.ts'
import { rulePredicate } from '../model/authorization.ts'
import { type DataPlane, mayHaveSidecars } from '../model/data-plane.ts'
import { mayName } from '../model/identity-names.ts'
import { type Mesh, resolveHost } from '../model/mesh.ts'
import { atomsOf } from '../model/predicate.ts'
import type { RouteTable } from '../model/route.ts'
import type { Labels } from '../model/workload.ts'
import { attachedTo } from '../resolve/attachment.ts'
import { serviceOfHost } from '../resolve/hosts.ts'
import { sidecarsFor } from '../resolve/routes/sidecar-scope.ts'
import { visibleTo } from '../resolve/routes/table-hosts.ts'

/**
 * The mesh once its sidecars are removed. Gateways stay, and so do the sidecars that still have something to do: those of pods to which an
 * AuthorizationPolicy, a RequestAuthentication or a PeerAuthentication with STRICT is attached, and in its namespaces of pods that the input does
 * not have. Clients need theirs to show who they are (those of namespaces that such a policy names, and all clients beside STRICT), and to follow
 * a VirtualService that stays for the mesh, unless the proxies of nodes have routes for its Services. Those that alone keep their pods to the registry
 * (REGISTRY_ONLY) stay where no policy of Cilium closes what leaves these. Where `labelsTell`, as in the output of a conversion, pods that are
 * labelled to have a sidecar keep it.
 */
export function withoutSidecars(mesh: Mesh, labelsTell: boolean): Mesh {
  const strict = mesh.peerAuthentication.filter(isStrict)
  const staying = [...mesh.authorization, ...mesh.requestAuthentication, ...strict].map(({ attachment }) => attachment)
  const identities = mesh.authorization
    .flatMap(({ rules }) => rules)
    .flatMap((rule) => [...atomsOf(rulePredicate(rule))])
    .flatMap((atom) => (atom.kind === 'identity' ? [atom.match] : []))
  const followed = mesh.routes.filter((table) => isFollowed(mesh, table))
  const plain = <One extends { readonly dataPlane: DataPlane }>(one: One): One =>
    mayHaveSidecars(one.dataPlane) && !(labelsTell && one.dataPlane === 'sidecar') ? { ...one, dataPlane: 'none' } : one
  const isNamed = (namespace: string): boolean => strict.length > 0 || identities.some((match) => mayName(match, namespace))
  const isClient = (namespace: string): boolean => isNamed(namespace) || followed.some((table) => visibleTo(mesh, table, namespace))
  const isGoverned = (namespace: string): boolean =>
    isClient(namespace) ||
    keptToRegistry(mesh, { namespace, labels: undefined }) ||
    staying.some((one) => one.scope === 'mesh' || one.namespace === undefined || one.namespace === namespace)
  return {
    ...mesh,
    namespaces: mesh.namespaces.map((one) => (isGoverned(one.name) ? one : plain(one))),
    workloads: mesh.workloads.map((pod) =>
      pod.gateway ||
      isClient(pod.namespace) ||
      keptToRegistry(mesh, pod) ||
      staying.some((attachment) => attachedTo(attachment, pod, mesh.settings))
        ? pod
        : plain(pod),
    ),
  }
}

/** Whether sidecars of clients need to follow a VirtualService. */
function isFollowed(mesh: Mesh, table: RouteTable): boolean {
  if (table.order !== 'first-match' || table.delegateOnly || !table.bindings.some(({ to }) => to === 'mesh')) return false
  return !table.hosts.every(({ host }) => isRoutedByNodes(mesh, resolveHost(host, table.namespace, mesh.settings.clusterDomain)))
}

function isRoutedByNodes(mesh: Mesh, host: string): boolean {
  const service = serviceOfHost(mesh, host, '')
  return (
    service !== undefined &&
    mesh.nodeRoutes.some(({ bindings }) =>
      bindings.some(
        (binding) => binding.to === 'service' && binding.target.name === service.name && binding.namespace === service.namespace,
      ),
    )
  )
}

/** Whether REGISTRY_ONLY still is for the sidecars to enforce. Pods that the input does not have may be any of their namespace. */
function keptToRegistry(mesh: Mesh, pods: { readonly namespace: string; readonly labels: Labels | undefined }): boolean {
  const isClosed = mesh.endpointPolicies.some(({ namespace, egress }) => namespace === pods.namespace && egress.defaultDeny)
  const modes = sidecarsFor(mesh, pods).map((one) => one?.outboundPolicy?.mode ?? mesh.settings.outboundPolicy)
  return !isClosed && modes.includes('registry-only')
}
