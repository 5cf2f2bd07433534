import type { RequestAuthentication } from '../authentication.ts'
import type { AuthorizationPolicy, PolicyTarget } from '../authorization.ts'
import type { Waypoint } from '../gateway.ts'
import type { Mesh } from '../mesh.ts'
import type { ExternalHost, PortProtocol, Service, ServicePort } from '../service.ts'
import { selects, type WaypointBinding, type Workload } from '../workload.ts'

export function findService(mesh: Mesh, namespace: string, name: string): Service | undefined {
  return mesh.services.find((service) => service.namespace === namespace && service.name === name)
}

export function findWorkload(mesh: Mesh, namespace: string, name: string): Workload | undefined {
  return mesh.workloads.find((workload) => workload.namespace === namespace && workload.name === name)
}

/** Pods behind a Service. */
export function backing(mesh: Mesh, service: Service): readonly Workload[] {
  const selector = service.selector
  if (selector === undefined || Object.keys(selector).length === 0) return []
  return mesh.workloads.filter(
    (workload) => workload.namespace === service.namespace && !workload.gateway && selects(selector, workload.labels),
  )
}

/** The container port behind a service port; undefined when it is a name that the pod does not declare. */
export function containerPort(port: ServicePort, workload: Workload): number | undefined {
  if (typeof port.targetPort === 'number') return port.targetPort
  return workload.ports.find((candidate) => candidate.name === port.targetPort)?.port
}

/**
 * How Istio reads the bytes on a pod's port: the declaration of the Service that has the port, `auto` when no Service has it. When
 * Services disagree the oldest wins (istio:pilot/pkg/serviceregistry/kube/controller); ages are rarely in the input, so the
 * disagreement is told as undefined.
 */
export function protocolOf(mesh: Mesh, workload: Workload, port: number): PortProtocol | undefined {
  const declared = new Set<PortProtocol>()
  for (const service of mesh.services) {
    if (service.namespace !== workload.namespace || service.selector === undefined || !selects(service.selector, workload.labels)) continue
    for (const candidate of service.ports) if (containerPort(candidate, workload) === port) declared.add(candidate.protocol)
  }
  if (declared.size === 0) return 'auto'
  return declared.size === 1 ? [...declared][0] : undefined
}

/** True when the port's filter chain understands HTTP for a client that speaks `protocol`. */
export function isHttp(declared: PortProtocol, protocol: 'http' | 'tcp'): boolean {
  return declared === 'http' || declared === 'http2' || declared === 'grpc' || (declared === 'auto' && protocol === 'http')
}

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
  const namespace = mesh.namespaces.find((candidate) => candidate.name === object.namespace)
  const binding = object.waypoint ?? namespace?.waypoint
  if (binding === undefined || binding.none) return undefined
  const waypoint = mesh.waypoints.find((candidate) => candidate.namespace === binding.namespace && candidate.name === binding.name)
  if (waypoint === undefined || waypoint.ready === false) return undefined
  if (waypoint.traffic !== traffic && waypoint.traffic !== 'all') return undefined
  return admits(waypoint, object.namespace, namespace?.labels ?? {}) ? waypoint : undefined
}

function admits(waypoint: Waypoint, namespace: string, labels: Readonly<Record<string, string>>): boolean {
  if (waypoint.admits === 'same') return waypoint.namespace === namespace
  return waypoint.admits === 'all' || selects(waypoint.admits.labels, labels)
}

/** True when an ingress gateway sends requests for the Service through its waypoint. */
export function ingressUsesWaypoint(mesh: Mesh, service: Service): boolean {
  if (mesh.settings.flags.ENABLE_INGRESS_WAYPOINT_ROUTING === 'false') return false
  return (
    service.ingressUsesWaypoint ?? mesh.namespaces.find((namespace) => namespace.name === service.namespace)?.ingressUsesWaypoint ?? false
  )
}

/**
 * Policies that a waypoint enforces on the chain of a Service or ServiceEntry, or on the one for pod addresses (undefined), which only
 * Gateway and GatewayClass reach: nothing but targets counts (istio:pilot/pkg/model/policyattachment.go).
 */
export function policiesAtWaypoint<P extends AuthorizationPolicy | RequestAuthentication>(
  mesh: Mesh,
  policies: readonly P[],
  waypoint: Waypoint,
  service: Service | ExternalHost | undefined,
): P[] {
  return policies.filter((policy) => {
    const attachment = policy.attachment
    return (
      attachment.scope === 'targets' && attachment.targets.some((target) => targeted(mesh, target, attachment.namespace, waypoint, service))
    )
  })
}

function targeted(
  mesh: Mesh,
  target: PolicyTarget,
  namespace: string,
  waypoint: Waypoint,
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
    default:
      return false
  }
}
