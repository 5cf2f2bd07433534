import type { RequestAuthentication } from '../model/authentication.ts'
import type { AuthorizationPolicy, PolicyTarget } from '../model/authorization.ts'
import type { Waypoint } from '../model/gateway.ts'
import { meetsSelector } from '../model/label-selector.ts'
import type { Mesh } from '../model/mesh.ts'
import type { ExternalHost, PortProtocol, Service, ServicePort } from '../model/service.ts'
import { selects, type WaypointBinding, type Workload } from '../model/workload.ts'
import { ingressListeners } from './attach/ingress-listener.ts'
import { byNamespace, perMesh } from './host-index.ts'

const servicesIn = perMesh((mesh) => byNamespace(mesh.services))
const workloadsIn = perMesh((mesh) => byNamespace(mesh.workloads))
const servicesByName = perMesh((mesh) => new Map(mesh.services.map((service) => [`${service.namespace}/${service.name}`, service])))
const workloadsByName = perMesh((mesh) => {
  const index = new Map<string, Workload>()
  // Of several kinds with one name the first counts.
  for (const workload of mesh.workloads) {
    const name = `${workload.namespace}/${workload.name}`
    if (!index.has(name)) index.set(name, workload)
  }
  return index
})
const namespacesByName = perMesh((mesh) => new Map(mesh.namespaces.map((namespace) => [namespace.name, namespace])))
const waypointsByName = perMesh((mesh) => new Map(mesh.waypoints.map((waypoint) => [`${waypoint.namespace}/${waypoint.name}`, waypoint])))

export function findService(mesh: Mesh, namespace: string, name: string): Service | undefined {
  return servicesByName(mesh).get(`${namespace}/${name}`)
}

export function findWorkload(mesh: Mesh, namespace: string, name: string): Workload | undefined {
  return workloadsByName(mesh).get(`${namespace}/${name}`)
}

/** Pods behind a Service. */
export function backing(mesh: Mesh, service: Service): readonly Workload[] {
  const selector = service.selector
  if (selector === undefined || Object.keys(selector).length === 0) return []
  return workloadsIn(mesh)(service.namespace).filter((workload) => !workload.gateway && selects(selector, workload.labels))
}

/**
 * Pods behind a ServiceEntry, with the port that a request for `port` reaches there; none where it has no selector. They are its endpoints
 * whatever it says about its location (istio:pilot/pkg/serviceregistry/serviceentry, istio:pilot/pkg/serviceregistry/ambient/services.go).
 */
export function backingEntry(mesh: Mesh, entry: ExternalHost, port: number): readonly { readonly pod: Workload; readonly port: number }[] {
  const { namespace, workloadSelector, ports } = entry
  if (workloadSelector === undefined) return []
  const target = ports.find((own) => own.port === port)?.targetPort ?? port
  return workloadsIn(mesh)(namespace)
    .filter((pod) => !pod.gateway && selects(workloadSelector, pod.labels))
    .map((pod) => ({ pod, port: target }))
}

/** Services whose selector selects a workload's pods. */
export function servicesSelecting(mesh: Mesh, { namespace, labels }: Workload): readonly Service[] {
  return servicesIn(mesh)(namespace).filter(({ selector }) => selector !== undefined && selects(selector, labels))
}

/** The container port behind a service port; undefined when it is a name that the pod does not declare. */
export function containerPort(port: ServicePort, workload: Workload): number | undefined {
  if (typeof port.targetPort === 'number') return port.targetPort
  return workload.ports.find((candidate) => candidate.name === port.targetPort)?.port
}

/**
 * How Istio reads the bytes on a pod's port: the declaration of the Service that has the port, `auto` when no Service has it. When
 * Services disagree the oldest wins (istio:pilot/pkg/serviceregistry/kube/controller); ages are rarely in the input, so the
 * disagreement is told as undefined. A Sidecar with ingress listeners declares all ports itself; others pass through and are sniffed.
 */
export function protocolOf(mesh: Mesh, workload: Workload, port: number): PortProtocol | undefined {
  const declared = declaredProtocols(mesh, workload, port)
  if (declared.length === 0) return 'auto'
  return declared.length === 1 ? declared[0] : undefined
}

/** Every protocol that a Service, or in their place a Sidecar, declares for a pod's port, sorted. */
export function declaredProtocols(mesh: Mesh, workload: Workload, port: number): readonly PortProtocol[] {
  const listeners = ingressListeners(mesh, workload)
  if (listeners !== undefined) return [listeners.find((listener) => listener.port === port)?.protocol ?? 'auto']
  const declared = new Set<PortProtocol>()
  for (const service of servicesSelecting(mesh, workload)) {
    for (const candidate of service.ports) if (containerPort(candidate, workload) === port) declared.add(candidate.protocol)
  }
  return [...declared].sort()
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
  return byNamespace(policies.filter(({ attachment }) => attachment.scope === 'targets'))
}

/**
 * Policies that a waypoint enforces on the chain of a Service or ServiceEntry, or on the one for pod addresses (undefined), which only
 * Gateway and GatewayClass reach: nothing but targets counts (istio:pilot/pkg/model/policyattachment.go).
 */
export function policiesAtWaypoint(mesh: Mesh, waypoint: Waypoint, service: Service | ExternalHost | undefined): WaypointPolicies {
  const namespaces = new Set([waypoint.namespace, mesh.settings.rootNamespace, ...(service === undefined ? [] : [service.namespace])])
  const attached = <P extends AuthorizationPolicy | RequestAuthentication>(index: (namespace: string) => readonly P[]): P[] =>
    [...namespaces]
      .flatMap(index)
      .filter(
        ({ attachment }) =>
          attachment.scope === 'targets' &&
          attachment.targets.some((target) => targeted(mesh, target, attachment.namespace, waypoint, service)),
      )
  const { authorization, authentication } = targetedIn(mesh)
  return { authorization: attached(authorization), authentication: attached(authentication) }
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
