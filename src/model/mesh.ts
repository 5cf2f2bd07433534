import type { Place } from '../diagnostics/place.ts'
import type { PeerAuthentication, RequestAuthentication } from './authentication.ts'
import type { AuthorizationPolicy } from './authorization.ts'
import type { BackendPolicy } from './backend.ts'
import type { EgressVisibility } from './egress.ts'
import type { AddressGroup, EndpointPolicy } from './endpoint-policy.ts'
import type { Extension } from './extension.ts'
import type { EdgeGateway, Waypoint } from './gateway.ts'
import type { LabelUse } from './label-use.ts'
import type { NetworkPolicy } from './network-policy.ts'
import type { BackendGrant, NodeRoutes } from './node-routes.ts'
import type { RouteTable } from './route.ts'
import type { ExternalHost, Service } from './service.ts'
import type { MeshSettings } from './settings.ts'
import type { UnreadInput } from './unread.ts'
import type { Namespace, Workload } from './workload.ts'

/**
 * A mesh: everything that decides what happens to a request, in the model's own nouns. It belongs to no dialect: readers make it from
 * manifests, targets write it as manifests, and comparison looks at nothing else. Lists are sorted by namespace and name, so that the
 * order of files does not matter; where age decides, ties fall back to that order.
 */
export interface Mesh {
  readonly settings: MeshSettings
  readonly namespaces: readonly Namespace[]
  readonly workloads: readonly Workload[]
  readonly services: readonly Service[]
  readonly externalHosts: readonly ExternalHost[]
  readonly gateways: readonly EdgeGateway[]
  readonly waypoints: readonly Waypoint[]
  readonly authorization: readonly AuthorizationPolicy[]
  readonly peerAuthentication: readonly PeerAuthentication[]
  readonly requestAuthentication: readonly RequestAuthentication[]
  /** Routes that Istio's proxies follow, as istiod has them. */
  readonly routes: readonly RouteTable[]
  /** Routes that the proxies of Cilium's nodes follow. */
  readonly nodeRoutes: readonly NodeRoutes[]
  /** What lets routes of other namespaces name Services (ReferenceGrant): Cilium asks for it, istiod does not in a mesh. */
  readonly backendGrants: readonly BackendGrant[]
  readonly backendPolicies: readonly BackendPolicy[]
  readonly egress: readonly EgressVisibility[]
  readonly extensions: readonly Extension[]
  readonly networkPolicies: readonly NetworkPolicy[]
  readonly endpointPolicies: readonly EndpointPolicy[]
  /** The NetworkPolicies of `networkPolicies` once more, as Cilium enforces them: in one pool with its own policies. */
  readonly kubernetesPolicies: readonly EndpointPolicy[]
  /** What policies of the network call by name (CiliumCIDRGroup). */
  readonly addressGroups: readonly AddressGroup[]
  /** VM templates (WorkloadGroup): machines that join with a sidecar agent. */
  readonly machineGroups: readonly { readonly name: string; readonly namespace: string; readonly place: Place }[]
  /** Objects by which a controller writes tables of routes and rules of destinations, such as Flagger's Canary; by the names of what it writes. */
  readonly routeControllers: readonly {
    readonly kind: string
    readonly name: string
    readonly namespace: string
    readonly routes: readonly string[]
    readonly backendPolicies: readonly string[]
    /** False where the tables are for gateways alone. */
    readonly mesh: boolean
    readonly place: Place
  }[]
  /** ServiceAccounts in the input. */
  readonly serviceAccounts: readonly { readonly name: string; readonly namespace: string; readonly place: Place }[]
  /** Selectors of objects of any kind that name a label by which pods or namespaces are enrolled, or one that the injector writes. */
  readonly labelUses: readonly LabelUse[]
  /** What is in the input and was not read, each with what it may be. */
  readonly unread: readonly UnreadInput[]
}

/** The full DNS name of a host as written in a resource of a namespace: a name without any dot gets the namespace and the cluster's domain (istio:pkg/config/model ResolveShortnameToFQDN); any other is left alone. */
export function resolveHost(host: string, namespace: string, clusterDomain: string): string {
  return host.includes('.') || host.includes('*') ? host : `${host}.${namespace}.svc.${clusterDomain}`
}
