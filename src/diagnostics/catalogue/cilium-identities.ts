import { definesAt } from '../diagnostic.ts'
import { quoted } from '../quoted.ts'

const define = definesAt('target')

const wayOut = 'Keep these pods on their sidecars, or limit the policy to identities and ports.'

/** Conditions of policies that Cilium's peers and selectors do not say, or not for sure. */
export const ciliumIdentities = {
  ciliumHttpCondition: define<{ attribute: string }>({
    code: 'US5006',
    severity: 'error',
    title: 'Condition on the HTTP request',
    message: ({ attribute }) => `a condition on the ${attribute} of requests is not translated to Cilium`,
    help: wayOut,
    fate: 'refused',
    why: "Cilium's HTTP rules have no negation, no tokens, no query, match paths with the query included, and any rule for the port without them makes them void (cc:pkg/envoy/policy/envoy_l7_rules_translator.go, px:cilium/network_policy.cc).",
    example: 'to:\n- operation: {methods: [GET]}',
  }),
  ciliumOtherCondition: define<{ attribute: string }>({
    code: 'US5007',
    severity: 'error',
    title: 'Condition that Cilium evaluates differently',
    message: ({ attribute }) => `a condition on the ${attribute} is not translated to Cilium`,
    help: wayOut,
    fate: 'refused',
    why: 'CIDR peers match only addresses outside the cluster, so a DENY by address would no longer apply to pods (cc:pkg/policy/types/selector.go CIDRSelector.Matches). Ingress policies have no X-Forwarded-For, server names, destination addresses and filter metadata.',
    example: 'from:\n- source: {ipBlocks: [10.0.0.0/8]}',
  }),
  ciliumIdentityPattern: define<{ what: string }>({
    code: 'US5008',
    severity: 'error',
    title: 'Identity that is not a namespace or service account',
    message: ({ what }) => `\`${what}\` is not a namespace or service account that Cilium can match by label`,
    help: 'List the service accounts or namespaces individually. If the trust domain is your own, add the mesh configuration (the `istio` ConfigMap) to the input; for `*` add the Namespaces.',
    fate: 'refused',
    why: 'Cilium compares labels for equality (cc:pkg/policy/types/selector.go) and has no trust domains. A pattern that is expanded to the names of today would not match names that are added later.',
    example: 'from:\n- source: {namespaces: ["team-*"]}',
  }),
  ciliumUnmeshedPods: define<{ what: string; stranger: string }>({
    code: 'US5009',
    severity: 'error',
    title: 'Out-of-mesh pods would be admitted',
    message: ({ what, stranger }) => `\`${what}\` would admit \`${stranger}\`, which has no sidecar and therefore no identity today`,
    help: 'Give those pods a service account or namespace of their own, and name only the intended one.',
    fate: 'refused',
    why: 'A sidecar authenticates certificates, Cilium matches labels, and a pod without a sidecar has the same labels (cc:pkg/k8s/apis/cilium.io/utils/utils.go).',
    example: 'from:\n- source: {namespaces: [legacy]}   # a namespace without injection',
  }),
  ciliumMachines: define<{ what: string; stranger: string }>({
    code: 'US5010',
    severity: 'error',
    title: 'DENY policy for virtual machines',
    message: ({ what, stranger }) => `denying \`${what}\` would not cover \`${stranger}\`, which is not a pod`,
    help: 'Keep the policy on sidecars while virtual machines use that identity.',
    fate: 'refused',
    why: 'Virtual machines have certificates of the mesh; for Cilium they are addresses outside the cluster (cc:pkg/identity/reserved.go).',
    example: 'kind: WorkloadEntry   # with serviceAccount: batch',
  }),
  ciliumAnyIdentity: define<{ namespaces: readonly string[] }>({
    code: 'US5011',
    severity: 'warning',
    title: 'Any identity becomes the in-mesh namespaces',
    message: ({ namespaces }) => `this rule admits any authenticated client; in Cilium it admits any pod of ${quoted(namespaces)}`,
    help: 'Add the other namespaces of the mesh to the input if their pods are clients too.',
    fate: 'stricter',
    announces: ['narrower'],
    why: 'Cilium cannot require a certificate. Every pod of the cluster would be more than the sidecars admit (cc:pkg/policy/types/selector.go).',
    example: 'from:\n- source: {principals: ["*"]}',
  }),
  ciliumTooManyAlternatives: define<{ most: number }>({
    code: 'US5012',
    severity: 'error',
    title: 'Too many combinations',
    message: ({ most }) => `this rule expands to more than ${most} combinations of clients and ports`,
    help: 'Split the rule, or use fewer alternatives for clients.',
    fate: 'refused',
    why: 'A peer of a Cilium rule cannot combine alternatives of several conditions, so each combination becomes a peer of its own (cc:pkg/policy/api/ingress.go).',
  }),
  ciliumInjectedLabel: define<{ label: string }>({
    code: 'US3267',
    severity: 'error',
    title: 'A selector uses a label that the injector adds',
    message: ({ label }) =>
      `only the sidecar injector adds \`${label}\` to pods, so a CiliumNetworkPolicy that selects by it selects no pod without a sidecar`,
    help: 'Select the pods by a label of their template, such as `app`, or write the label in the template.',
    fate: 'refused',
    why: 'The injection template adds the label (istio:manifests/charts/istio-control/istio-discovery/files/injection-template.yaml). A policy that selects no pod leaves the intended pods open.',
  }),
  ciliumFilteredLabel: define<{ label: string }>({
    code: 'US5014',
    severity: 'error',
    title: 'Label that Cilium ignores',
    message: ({ label }) => `Cilium does not use \`${label}\` for the identity of pods, so a policy that selects by it would select no pod`,
    help: 'Select the pods by another label, such as `app`.',
    fate: 'refused',
    why: 'The default label filter drops it (cc:pkg/labelsfilter/filter.go). A policy that selects nothing leaves the pods open.',
    example: 'selector:\n  matchLabels: {kubernetes.io/name: web}',
  }),
  ciliumLabelValue: define<{ label: string; value: string }>({
    code: 'US5027',
    severity: 'error',
    title: 'Label that no pod can have',
    message: ({ label, value }) =>
      `no pod can have the label \`${label}: ${value}\`, so the policy selects no pod, and Cilium would refuse it`,
    help: 'Correct the selector, or remove the policy.',
    fate: 'refused',
    why: 'Kubernetes limits label values to 63 letters, digits, `-`, `_` and `.`; the CRD schema of CiliumNetworkPolicy has the same limit.',
  }),
} as const
