import { editDistance } from '../algebra/edit-distance.ts'

/**
 * Where an object of a kind may decide about requests, which is what has to stay as it is while its meaning is unknown.
 *
 * - `mesh`: anywhere. A VirtualService sends or answers the requests of every client that it is exported to, a DestinationRule decides
 *   whether clients show an identity, mesh settings hold for all.
 * - `policy`: in its namespace, and in the whole mesh when that is the root namespace.
 * - `namespace`: in its namespace.
 * - `itself`: in the namespace of its own name.
 */
export type DecidingScope = 'mesh' | 'policy' | 'namespace' | 'itself'

const scopes: ReadonlyMap<string, DecidingScope> = new Map<string, DecidingScope>([
  ...kinds('policy', 'AuthorizationPolicy', 'RequestAuthentication', 'PeerAuthentication', 'Sidecar'),
  ...kinds('policy', 'EnvoyFilter', 'WasmPlugin', 'TrafficExtension'),
  ...kinds('mesh', 'VirtualService', 'DestinationRule', 'ServiceEntry'),
  ...kinds('mesh', 'HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'),
  ...kinds('mesh', 'CiliumClusterwideNetworkPolicy', 'CiliumClusterwideEnvoyConfig'),
  ...kinds('mesh', 'IstioOperator', 'Istio', 'IstioRevision', 'ServiceMeshControlPlane', 'ConfigMap'),
  ...kinds('mesh', 'ServiceMeshMemberRoll', 'GatewayClass', 'CiliumCIDRGroup'),
  ...kinds('mesh', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy', 'GlobalNetworkPolicy'),
  ...kinds('namespace', 'Gateway', 'ListenerSet', 'XListenerSet', 'ReferenceGrant', 'BackendTLSPolicy', 'XBackendTrafficPolicy'),
  ...kinds('namespace', 'Service', 'WorkloadEntry', 'WorkloadGroup', 'ServiceMeshMember'),
  ...kinds('namespace', 'NetworkPolicy', 'CiliumNetworkPolicy', 'CiliumEnvoyConfig', 'CiliumLocalRedirectPolicy'),
  ...kinds('namespace', 'Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob'),
  ...kinds('namespace', 'Rollout', 'Canary', 'DeploymentConfig', 'CloneSet'),
  ...kinds('itself', 'Namespace'),
])

/** The kinds of these groups are all known here: another one is a misspelt kind, and may stand for any. */
const closedGroups: ReadonlySet<string> = new Set([
  '',
  'apps',
  'batch',
  'networking.k8s.io',
  'extensions',
  'gateway.networking.k8s.io',
  'security.istio.io',
  'networking.istio.io',
  'extensions.istio.io',
  'install.istio.io',
  'cilium.io',
  'maistra.io',
  'sailoperator.io',
])

/** Further groups that have deciding kinds, beside kinds that are not known here. */
const openGroups: readonly string[] = [
  'apps.kruise.io',
  'apps.openshift.io',
  'argoproj.io',
  'crd.projectcalico.org',
  'flagger.app',
  'gateway.networking.x-k8s.io',
  'policy.networking.k8s.io',
  'projectcalico.org',
]

/** Kinds of the closed groups that decide about no request. */
const harmless: ReadonlySet<string> = new Set([
  ...['Binding', 'ComponentStatus', 'Endpoints', 'Event', 'LimitRange', 'Node', 'PersistentVolume', 'PersistentVolumeClaim'],
  ...['PodTemplate', 'ResourceQuota', 'Secret', 'ServiceAccount', 'ControllerRevision'],
  ...['Ingress', 'IngressClass', 'IPAddress', 'ServiceCIDR', 'Telemetry', 'HorizontalPodAutoscaler', 'PodDisruptionBudget'],
  ...['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition', 'Certificate', 'ServiceMonitor'],
  ...['PodSecurityPolicy', 'Scale', 'Eviction'],
  ...['IstioCNI', 'IstioRevisionTag', 'ZTunnel', 'MeshConfig'],
  ...['CiliumEndpoint', 'CiliumEndpointSlice', 'CiliumIdentity', 'CiliumNode', 'CiliumNodeConfig', 'CiliumEgressGatewayPolicy'],
  ...['CiliumLoadBalancerIPPool', 'CiliumL2AnnouncementPolicy', 'CiliumExternalWorkload', 'CiliumPodIPPool', 'CiliumGatewayClassConfig'],
  ...['CiliumBGPPeeringPolicy', 'CiliumBGPClusterConfig', 'CiliumBGPPeerConfig', 'CiliumBGPAdvertisement'],
  ...['CiliumBGPNodeConfig', 'CiliumBGPNodeConfigOverride'],
])

/** Pods, and what makes pods. */
export const workloadKinds: ReadonlySet<string> = new Set([
  ...['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob', 'Rollout'],
  ...['DeploymentConfig', 'CloneSet'],
])

/**
 * Where an object decides; undefined for what decides about no request. A group that cannot be seen (`undefined`, of a template) may be any
 * that has the kind.
 */
export function decidingScopeOf(group: string | undefined, kind: string): DecidingScope | undefined {
  if (group !== undefined && isForeignGroup(group)) return isOfNetwork(group, kind) ? scopes.get('ClusterNetworkPolicy') : undefined
  return scopes.get(kind)
}

export const decidingKinds: readonly string[] = [...scopes.keys()]

/**
 * The deciding kinds that an object may be, by what is visible of it: `Deployment` alone, none for a Certificate, any for a kind that a
 * group does not have (`AuthorisationPolicy`). A kind of another project's group is none, whatever it is called: Linkerd has an
 * AuthorizationPolicy (`policy.linkerd.io`), App Mesh a VirtualService (`appmesh.k8s.aws`).
 */
export function kindsThatMayBe(group: string | undefined, kind: string): 'any' | readonly string[] {
  if (group !== undefined && isForeignGroup(group)) return isOfNetwork(group, kind) ? ['ClusterNetworkPolicy'] : []
  if (scopes.has(kind)) return [kind]
  if (harmless.has(kind)) return []
  return group === undefined || isClosedGroup(group) ? 'any' : []
}

/** Groups in which network plugins have policies of their own, such as Antrea's Tier and NetworkPolicy or the SecurityPolicy of NSX. */
const networkGroups: ReadonlySet<string> = new Set([
  'crd.antrea.io',
  'crd.nsx.vmware.com',
  'k8s.cni.cncf.io',
  'kubeovn.io',
  'networking.k8s.aws',
  'nsx.vmware.com',
])

/**
 * Whether an object of another project may close ports of pods: what is called a NetworkPolicy anywhere, and policies of network plugins. By
 * port or by peer they decide otherwise about connections to port 15008 and from a waypoint (docs:ambient/usage/networkpolicy).
 */
function isOfNetwork(group: string, kind: string): boolean {
  return kind.endsWith('NetworkPolicy') || (networkGroups.has(group) && /(Policy|SecurityGroup|Subnet)$/.test(kind))
}

/** Such as `policy.linkerd.io`. One that is nearly a group of ours (`security.istio.oi`) is that group, misspelt. */
function isForeignGroup(group: string): boolean {
  if (isClosedGroup(group)) return false
  const known = foreignGroups.get(group)
  if (known !== undefined) return known
  const foreign =
    /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(group) && ![...closedGroups, ...openGroups].some((own) => editDistance(group, own) <= misspelt)
  foreignGroups.set(group, foreign)
  return foreign
}

/** Answers about groups that were asked before: an input has few groups and many objects. */
const foreignGroups = new Map<string, boolean>()

/** Letters in which a group may differ from the one that is meant. */
const misspelt = 2

/** True for kinds of the closed groups that decide about no request, such as a Role. */
export function isHarmless(kind: string): boolean {
  return harmless.has(kind)
}

/** A group whose kinds are all known here; `securty.istio.io` is a misspelt group of Istio's. */
export function isClosedGroup(group: string): boolean {
  return closedGroups.has(group) || (group.endsWith('istio.io') && group !== 'telemetry.istio.io')
}

function kinds(scope: DecidingScope, ...names: readonly string[]): [string, DecidingScope][] {
  return names.map((name) => [name, scope])
}
