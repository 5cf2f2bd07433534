/** A kind that is read from a cluster: its resource as kubectl names it, with the group. */
export interface ClusterKind {
  readonly resource: string
  readonly kind: string
  /** Objects of the cluster, which have no namespace. */
  readonly clusterScoped?: true
}

function namespaced(group: string, ...named: readonly [plural: string, kind: string][]): ClusterKind[] {
  return named.map(([plural, kind]) => ({ resource: group === '' ? plural : `${plural}.${group}`, kind }))
}

function ofCluster(group: string, ...named: readonly [plural: string, kind: string][]): ClusterKind[] {
  return namespaced(group, ...named).map((one) => ({ ...one, clusterScoped: true }))
}

/**
 * Every kind that may decide about requests (`decidingKinds`), and policies that change what is applied. Secrets are not among them. A cluster has
 * the kinds of what is installed; the others are left out.
 */
export const clusterKinds: readonly ClusterKind[] = [
  ...ofCluster('', ['namespaces', 'Namespace']),
  ...namespaced('', ['services', 'Service'], ['configmaps', 'ConfigMap'], ['pods', 'Pod']),
  ...namespaced('', ['replicationcontrollers', 'ReplicationController']),
  ...namespaced('apps', ['deployments', 'Deployment'], ['statefulsets', 'StatefulSet'], ['daemonsets', 'DaemonSet']),
  ...namespaced('apps', ['replicasets', 'ReplicaSet']),
  ...namespaced('batch', ['jobs', 'Job'], ['cronjobs', 'CronJob']),
  ...namespaced('argoproj.io', ['rollouts', 'Rollout']),
  ...namespaced('flagger.app', ['canaries', 'Canary']),
  ...namespaced('apps.openshift.io', ['deploymentconfigs', 'DeploymentConfig']),
  ...namespaced('apps.kruise.io', ['clonesets', 'CloneSet']),
  ...namespaced('security.istio.io', ['authorizationpolicies', 'AuthorizationPolicy'], ['peerauthentications', 'PeerAuthentication']),
  ...namespaced('security.istio.io', ['requestauthentications', 'RequestAuthentication']),
  ...namespaced('networking.istio.io', ['virtualservices', 'VirtualService'], ['destinationrules', 'DestinationRule']),
  ...namespaced('networking.istio.io', ['gateways', 'Gateway'], ['serviceentries', 'ServiceEntry'], ['sidecars', 'Sidecar']),
  ...namespaced('networking.istio.io', ['envoyfilters', 'EnvoyFilter'], ['workloadentries', 'WorkloadEntry']),
  ...namespaced('networking.istio.io', ['workloadgroups', 'WorkloadGroup']),
  ...namespaced('extensions.istio.io', ['wasmplugins', 'WasmPlugin'], ['trafficextensions', 'TrafficExtension']),
  ...namespaced('install.istio.io', ['istiooperators', 'IstioOperator']),
  ...ofCluster('sailoperator.io', ['istios', 'Istio'], ['istiorevisions', 'IstioRevision']),
  ...namespaced('maistra.io', ['servicemeshcontrolplanes', 'ServiceMeshControlPlane'], ['servicemeshmembers', 'ServiceMeshMember']),
  ...namespaced('maistra.io', ['servicemeshmemberrolls', 'ServiceMeshMemberRoll']),
  ...ofCluster('gateway.networking.k8s.io', ['gatewayclasses', 'GatewayClass']),
  ...namespaced('gateway.networking.k8s.io', ['gateways', 'Gateway'], ['listenersets', 'ListenerSet'], ['httproutes', 'HTTPRoute']),
  ...namespaced('gateway.networking.k8s.io', ['grpcroutes', 'GRPCRoute'], ['tcproutes', 'TCPRoute'], ['tlsroutes', 'TLSRoute']),
  ...namespaced('gateway.networking.k8s.io', ['udproutes', 'UDPRoute'], ['referencegrants', 'ReferenceGrant']),
  ...namespaced('gateway.networking.k8s.io', ['backendtlspolicies', 'BackendTLSPolicy']),
  ...namespaced('gateway.networking.x-k8s.io', ['xlistenersets', 'XListenerSet'], ['xbackendtrafficpolicies', 'XBackendTrafficPolicy']),
  ...namespaced('networking.k8s.io', ['networkpolicies', 'NetworkPolicy']),
  ...ofCluster('policy.networking.k8s.io', ['adminnetworkpolicies', 'AdminNetworkPolicy']),
  ...ofCluster('policy.networking.k8s.io', ['baselineadminnetworkpolicies', 'BaselineAdminNetworkPolicy']),
  ...ofCluster('policy.networking.k8s.io', ['clusternetworkpolicies', 'ClusterNetworkPolicy']),
  ...namespaced('crd.projectcalico.org', ['networkpolicies', 'NetworkPolicy']),
  ...ofCluster('crd.projectcalico.org', ['globalnetworkpolicies', 'GlobalNetworkPolicy']),
  ...namespaced('cilium.io', ['ciliumnetworkpolicies', 'CiliumNetworkPolicy'], ['ciliumenvoyconfigs', 'CiliumEnvoyConfig']),
  ...namespaced('cilium.io', ['ciliumlocalredirectpolicies', 'CiliumLocalRedirectPolicy']),
  ...ofCluster(
    'cilium.io',
    ['ciliumclusterwidenetworkpolicies', 'CiliumClusterwideNetworkPolicy'],
    ['ciliumcidrgroups', 'CiliumCIDRGroup'],
  ),
  ...ofCluster('cilium.io', ['ciliumclusterwideenvoyconfigs', 'CiliumClusterwideEnvoyConfig']),
  ...ofCluster('kyverno.io', ['clusterpolicies', 'ClusterPolicy']),
  ...namespaced('kyverno.io', ['policies', 'Policy']),
  ...ofCluster('admissionregistration.k8s.io', ['mutatingadmissionpolicies', 'MutatingAdmissionPolicy']),
]
