import type { RequestAuthentication } from '../model/authentication.ts'
import type { Attachment, AuthorizationPolicy, PolicyTarget } from '../model/authorization.ts'
import type { Waypoint } from '../model/gateway.ts'
import { meetsSelector } from '../model/label-selector.ts'
import type { Mesh } from '../model/mesh.ts'
import type { ExternalHost, Service } from '../model/service.ts'
import type { WaypointBinding } from '../model/workload.ts'
import { indexByNamespace, perMesh } from './host-index.ts'

const namespacesByName = perMesh((mesh) => new Map(mesh.namespaces.map((namespace) => [namespace.name, namespace])))
const waypointsByName = perMesh((mesh) => new Map(mesh.waypoints.map((waypoint) => [`${waypoint.namespace}/${waypoint.name}`, waypoint])))

/**
 * The waypoint that requests for a Service's virtual IP traverse, or why there is none. An object's own label beats the namespace's and
 * does not fall back to it (istio:pilot/pkg/serviceregistry/ambient/waypoints.go).
 */
export function waypointOf(mesh: Mesh, service: Service): Waypoint | undefined {
  return service.headless || service.externalName !== undefined ? undefined : boundWaypoint(mesh, service, 'service')
}

/**
 * The waypoint that an object's label, or else its namespace's, binds it to, if that waypoint is there, ready, admits the namespace and
 * takes such traffic: `service` for virtual IPs, `workload` for pod addresses.
 */
export function boundWaypoint(
  mesh: Mesh,
  object: { readonly namespace: string; readonly waypoint?: WaypointBinding },
  traffic: 'service' | 'workload',
): Waypoint | undefined {
  const namespace = namespacesByName(mesh).get(object.namespace)
  const binding = object.waypoint ?? namespace?.waypoint
  if (binding === undefined || binding.none) return undefined
  return usableWaypoint(mesh, binding, object.namespace, traffic)
}

function usableWaypoint(mesh: Mesh, binding: WaypointBinding, namespace: string, traffic: 'service' | 'workload'): Waypoint | undefined {
  const waypoint = waypointsByName(mesh).get(`${binding.namespace}/${binding.name}`)
  if (waypoint === undefined || waypoint.ready === false) return undefined
  if (waypoint.traffic !== traffic && waypoint.traffic !== 'all') return undefined
  return admitsNamespace(mesh, waypoint, namespace) ? waypoint : undefined
}

/** True when what a namespace has may be bound to a waypoint. */
export function admitsNamespace(mesh: Mesh, { admits, namespace: own }: Waypoint, namespace: string): boolean {
  if (admits === 'same') return own === namespace
  if (admits === 'all' || admits === 'none') return admits === 'all'
  // Kubernetes labels each namespace with its own name.
  const labels = { ...namespacesByName(mesh).get(namespace)?.labels, 'kubernetes.io/metadata.name': namespace }
  return meetsSelector(admits, labels)
}

/** A waypoint, and the share of the connections that it gets. */
export interface WaypointShare {
  readonly waypoint: Waypoint
  readonly share: number
}

/**
 * What requests for a Service or ServiceEntry are handed to, given the waypoint that it is bound to: that alone, or with its canary. The
 * canary is inherited where the first waypoint is, and what is wrong with it leaves everything to the first
 * (istio:pilot/pkg/serviceregistry/ambient/waypoints.go buildWeightedWaypoints).
 */
export function withCanary(mesh: Mesh, target: Service | ExternalHost, primary: Waypoint): readonly WaypointShare[] {
  const alone = [{ waypoint: primary, share: 1 }]
  const inherited = target.waypoint === undefined ? namespacesByName(mesh).get(target.namespace)?.canary : undefined
  const binding = target.canary?.binding ?? inherited?.binding
  const share = target.canary?.share ?? inherited?.share ?? 0
  if (binding === undefined || binding.none || share === 'invalid') return alone
  const canary = usableWaypoint(mesh, binding, target.namespace, 'service')
  if (canary === undefined || canary === primary) return alone
  return [
    { waypoint: primary, share: 1 - share },
    { waypoint: canary, share },
  ].filter((one) => one.share > 0)
}

/** True when an ingress gateway sends requests for the Service through its waypoint. */
export function ingressUsesWaypoint(mesh: Mesh, service: Service): boolean {
  if (mesh.settings.flags.ENABLE_INGRESS_WAYPOINT_ROUTING === 'false') return false
  return service.ingressUsesWaypoint ?? namespacesByName(mesh).get(service.namespace)?.ingressUsesWaypoint ?? false
}

/** The waypoint that a gateway sends requests for the Service through. It takes the place of all endpoints, of those of a subset, too. */
export function gatewayWaypointOf(mesh: Mesh, service: Service): Waypoint | undefined {
  return ingressUsesWaypoint(mesh, service) ? waypointOf(mesh, service) : undefined
}

/** What policies know a waypoint by. */
export type NamedWaypoint = Pick<Waypoint, 'name' | 'namespace' | 'className'>

/** What a waypoint enforces on one of its chains. */
export interface WaypointPolicies {
  readonly authorization: readonly AuthorizationPolicy[]
  readonly authentication: readonly RequestAuthentication[]
}

const targetedIn = perMesh((mesh) => ({
  authorization: targetedByNamespace(mesh.authorization),
  authentication: targetedByNamespace(mesh.requestAuthentication),
}))

function targetedByNamespace<P extends AuthorizationPolicy | RequestAuthentication>(
  policies: readonly P[],
): (namespace: string) => readonly P[] {
  return indexByNamespace(policies.filter(({ attachment }) => attachment.scope === 'targets'))
}

/**
 * Policies that a waypoint enforces on the chain of a Service or ServiceEntry, or on the one for pod addresses (undefined), which only
 * Gateway and GatewayClass reach: nothing but targets counts (istio:pilot/pkg/model/policyattachment.go).
 */
export function policiesAtWaypoint(mesh: Mesh, waypoint: NamedWaypoint, service: Service | ExternalHost | undefined): WaypointPolicies {
  const namespaces = new Set([waypoint.namespace, mesh.settings.rootNamespace, ...(service === undefined ? [] : [service.namespace])])
  const attached = <P extends AuthorizationPolicy | RequestAuthentication>(index: (namespace: string) => readonly P[]): P[] =>
    [...namespaces].flatMap(index).filter(({ attachment }) => reachesWaypoint(mesh, attachment, waypoint, service))
  const { authorization, authentication } = targetedIn(mesh)
  return { authorization: attached(authorization), authentication: attached(authentication) }
}

/** Whether `targetRefs` mean a waypoint, or a chain of it. */
export function reachesWaypoint(
  mesh: Mesh,
  attachment: Attachment,
  waypoint: NamedWaypoint,
  service: Service | ExternalHost | undefined,
): boolean {
  return (
    attachment.scope === 'targets' && attachment.targets.some((target) => targeted(mesh, target, attachment.namespace, waypoint, service))
  )
}

function targeted(
  mesh: Mesh,
  target: PolicyTarget,
  namespace: string,
  waypoint: NamedWaypoint,
  service: Service | ExternalHost | undefined,
): boolean {
  switch (target.kind) {
    case 'Service':
    case 'ServiceEntry': {
      if (service === undefined) return false
      const kind = 'resolution' in service ? 'ServiceEntry' : 'Service'
      return target.kind === kind && namespace === service.namespace && target.name === service.name
    }
    case 'Gateway':
      return namespace === waypoint.namespace && target.name === waypoint.name
    case 'GatewayClass':
      return namespace === mesh.settings.rootNamespace && target.name === waypoint.className && waypoint.className === 'istio-waypoint'
    case 'other':
      return false
  }
}
