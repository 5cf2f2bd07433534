import { definesAt } from '../diagnostic.ts'
import { quoted } from '../quoted.ts'

const define = definesAt('target')

/** Who is enrolled, and why others are not. */
export const membership = {
  namespacesNotShown: define<{ namespaces: readonly string[] }>({
    code: 'US3060',
    severity: 'warning',
    title: 'Namespaces without any sign of sidecars are not enrolled',
    message: ({ namespaces }) =>
      `nothing in the input shows sidecars in ${quoted(namespaces)}, so ${namespaces.length === 1 ? 'this namespace is not enrolled' : 'these namespaces are not enrolled'}; \`kubectl get namespace ${namespaces.join(' ')} -o yaml > namespaces.yaml\` fetches the labels that decide it`,
    help: 'Add the Namespaces to the input, with the labels that they have in the cluster.',
    why: 'Out-of-mesh pods have no identity. Enrolment would give them one, and policies that deny them today could admit them. Labels of the Namespace or of the pods decide about sidecars (istio:manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml).',
  }),
  podsNotShown: define<{ workload: string; namespace: string }>({
    code: 'US3063',
    severity: 'warning',
    title: 'Pods without any sign of a sidecar are not enrolled',
    message: ({ workload, namespace }) =>
      `nothing in the input shows a sidecar at \`${workload}\`, so it is not enrolled; \`kubectl get namespace ${namespace} -o yaml > namespaces.yaml\` fetches the labels that decide it`,
    help: 'Add the Namespace to the input, with the labels that it has in the cluster.',
    why: 'Other pods of the namespace have their own injection label; these have none. Without the labels of the Namespace they may be out-of-mesh pods, which have no identity.',
  }),
  systemNamespaceStays: define<{ namespace: string }>({
    code: 'US3061',
    severity: 'warning',
    title: 'A system namespace is never enrolled',
    message: ({ namespace }) => `\`${namespace}\` is a system namespace, so its pods keep their sidecars`,
    help: 'Move applications to a namespace of their own.',
    why: 'ztunnel, istiod and the components that a cluster needs to start run in kube-system, kube-public, kube-node-lease, istio-system and the root namespace of the mesh. A policy or redirection that blocks them can stop the cluster (istio.io ambient/install).',
  }),
  forGateways: define<{ object: string }>({
    code: 'US3064',
    severity: 'info',
    title: 'A policy for gateways only stays with them',
    message: ({ object }) => `\`${object}\` is attached to gateways, which do not move and keep enforcing it`,
    help: 'Nothing to do. If its labels also select pods with sidecars, add those pods to the input.',
    fate: 'kept',
    why: "Gateways are not sidecars: enrolling a namespace does not change them. Gateway pods are recognised by the labels of Istio's charts (`istio: ingressgateway`) or by the selector of a Gateway, even where a Helm release keeps the pods outside the input.",
  }),
  identityOfSpire: define<{ workload: string; template: string }>({
    code: 'US3065',
    severity: 'error',
    title: 'SPIRE identities do not work with ztunnel',
    message: ({ workload, template }) =>
      `the injection template \`${template}\` gives \`${workload}\` a SPIRE identity, which ztunnel cannot request, so it keeps its sidecar`,
    help: 'Let istiod issue the identity of this workload and review the policies that name it, then convert again.',
    fate: 'refused',
    why: 'ztunnel gets the certificates of the pods on its node from istiod (ztunnel:src/identity); the documentation lists SPIRE among the blockers of a migration (istio.io ambient/migrate/before-you-begin).',
  }),
  noAmbientMode: define<{ object: string }>({
    code: 'US3256',
    severity: 'error',
    title: 'OpenShift Service Mesh 2 has no ambient mode',
    message: ({ object }) =>
      `\`${object}\` belongs to OpenShift Service Mesh 2, which has no ambient mode, so every workload keeps its sidecar`,
    help: 'Move to OpenShift Service Mesh 3 (or to Istio) with sidecars first, where labels of Namespaces and pods enrol workloads. Then convert those manifests, without the member roll.',
    fate: 'refused',
    why: 'OpenShift Service Mesh 2 ends with Istio 1.20; ambient mode is in OpenShift Service Mesh 3 (docs.redhat.com, "Migrating from OpenShift Service Mesh 2.6"). Without ztunnel and waypoints nothing would enforce the policies of the sidecars.',
  }),
  outsideDiscovery: define<{ namespace: string; setting: string }>({
    code: 'US3254',
    severity: 'error',
    title: 'A namespace that istiod does not watch cannot move',
    message: ({ namespace, setting }) =>
      `istiod does not watch \`${namespace}\`, or may not (\`${setting}\`), so ztunnel would not know its pods, and they keep their sidecars`,
    help: 'Add the labels that the selectors require to the Namespace, or make it a member of the mesh, and review the policies there: they come into force.',
    fate: 'refused',
    why: 'ztunnel gets pods and policies only of the namespaces that istiod watches (istio:pilot/pkg/serviceregistry/ambient uses the same filter).',
  }),
  discoveryLabelChanges: define<{ namespace: string; label: string }>({
    code: 'US3255',
    severity: 'error',
    title: 'A move would change the label by which istiod watches the namespace',
    message: ({ namespace, label }) =>
      `\`discoverySelectors\` uses \`${label}\`, which a move of \`${namespace}\` changes, so istiod could stop watching it, and its pods keep their sidecars`,
    help: 'Use a label in `discoverySelectors` that does not enrol, or add `istio.io/dataplane-mode` to them, and convert again.',
    fate: 'refused',
    why: 'istiod ignores the policies, routes and pods of a namespace that it does not watch (istio:pilot/pkg/bootstrap/server.go): requests that those policies deny would be allowed.',
  }),
  proxyChanged: define<{ workload: string; annotation: string; what: string }>({
    code: 'US3413',
    severity: 'error',
    title: 'A customised sidecar may decide anything',
    message: ({ workload, annotation, what }) =>
      `\`${annotation}\` (\`${what}\`) changes the proxy of \`${workload}\` in ways that no manifest shows, so \`${workload}\` keeps its sidecar`,
    help: 'Replace it by policies and routes and remove the annotation, or accept its loss with `--assume extensions-reviewed`.',
    fate: 'refused',
    why: 'A custom bootstrap, image, injection template or runtime setting (`ISTIO_BOOTSTRAP`, `runtimeValues`) can add filters, answer requests or use another control plane (istio api:annotation/annotations.yaml, api:mesh/v1alpha1/proxy.proto). None of it applies to ztunnel and waypoints.',
  }),
  unknownEndpoints: define<{ object: string }>({
    code: 'US3263',
    severity: 'error',
    title: 'A waypoint would forward to unknown addresses',
    message: ({ object }) =>
      `\`${object}\` has a waypoint and plain addresses as endpoints; pods behind these addresses would see the waypoint's identity instead of the client's, so clients keep their sidecars`,
    help: 'Give it a selector (`workloadSelector` for a ServiceEntry), or remove it from the waypoint with `istio.io/use-waypoint: none`.',
    fate: 'refused',
    why: 'A waypoint forwards requests under its own identity and enforces the policies of the Service that was addressed, not those of the pods behind an address (istio:pilot/pkg/xds/endpoints/endpoint_builder.go). Client sidecars do not use the waypoint. An address may belong to pods that policies or STRICT protect.',
  }),
  otherNetworksBypass: define<{ gateway: string; network: string | undefined }>({
    code: 'US3066',
    severity: 'error',
    title: 'Clients in other networks bypass the waypoints',
    message: ({ gateway, network }) =>
      `clients in other networks arrive through the AUTO_PASSTHROUGH server of \`${gateway}\`${network === undefined ? '' : ` in network \`${network}\``} and bypass the waypoints, so the namespaces of the Services that it exposes keep their sidecars`,
    help: 'Move to an east-west gateway of class `istio-east-west` with ambient mode in every network, or list only the hosts that other networks call in the server.',
    fate: 'refused',
    why: 'Such a gateway routes by SNI to the sidecar of the pod (istio:pilot/pkg/networking/core/gateway.go); ambient mode joins networks by HBONE gateways, and sidecars of another network do not use waypoints (istio.io ambient/migrate/before-you-begin).',
  }),
  networksJoinedUnseen: define<Record<string, never>>({
    code: 'US3288',
    severity: 'error',
    title: 'Networks are joined by a gateway that the input does not have',
    message: () =>
      '`meshNetworks` joins networks, and the gateway through which clients of other networks arrive is not in the input, so the namespaces of all Services keep their sidecars',
    help: 'Add the east-west Gateway to the input, or move to one of class `istio-east-west` with ambient mode in every network, and remove `meshNetworks`.',
    fate: 'refused',
    why: 'The gateway that charts and samples install hands connections for every host of the mesh through by SNI (AUTO_PASSTHROUGH with `hosts: ["*.local"]`), past the waypoints; ambient mode joins networks by HBONE gateways (istio.io ambient/migrate/before-you-begin).',
  }),
  notCaptured: define<{ workload: string; setting: string }>({
    code: 'US3286',
    severity: 'error',
    title: 'Pods that ztunnel does not capture lose their enforcement point',
    message: ({ workload, setting }) =>
      `\`${setting}\` of \`${workload}\` keeps ztunnel from capturing what it receives, so \`${workload}\` keeps its sidecar`,
    help: 'Remove the label or annotation if the pods are to move, and convert again.',
    fate: 'refused',
    why: 'Beside a sidecar both have no effect. Without one, no proxy enforces policies or STRICT of such pods: istio-cni passes over pods with `istio.io/dataplane-mode: none`, and captures only what pods with `ambient.istio.io/bypass-inbound-capture` send (istio:cni/pkg/util/podutil.go, istio api:annotation/annotations.yaml).',
  }),
  routesUnseen: define<{ owner: string; object: string; setting: string }>({
    code: 'US3287',
    severity: 'error',
    title: 'A controller writes routes that are not in the input',
    message: ({ owner, object, setting }) =>
      `${owner} writes \`${object}\`, which is not in the input, so its clients and destinations keep their sidecars; ${setting}`,
    help: 'Change the setting of the controller, and convert again. `--assume routes-lost` moves the clients, whose requests then all go to the Service itself.',
    fate: 'refused',
    why: 'Flagger writes the VirtualService by which sidecars split requests between two versions (flagger:pkg/router/istio.go). It is in the cluster and in no repository. Clients in ambient mode do not use it, and a waypoint would be given it again and again in place of what a translation writes.',
    example: 'kind: Canary\nmetadata:\n  name: till\nspec:\n  targetRef:\n    name: till',
  }),
  proxyWrittenOut: define<{ workload: string }>({
    code: 'US3062',
    severity: 'error',
    title: 'Labels do not remove a proxy that is part of the manifest',
    message: ({ workload }) => `the manifest of \`${workload}\` contains its proxy, which labels do not remove, so it keeps its sidecar`,
    help: 'Remove the container `istio-proxy`, its init container and `sidecar.istio.io/status` from the manifest; the label of the namespace injects a sidecar until the move.',
    fate: 'refused',
    why: 'The output of `istioctl kube-inject`, and pods exported from a cluster, contain the sidecar containers. istio-cni does not redirect such pods (istio:cni/pkg/util PodRedirectionEnabled).',
  }),
} as const
