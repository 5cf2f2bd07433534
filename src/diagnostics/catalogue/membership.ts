import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

/** Who is enrolled, and why others are not. */
export const membership = {
  namespacesNotShown: define<{ namespaces: readonly string[] }>({
    code: 'US3060',
    severity: 'warning',
    title: 'Namespaces that nothing shows to be in the mesh are not enrolled',
    message: ({ namespaces }) =>
      `nothing in the input shows sidecars in ${namespaces.map((name) => `\`${name}\``).join(', ')}, so ${namespaces.length === 1 ? 'this namespace stays as it is' : 'these namespaces stay as they are'}; \`kubectl get namespace ${namespaces.join(' ')} -o yaml > namespaces.yaml\` fetches the labels that say more`,
    help: 'Add the Namespaces to the input, with their labels as the cluster has them.',
    why: 'What is not in the mesh has no identity. Enrolling it would give its pods one, and policies that denied them could let them in. Whether pods have sidecars is a label of their Namespace or their own (istio:manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml).',
  }),
  podsNotShown: define<{ workload: string; namespace: string }>({
    code: 'US3063',
    severity: 'warning',
    title: 'Pods that nothing shows to have a sidecar are not enrolled',
    message: ({ workload, namespace }) =>
      `nothing in the input shows a sidecar at \`${workload}\`, so it stays as it is; \`kubectl get namespace ${namespace} -o yaml > namespaces.yaml\` fetches the labels that say more`,
    help: 'Add the Namespace to the input, with its labels as the cluster has them.',
    why: 'Other pods of the namespace say themselves that they are injected; these say nothing, and without the labels of the Namespace they may be outside the mesh, where they have no identity.',
  }),
  systemNamespaceStays: define<{ namespace: string }>({
    code: 'US3061',
    severity: 'warning',
    title: 'A namespace of the system is never enrolled',
    message: ({ namespace }) => `\`${namespace}\` is a namespace of the system, so its pods stay on their sidecars`,
    help: 'Move what belongs to applications to a namespace of its own.',
    why: 'ztunnel, istiod and what a cluster needs to start run in kube-system, kube-public, kube-node-lease, istio-system and the root namespace of the mesh; a policy or a redirection that stops them stops the cluster (istio.io ambient/install).',
  }),
  forGateways: define<{ object: string }>({
    code: 'US3064',
    severity: 'info',
    title: 'What is attached to gateways alone stays with them',
    message: ({ object }) => `\`${object}\` is attached to gateways, which stay what they are and go on with it`,
    help: 'Nothing to do. If its labels are those of pods with sidecars as well, add those pods to the input.',
    fate: 'kept',
    why: "Gateways are no sidecars: they do not leave anything when a namespace is enrolled. Their pods are known by the labels of Istio's charts (`istio: ingressgateway`), or by those that a Gateway selects, also where a Helm release keeps them outside the input.",
  }),
  identityOfSpire: define<{ workload: string; template: string }>({
    code: 'US3065',
    severity: 'error',
    title: 'Identities by SPIRE do not work with ztunnel',
    message: ({ workload, template }) =>
      `the injection template \`${template}\` gives \`${workload}\` an identity of SPIRE, which ztunnel cannot ask for, so it stays on its sidecar`,
    help: 'Let istiod issue the identity of this workload, and look at the policies that name it, before it moves.',
    fate: 'refused',
    why: 'ztunnel gets the certificates of the pods on its node from istiod (ztunnel:src/identity); SPIRE is named among what blocks a migration (istio.io ambient/migrate/before-you-begin).',
  }),
  noAmbientMode: define<{ object: string }>({
    code: 'US3256',
    severity: 'error',
    title: 'A control plane of OpenShift Service Mesh 2 has no ambient mode',
    message: ({ object }) => `\`${object}\` is of OpenShift Service Mesh 2, which has no ambient mode, so every workload keeps its sidecar`,
    help: 'Move to OpenShift Service Mesh 3 (or Istio itself) with sidecars first, where labels of Namespaces and pods say who is in the mesh; convert what runs then, without the roll.',
    fate: 'refused',
    why: 'OpenShift Service Mesh 2 ends with Istio 1.20; ambient mode is in OpenShift Service Mesh 3 (docs.redhat.com, "Migrating from OpenShift Service Mesh 2.6"). Without ztunnel and waypoints nothing would enforce what sidecars did.',
  }),
  outsideDiscovery: define<{ namespace: string; setting: string }>({
    code: 'US3254',
    severity: 'error',
    title: 'A namespace that istiod does not see cannot move',
    message: ({ namespace, setting }) =>
      `istiod does not see \`${namespace}\`, or may not (\`${setting}\`), so ztunnel would know none of its pods and they stay on their sidecars`,
    help: 'Give the Namespace the labels that the selectors ask for, or make it a member of the mesh, and check that policies there decide what they should.',
    fate: 'refused',
    why: 'What istiod does not watch, ztunnel does not hear of: neither pods nor policies (istio:pilot/pkg/serviceregistry/ambient uses the same filter).',
  }),
  discoveryLabelChanges: define<{ namespace: string; label: string }>({
    code: 'US3255',
    severity: 'error',
    title: 'The label that a move changes is the one by which istiod sees the namespace',
    message: ({ namespace, label }) =>
      `\`discoverySelectors\` names \`${label}\`, which a move of \`${namespace}\` changes, so istiod would see other things there and it stays`,
    help: 'Let `discoverySelectors` ask for a label that does not enrol, or for `istio.io/dataplane-mode` as well, and convert again.',
    fate: 'refused',
    why: 'Policies, routes and pods of a namespace that istiod does not see are nothing to it (istio:pilot/pkg/bootstrap/server.go): what they deny would be allowed.',
  }),
  proxyChanged: define<{ workload: string; annotation: string; what: string }>({
    code: 'US3413',
    severity: 'error',
    title: "A sidecar that is not Istio's own may decide anything",
    message: ({ workload, annotation, what }) =>
      `\`${annotation}\` (\`${what}\`) changes the proxy of \`${workload}\` in ways that no manifest shows, so what it admits and sends is not known and it stays on its sidecar`,
    help: 'Say what it does in policies and routes and drop the annotation, or accept its loss with `--assume extensions-reviewed`.',
    fate: 'refused',
    why: 'A bootstrap, an image, a template or settings of its own (`ISTIO_BOOTSTRAP`, `runtimeValues`) can add filters, answer requests or ask another control plane (istio api:annotation/annotations.yaml, api:mesh/v1alpha1/proxy.proto). ztunnel and waypoints do nothing of it.',
  }),
  unknownEndpoints: define<{ object: string }>({
    code: 'US3263',
    severity: 'error',
    title: 'A waypoint would lead to addresses of unknown pods',
    message: ({ object }) =>
      `\`${object}\` has a waypoint and leads to bare addresses, and whatever pods have them would see the identity of the waypoint in place of the client's, so clients stay on their sidecars`,
    help: 'Give it a selector (`workloadSelector` for a ServiceEntry), or take it out of the waypoint with `istio.io/use-waypoint: none`.',
    fate: 'refused',
    why: 'A waypoint sends requests on under its own identity, and only what it is asked for has its policies (istio:pilot/pkg/xds/endpoints/endpoint_builder.go). Sidecars of clients pass no waypoint. Where policies or STRICT decide who reaches pods, an address may be theirs.',
  }),
  otherNetworksBypass: define<{ gateway: string; network: string | undefined }>({
    code: 'US3066',
    severity: 'error',
    title: 'Callers of other networks bypass the waypoints',
    message: ({ gateway, network }) =>
      `callers of other networks arrive through the AUTO_PASSTHROUGH server of \`${gateway}\`${network === undefined ? '' : ` in network \`${network}\``} and bypass the waypoints, so the namespaces of the Services that it names stay on their sidecars`,
    help: 'Move to an east-west gateway of class `istio-east-west` with ambient mode in every network, or name only the hosts that other networks call in the server.',
    fate: 'refused',
    why: 'Such a gateway routes by SNI to the sidecar of the pod (istio:pilot/pkg/networking/core/gateway.go); ambient mode joins networks by HBONE gateways, and sidecars of another network do not use waypoints (istio.io ambient/migrate/before-you-begin).',
  }),
  proxyWrittenOut: define<{ workload: string }>({
    code: 'US3062',
    severity: 'error',
    title: 'A proxy that is written out in the pods cannot be taken away by labels',
    message: ({ workload }) =>
      `the proxy of \`${workload}\` is a part of its own manifest, so labels do not take it away and it stays on its sidecar`,
    help: 'Take the container `istio-proxy`, its init container and `sidecar.istio.io/status` out of the manifest, and let the label of the namespace inject it until then.',
    fate: 'refused',
    why: 'The output of `istioctl kube-inject`, and pods as a cluster exports them, have the containers of the sidecar inside; istio-cni leaves pods alone that have them (istio:cni/pkg/util PodRedirectionEnabled).',
  }),
} as const
