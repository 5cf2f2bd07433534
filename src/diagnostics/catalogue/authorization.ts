import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

/** Policies that keep their pods on sidecars, since what they would do in ambient mode is not known or not the same. */
export const authorization = {
  namespaceUnknown: define<{ object: string; scope: string }>({
    code: 'US0016',
    severity: 'error',
    title: 'A policy or route has no namespace',
    message: ({ object, scope }) =>
      `\`${object}\` has no namespace and may belong to one that it would apply to, so ${scope} keeps its sidecars`,
    help: 'Give the namespace with `-n`, as for kubectl, or in `metadata.namespace`. `--assume unread-reviewed` assumes that it is in `default`.',
    fate: 'refused',
    why: '`kubectl apply` puts such an object into the namespace of its context or of `-n`; kustomize, Argo CD and Flux use the namespace that they are configured with. In `default` the object may have no effect; in the namespace that moves it may deny requests.',
    example: 'kind: AuthorizationPolicy\nmetadata: {name: callers}   # applied with kubectl apply -n shop',
  }),
  unreadable: define<{ object: string; known: boolean; scope: string }>({
    code: 'US3018',
    severity: 'error',
    title: 'Input that may decide about requests was not read or not understood',
    message: ({ object, known, scope }) =>
      `${known ? `the effect of \`${object}\` is not known` : `\`${object}\` was not read`}, so ${scope} keeps its sidecars`,
    help: 'Correct or render it; another finding at the same place says what is wrong. `--assume unread-reviewed` assumes that it has no effect on requests.',
    fate: 'refused',
    why: 'It may deny or route requests, or select pods, in ways that are not known here. Moving the workloads that it may apply to could allow requests that it denies. An object without a readable kind and namespace may apply to the whole mesh.',
  }),
  eitherHolds: define<{ object: string; scope: string }>({
    code: 'US3258',
    severity: 'error',
    title: 'Two definitions of an object apply to these workloads',
    message: ({ object, scope }) =>
      `the input has two definitions of \`${object}\`, and it is not known which one the cluster has, so ${scope} keeps its sidecars`,
    help: 'Keep one of the two. If they belong to different environments, run once for each. `--assume unread-reviewed` assumes that the first one is in force.',
    fate: 'refused',
    why: 'A cluster keeps the definition that is applied last. Pods that a policy of either definition selects, pods that either creates, and pods of a Service that would need a waypoint under either keep their sidecars. All other moves are safe under both.',
  }),
  staysWithPeers: define<{ workload: string; service: string }>({
    code: 'US3019',
    severity: 'warning',
    title: 'A workload keeps its sidecar because another one does',
    message: ({ workload, service }) =>
      `\`${workload}\` keeps its sidecar, because Service \`${service}\` also selects a workload that must keep its sidecar`,
    help: 'Resolve the findings that keep the other workload on its sidecar, or give the two workloads different Services.',
    fate: 'refused',
    why: 'A Service with two kinds of enforcement behind it is as open as the weaker one.',
  }),
  hiddenByTunnel: define<{ policy: string; attribute: string; workload: string }>({
    code: 'US3022',
    severity: 'error',
    title: 'A policy on a remaining sidecar uses an attribute that HBONE traffic does not carry',
    message: ({ policy, attribute, workload }) =>
      `\`${policy}\` keeps \`${workload}\` on its sidecar and depends on the ${attribute}, which that sidecar does not see for clients in ambient mode, so no workload moves`,
    help: 'Replace the condition (a NetworkPolicy for addresses, PERMISSIVE or STRICT mTLS for identities), or move the workload first.',
    fate: 'refused',
    why: 'Ambient clients reach sidecars through HBONE: mTLS always, whatever PeerAuthentication says, an internal address as the peer (istio#46982), and no client-side routes that rewrite the request first. Keeping only the server on its sidecar is then not enough.',
  }),
  addressHiddenFromSidecar: define<{ policy: string }>({
    code: 'US3023',
    severity: 'warning',
    title: 'Remaining sidecars do not see the address of ambient clients',
    message: ({ policy }) =>
      `\`${policy}\` stays on sidecars, which do not see the addresses of clients in ambient mode, so its address conditions admit none of them`,
    help: 'Admit these clients by identity, or move the workload together with them.',
    fate: 'stricter',
    announces: ['narrower'],
    why: 'Ambient clients reach sidecars through HBONE, where the peer is an internal address (istio#46982): a condition on addresses holds for none of them.',
  }),
  unusableValueHolds: define<{ policy: string; who: string }>({
    code: 'US3090',
    severity: 'error',
    title: 'Sidecars and ztunnel treat an invalid value differently',
    message: ({ policy, who }) =>
      `\`${policy}\` has an invalid value, which has another effect at ztunnel than at sidecars, so ${who} keeps its sidecar`,
    help: 'Correct or remove the value.',
    fate: 'refused',
    why: 'For a sidecar istiod drops the whole ALLOW rule, for ztunnel only the value, and the other values then admit requests. A DENY rule without any valid value matches everything at a sidecar and nothing at ztunnel (istio:pilot/pkg/security/authz/model/model.go, istio:pilot/pkg/serviceregistry/ambient/authorization.go handleRule; measured: istiod 1.31-alpha, commit eed52ebb).',
    example: 'ipBlocks: [10.0.0.300, 10.0.0.0/8]',
  }),
  patternHolds: define<{ policy: string; value: string; who: string }>({
    code: 'US5040',
    severity: 'error',
    title: 'Sidecars read a namespace or service account as a regular expression',
    message: ({ policy, value, who }) =>
      `sidecars read \`${value}\` of \`${policy}\` as part of a regular expression and ztunnel as a plain name, so ${who} keeps its sidecar`,
    help: 'Name each namespace or account, or write accounts as principals: `cluster.local/ns/NAMESPACE/sa/NAME`.',
    fate: 'refused',
    why: 'istiod puts `namespaces` and `serviceAccounts` unquoted into a regular expression over the whole identity: `(dev|qa)` means two namespaces, `web.v1` also means `web-v1`, and `*a` means every namespace, because `*` reaches the `a` of `/sa/`. ztunnel compares names (istio:pilot/pkg/security/authz/model/generator.go srcNamespaceGenerator, serviceAccountRegex; ztunnel:src/rbac.rs).',
    example: 'namespaces: ["(dev|qa)"]',
  }),
  standingPolicyOpens: define<{ policy: string; service: string }>({
    code: 'US3281',
    severity: 'error',
    title: 'A policy for waypoints would open a Service',
    message: ({ policy, service }) =>
      `\`${policy}\` is enforced by waypoints and not by sidecars; at the waypoint of \`${service}\` it would admit requests that the pods' own policies deny, so they stay`,
    help: 'Take the policy away, or write it for the pods as well, until they have moved.',
    fate: 'refused',
    why: '`targetRefs` reach gateways and waypoints only (istio:pilot/pkg/model/policyattachment.go). ALLOW policies add up, and a token that sidecars did not check gives the client an identity.',
    example: 'spec:\n  targetRefs: [{group: "", kind: Service, name: cart}]\n  rules: [{}]',
  }),
  entryBehindWaypoint: define<{ entry: string; policy: string }>({
    code: 'US3284',
    severity: 'error',
    title: 'A ServiceEntry leads to guarded pods through a waypoint',
    message: ({ entry, policy }) =>
      `\`${entry}\` selects pods and is bound to a waypoint, under whose identity its clients would reach them, and \`${policy}\` guards them, so they stay`,
    help: 'Take the label `istio.io/use-waypoint` from the ServiceEntry (or its namespace), or let clients use a Service of the pods.',
    fate: 'refused',
    why: 'The chain of a waypoint has the policies whose `targetRefs` mean its own Service or ServiceEntry (istio:pilot/pkg/model/policyattachment.go), and the pods behind it see the waypoint as their client.',
  }),
  waypointLeftByEntry: define<{ entry: string; waypoint: string; policy: string }>({
    code: 'US3285',
    severity: 'warning',
    title: 'A ServiceEntry leaves its waypoint',
    message: ({ entry, waypoint, policy }) =>
      `\`${entry}\` no longer uses waypoint \`${waypoint}\`, which would lead past \`${policy}\`, the policy of the pods that it selects`,
    help: 'Write policies with `targetRefs` to the ServiceEntry first if its clients need the waypoint.',
    announces: ['narrower', 'rerouted'],
    why: 'Sidecars pass no waypoint, so the pods decided about the clients themselves. The chain of a waypoint has the policies whose `targetRefs` mean its own Service or ServiceEntry (istio:pilot/pkg/model/policyattachment.go), and the pods behind it see the waypoint as their client.',
  }),
  standingExtension: define<{ extension: string; service: string }>({
    code: 'US3283',
    severity: 'error',
    title: 'An extension for waypoints comes into force',
    message: ({ extension, service }) =>
      `\`${extension}\` customises the waypoint that \`${service}\` would get and no sidecar, and what it does to requests is not known, so the pods stay`,
    help: 'Take it away until the pods have moved, or review it and accept what it does with `--assume extensions-reviewed`.',
    fate: 'refused',
    why: '`targetRefs` reach gateways and waypoints only (istio:pilot/pkg/model/policyattachment.go); a filter that answers or rewrites requests decides before or beside the policies.',
  }),
  passedWaypointCloses: define<{ policy: string; service: string }>({
    code: 'US3289',
    severity: 'warning',
    title: 'Clients that move pass a waypoint which is there already',
    message: ({ policy, service }) =>
      `sidecars call the pods of \`${service}\` past its waypoint; clients that move pass it, and \`${policy}\` may deny them there`,
    help: 'See that it admits the clients that move, or move them later.',
    announces: ['narrower'],
    why: 'Sidecars pass no waypoint: they choose a pod themselves and reach its ztunnel. ztunnel sends requests for a Service with a waypoint there (istio:pilot/pkg/networking/core, ztunnel:src/proxy/outbound.rs).',
    example:
      'kind: AuthorizationPolicy\nspec:\n  targetRefs: [{group: "", kind: Service, name: web}]\n  rules: [{to: [{operation: {methods: [GET]}}]}]',
  }),
  standingPolicyCloses: define<{ policy: string; service: string }>({
    code: 'US3282',
    severity: 'warning',
    title: 'A policy for waypoints comes into force',
    message: ({ policy, service }) => `\`${policy}\` is enforced by no sidecar, and denies requests once \`${service}\` has its waypoint`,
    help: 'See that it admits who has to reach the Service, or take it away.',
    announces: ['narrower'],
    why: '`targetRefs` reach gateways and waypoints only (istio:pilot/pkg/model/policyattachment.go).',
  }),
} as const
