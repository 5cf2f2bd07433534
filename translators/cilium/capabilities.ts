import type { Capability } from '../../src/model/dialect.ts'

export const ciliumCapabilities: readonly Capability[] = [
  {
    id: 'cilium-allow-identities',
    feature: 'Allow by service account or namespace, and by port',
    support: 'exact',
    note: 'Identity is a label of the pod, not a certificate: pods outside the mesh are told apart only by their namespace and account.',
    source: 'cc:pkg/k8s/apis/cilium.io/utils/utils.go',
  },
  {
    id: 'cilium-deny-identities',
    feature: 'Deny by service account or namespace, and by port',
    support: 'exact',
    since: { cilium: '1.16' },
    note: 'Needs `enableDefaultDeny`, without which a denial closes the pods to all clients.',
    source: 'cc:pkg/policy/api/rule_validation.go',
  },
  {
    id: 'cilium-mesh-wide',
    feature: 'Policies for the whole mesh',
    support: 'partial',
    note: 'A CiliumClusterwideNetworkPolicy limited to the namespaces with sidecars in the input; refused when gateways run elsewhere.',
    source: 'cc:pkg/k8s/apis/cilium.io/utils/utils.go',
  },
  {
    id: 'cilium-node',
    feature: "Denying processes on the pod's own node",
    support: 'none',
    note: 'The node always reaches its pods; denying it would fail their probes.',
    source: 'cc:pkg/policy/repository.go',
  },
  {
    id: 'cilium-allow-http',
    feature: 'Allow by method, path, host and header',
    support: 'partial',
    note: 'Paths where sidecars merge slashes as Cilium does (`pathNormalization`, or `--assume slashes-merged`); headers by their whole value or presence.',
    source: 'cc:pkg/policy/api/http.go',
  },
  {
    id: 'cilium-deny-http',
    feature: 'Deny by method, path, host and the absence of a header',
    support: 'partial',
    note: 'Left out of all that the other policies of the pods allow, one small pattern for each way to differ; templates and values of headers are refused.',
    source: 'cc:pkg/policy/api/http.go',
  },
  {
    id: 'cilium-tokens',
    feature: 'Conditions on tokens and addresses',
    support: 'none',
    note: 'Not translated: the policy is refused by name and stays.',
    source: 'cc:pkg/policy/api/http.go',
  },
  {
    id: 'cilium-mtls',
    feature: 'Strict mutual TLS',
    support: 'partial',
    since: { cilium: '1.16' },
    note: 'Clients that are no pods of the mesh are denied by their labels. Nothing is encrypted or authenticated: WireGuard or IPsec between nodes is a setting of Cilium.',
    source: 'cc:pkg/policy/api/rule.go',
  },
  {
    id: 'cilium-routing',
    feature: 'Routes, backend policies, external hosts, egress limits, extensions',
    support: 'none',
    note: 'Not translated: each is refused by name and stays.',
    source: 'cc:pkg/k8s/apis/cilium.io/v2/cnp_types.go',
  },
]
