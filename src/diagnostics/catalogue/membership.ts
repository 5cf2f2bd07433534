import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

/** Who is enrolled, and why somebody is not. */
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
