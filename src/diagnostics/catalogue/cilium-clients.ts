import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

/** Clients that Cilium would tell apart in another way than the sidecars do. */
export const ciliumClients = {
  ciliumThroughNodes: define<{ service: string }>({
    code: 'US5045',
    severity: 'error',
    title: 'Clients outside the cluster arrive with the address of a node',
    message: ({ service }) =>
      `the policy stays unchanged: clients outside the cluster reach its pods through nodes by \`${service}\`, and Cilium always admits the node of a pod`,
    help: 'Set `externalTrafficPolicy: Local` on the Service, or accept connections from outside only at a gateway.',
    fate: 'refused',
    why: 'A node port or load balancer with `externalTrafficPolicy: Cluster` gives connections the address of the node that receives them (kubernetes.io: Source IP for Services). With `allow-localhost=auto` Cilium admits the node of a pod regardless of policies (cc:pkg/policy/repository.go AlwaysAllowLocalhost). For a sidecar such a client has no identity.',
  }),
  ciliumUnmeshedSubject: define<{ workload: string }>({
    code: 'US5026',
    severity: 'warning',
    title: 'Policy begins to apply to a pod without a sidecar',
    message: ({ workload }) => `in Cilium the policy also applies to \`${workload}\`, which has no sidecar to enforce it today`,
    help: 'Check that the policy is right for that workload too, or select the others by a label that it does not have.',
    fate: 'stricter',
    announces: ['narrower'],
    why: 'Cilium enforces a policy on every pod that its selector matches, with or without a sidecar (cc:pkg/policy/repository.go).',
  }),
  ciliumNeededSidecars: define<{ policy: string }>({
    code: 'US5047',
    severity: 'warning',
    title: 'Sidecars that a policy needs',
    message: ({ policy }) => `\`${policy}\` stays, and needs the sidecars of its pods and of the clients that it names`,
    help: 'Keep those sidecars, or resolve the findings of the policy first. A DENY policy by identity no longer denies a client whose sidecar is removed.',
    why: 'Only a sidecar shows a certificate of the mesh (istio:pilot/pkg/networking/core/cluster_tls.go). Without one, `principals` and `namespaces` match nothing, and STRICT refuses the connection.',
    example: '--assume sidecars-removed',
  }),
  ciliumClosesGateway: define<{ gateway: string }>({
    code: 'US5044',
    severity: 'warning',
    title: 'Strict mutual TLS would close a gateway',
    message: ({ gateway }) =>
      `in Cilium this also applies to \`${gateway}\`, which takes connections from outside the mesh today: they are denied`,
    help: 'Give the gateway a namespace of its own, or select the other pods by a label that it does not have.',
    fate: 'stricter',
    announces: ['narrower'],
    why: 'The listeners of a gateway have the TLS settings of its servers, whatever PeerAuthentication says (istio:pilot/pkg/networking/core/gateway.go). A denial in Cilium applies to every pod that its selector matches (cc:pkg/policy/repository.go).',
    example: 'kind: PeerAuthentication   # STRICT for the namespace of an ingress gateway',
  }),
  ciliumClosesUncaptured: define<{ policy: string; ports: string }>({
    code: 'US5030',
    severity: 'warning',
    title: 'Ports that sidecars do not capture become closed',
    message: ({ policy, ports }) =>
      `sidecars do not capture ${ports}; in Cilium \`${policy}\` closes them to all clients that it does not admit`,
    help: 'Admit the clients of these ports, such as Prometheus, in a separate CiliumNetworkPolicy; kubelet probes always pass.',
    fate: 'stricter',
    announces: ['narrower'],
    why: 'istio-iptables excludes 15020, 15021, 15090 and annotated ports from the sidecar, so no policy applies to them (istio:manifests/charts/istio-control/istio-discovery/files/injection-template.yaml). A Cilium policy with default deny applies to every port of an endpoint (cc:pkg/policy/repository.go).',
  }),
  ciliumAnonymousClients: define<{ namespace: string; service: string; what: string }>({
    code: 'US5028',
    severity: 'error',
    title: 'Clients without an identity today would have one in Cilium',
    message: ({ namespace, service, what }) =>
      `sidecars in \`${namespace}\` call \`${service}\` in plaintext without an identity, because ${what}; in Cilium these pods have one`,
    help: 'Let the clients use mutual TLS first (remove the setting, or list the Service in their Sidecar), check that the policy admits the right clients, and convert again.',
    fate: 'refused',
    why: 'Without a cluster for mutual TLS a sidecar sends plaintext, so policies that match identities deny it (istio:pilot/pkg/networking/core/cluster_tls.go buildUpstreamTLSSettings, pilot/pkg/model/push_context.go BestEffortInferServiceMTLSMode). Cilium identifies a client by the labels behind its address, with any protocol (cc:pkg/ipcache).',
  }),
  ciliumBypassesSidecar: define<{ client: string; service: string; setting: string }>({
    code: 'US5029',
    severity: 'error',
    title: 'Clients that bypass their sidecar would have an identity in Cilium',
    message: ({ client, service, setting }) =>
      `traffic from \`${client}\` to \`${service}\` bypasses the sidecar, or may (\`${setting}\`), and has no identity; in Cilium these pods have one`,
    help: 'Remove the setting and check that the policy admits the workload by its identity, or take the workload out of the mesh.',
    fate: 'refused',
    why: 'Traffic that istio-iptables does not redirect to the sidecar arrives as plaintext without an identity (istio:tools/istio-iptables/pkg/capture/run.go). Cilium identifies a client by the labels behind its address, with or without a sidecar (cc:pkg/ipcache).',
  }),
  ciliumBarredByRoutes: define<{ namespace: string; service: string; what: string }>({
    code: 'US5080',
    severity: 'error',
    title: 'Routes block requests that clients could then send to pod addresses',
    message: ({ namespace, service, what }) =>
      `sidecars in \`${namespace}\` may not reach the pods of \`${service}\` under its name, because ${what}; in Cilium clients could use the pod addresses`,
    help: 'Express the restriction as a condition of the policy, or let the routes forward every request, and convert again.',
    fate: 'refused',
    why: 'A sidecar uses plaintext to pod addresses and under an unknown Host (PassthroughCluster), so STRICT and policies that match identities deny these requests (measured: istiod 1.31-alpha (commit eed52ebb) + Envoy 1.40.0). Cilium identifies a client by the labels behind its address (cc:pkg/ipcache), and applies routes to the virtual IP of a Service only. A route that answers 404, 403 or 503, or that leads to other pods, then no longer protects these.',
  }),
} as const
