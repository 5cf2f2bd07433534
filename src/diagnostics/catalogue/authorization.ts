import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

const sight = 'istio:pilot/pkg/serviceregistry/ambient/authorization.go handleRule, ztunnel:src/rbac.rs'
const waypointPolicies = 'istio:pilot/pkg/model/policyattachment.go'

const callersPassNoWaypoint = `Sidecars and clients of headless Services reach pods without a waypoint. istiod drops an ALLOW rule with any L7 condition for ztunnel, so the rule admits no one there (${sight}).`

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}

export const authorization = {
  directCallersDenied: define<{ policy: string; waypoint: string }>({
    code: 'US3001',
    severity: 'warning',
    title: 'Traffic that bypasses the waypoint is denied',
    message: ({ policy, waypoint }) =>
      `only waypoint \`${waypoint}\` can enforce the L7 conditions that \`${policy}\` has here, so ztunnel denies traffic that bypasses the waypoint and needs them`,
    help: 'Let these clients call the Service address from an ambient namespace, or keep the clients and this workload on sidecars.',
    fate: 'stricter',
    announces: ['narrower'],
    notOfGateways: true,
    why: `ztunnel sees only addresses, ports and identities (${sight}). Requests to pod addresses and headless names, and requests of sidecars, of gateways without istio.io/ingress-use-waypoint and of out-of-mesh pods bypass waypoints. For them ztunnel denies whatever depends on L7.`,
  }),
  callersLost: define<{ policy: string; pods: readonly string[]; callers: readonly string[] }>({
    code: 'US3108',
    severity: 'error',
    title: 'All clients that a policy admits are denied',
    message: ({ policy, pods, callers }) =>
      `\`${policy}\` admits ${quoted(callers)} to ${quoted(pods)} by L7 conditions, and all of these clients bypass the waypoint, so ztunnel denies them`,
    help: 'Move the clients to ambient mode too and give the pods a Service with a cluster IP, or add a rule for them with identities and ports only; otherwise keep the pods on their sidecars.',
    fate: 'stricter',
    announces: ['narrower'],
    why: callersPassNoWaypoint,
  }),
  someCallersLost: define<{ policy: string; pods: readonly string[]; callers: readonly string[] }>({
    code: 'US3109',
    severity: 'warning',
    title: 'Some clients that a policy admits are denied',
    message: ({ policy, pods, callers }) =>
      `\`${policy}\` admits ${quoted(callers)} to ${quoted(pods)} by L7 conditions, and these clients bypass the waypoint, so ztunnel denies them`,
    help: 'Move the clients to ambient mode too and give the pods a Service with a cluster IP, or add a rule for them with identities and ports only.',
    fate: 'stricter',
    announces: ['narrower'],
    why: callersPassNoWaypoint,
  }),
  noServiceStricter: define<{ policy: string; workload: string }>({
    code: 'US3002',
    severity: 'warning',
    title: 'A workload without a Service IP gets a stricter policy',
    message: ({ policy, workload }) =>
      `\`${workload}\` has no Service with a cluster IP, so no waypoint can enforce \`${policy}\`, and ztunnel denies what depends on its L7 conditions`,
    help: 'Give the workload a Service with a cluster IP, or keep it on its sidecar with `istio.io/dataplane-mode: none` and `sidecar.istio.io/inject: "true"`.',
    fate: 'stricter',
    announces: ['narrower'],
    notOfGateways: true,
    why: `Service waypoints only get traffic for virtual IPs (ztunnel:src/proxy/outbound.rs build_request), and ztunnel does not parse HTTP (${sight}).`,
  }),
  attributeLostAtWaypoint: define<{ policy: string; attribute: string; service: string }>({
    code: 'US3003',
    severity: 'error',
    title: 'A condition has another meaning at a waypoint',
    message: ({ policy, attribute, service }) =>
      `\`${service}\` needs a waypoint, where the ${attribute} that \`${policy}\` matches is not the one that a sidecar sees`,
    help: 'State the rule by identity (principals, namespaces, serviceAccounts) or as a NetworkPolicy; until then the pods keep their sidecar.',
    fate: 'refused',
    why: 'At a waypoint the peer address is an internal listener, the client address is not reliable, the destination address is the virtual IP, and SNI is the application’s own (istio:pilot/pkg/networking/core/listener_waypoint.go, istio:pilot/pkg/xds/filters/filters.go ConnectAuthorityFilter; issue istio#46982). DENY rules on them would never match. `x-forwarded-client-cert` and the headers for metadata exchange between sidecars do not reach a waypoint. Headers that a client sidecar sets after it has chosen a route, such as `x-envoy-original-path`, do not exist yet at a waypoint (envoy:source/common/router/router.cc).',
  }),
  authorizerAnswersOthers: define<{ policy: string; provider: string; service: string; why: string }>({
    code: 'US3268',
    severity: 'error',
    title: 'An external authorizer may answer a waypoint differently',
    message: ({ policy, provider, service, why }) =>
      `with a waypoint for \`${service}\` the waypoint calls \`${provider}\` for \`${policy}\`, and ${why}, so the answer may differ`,
    help: 'Add a Service for the authorizer to the input that every namespace reaches and whose policies admit the waypoint as well as the pods; until then the pods keep their sidecar.',
    fate: 'refused',
    why: 'A sidecar calls the authorizer with the identity of its pod, from the network namespace of the pod, and with the hosts of its Sidecar resource. A waypoint calls it with its own identity, from another pod, and before it routes. If the authorizer does not answer, `failOpen` allows every request; without `failOpen` every request is denied (istio:pilot/pkg/security/authz/builder/extauthz.go, envoy:source/extensions/filters/http/ext_authz/ext_authz.cc).',
    example: 'extensionProviders:\n- name: opa\n  envoyExtAuthzGrpc: {service: opa.local, port: 9191}   # a ServiceEntry for 127.0.0.1',
  }),
  authorizerAskedByWaypoint: define<{ policy: string; provider: string; waypoints: readonly string[] }>({
    code: 'US3269',
    severity: 'warning',
    title: 'A waypoint calls the external authorizer',
    message: ({ policy, provider, waypoints }) =>
      `waypoint ${quoted(waypoints)} calls \`${provider}\` for \`${policy}\` without the certificate and address of the client: no \`source.principal\`, no \`x-forwarded-client-cert\``,
    help: 'Check that the authorizer does not decide by these attributes; `istio.io/dataplane-mode: none` and `sidecar.istio.io/inject: "true"` keep the pods on their sidecars.',
    why: 'ext_authz takes the principals of both ends from the TLS connection (envoy:source/extensions/filters/common/ext_authz/check_request_utils.cc setAttrContextPeer), and in a waypoint that is an internal connection without TLS (istio:pilot/pkg/networking/core/listener_waypoint.go). All other attributes come from the request before it is routed.',
  }),
  authorizerNeedsWaypoint: define<{ workload: string; policy: string; closing: string }>({
    code: 'US3270',
    severity: 'error',
    title: 'Proxies could no longer reach an external authorizer',
    message: ({ workload, policy, closing }) =>
      `\`${workload}\` is the external authorizer of \`${policy}\`, and \`${closing}\` admits clients to it by L7 conditions; the proxies that call it bypass waypoints, so ztunnel would deny them`,
    help: 'Admit these proxies by identity and port only, such as `principals` without methods or paths; until then the authorizer keeps its sidecar.',
    fate: 'refused',
    why: `Gateways, sidecars and waypoints call an authorizer without another waypoint, and ztunnel denies what depends on L7 (${sight}). With \`failOpen\` the requests that should have been authorized would then pass.`,
  }),
  portUnresolved: define<{ policy: string; service: string; target: string }>({
    code: 'US3004',
    severity: 'error',
    title: 'A container port has no Service port for the waypoint',
    message: ({ policy, service, target }) =>
      `\`${policy}\` names container ports, and the input does not give target port \`${target}\` of \`${service}\` a single number`,
    help: 'Add the workload with its named container ports to the input, or write the number in the Service; until then the pods keep their sidecar.',
    fate: 'refused',
    why: 'Sidecars and ztunnel compare the container port, waypoints compare the Service port (istio:pilot/pkg/networking/core/listener_waypoint.go).',
  }),
  podsDisagree: define<{ policy: string; service: string; with: string; without: string }>({
    code: 'US3005',
    severity: 'error',
    title: 'A Service spans pods with different policies',
    message: (p) => `\`${p.policy}\` selects \`${p.with}\` but not \`${p.without}\`, and both are endpoints of Service \`${p.service}\``,
    help: 'Split the Service so that all its pods have the same policies; until then the pods keep their sidecar.',
    fate: 'refused',
    why: `A waypoint enforces policies of the Service before it chooses a pod (${waypointPolicies}); a policy for some of the pods would apply to all or to none.`,
  }),
  podsUnknown: define<{ policy: string; namespace: string }>({
    code: 'US3006',
    severity: 'error',
    title: 'The pods of a policy are not in the input',
    message: ({ policy, namespace }) =>
      `\`${policy}\` needs a waypoint, but the input does not show which Services of \`${namespace}\` select its pods`,
    help: 'Add the Services and workloads of the namespace to the input; until then the whole namespace keeps its sidecars.',
    fate: 'refused',
    why: `At a waypoint policies attach to Services, not to pod labels (${waypointPolicies}). Guessing the Services could leave one unprotected.`,
  }),
  mutatedByRoute: define<{ policy: string; service: string; attribute: string }>({
    code: 'US3007',
    severity: 'error',
    title: 'A policy matches a value that a route rewrites',
    message: ({ policy, service, attribute }) =>
      `\`${policy}\` matches the ${attribute}, which a route of \`${service}\` rewrites: a sidecar sees the new value, a waypoint the old one`,
    help: 'Write the policy for the value before the rewrite, or remove the rewrite; until then the pods keep their sidecar.',
    fate: 'refused',
    why: 'The client sidecar rewrites, and the server sidecar authorizes afterwards. In a waypoint authorization runs before the router (istio:pilot/pkg/networking/core/listener_waypoint.go).',
  }),
  protocolsDisagree: define<{ policy: string; service: string; other: string; port: number }>({
    code: 'US3008',
    severity: 'error',
    title: 'Two Services declare one container port with different protocols',
    message: ({ policy, service, other, port }) =>
      `\`${service}\` and \`${other}\` disagree whether container port ${port} speaks HTTP, which decides how \`${policy}\` is enforced`,
    help: 'Declare the same protocol for the port in both Services; until then the pods keep their sidecar.',
    fate: 'refused',
    why: 'On TCP ports istiod removes HTTP conditions: DENY rules match more, and ALLOW rules are dropped (istio:pilot/pkg/security/authz/model/model.go). A sidecar uses the protocol of the oldest Service, a waypoint that of the Service that was called.',
  }),
  auditNotAtZtunnel: define<{ policy: string }>({
    code: 'US3009',
    severity: 'warning',
    title: 'An AUDIT policy no longer logs',
    message: ({ policy }) => `AUDIT policy \`${policy}\` will no longer log: not all of its workloads are behind a waypoint`,
    help: 'Use ztunnel’s access log, or give the pods a Service with a cluster IP.',
    fate: 'no-effect',
    why: `istiod does not send AUDIT policies to ztunnel (${sight}). AUDIT policies do not allow or deny requests.`,
  }),
  dryRunLeft: define<{ policy: string }>({
    code: 'US3010',
    severity: 'info',
    title: 'A dry-run policy stays unchanged',
    message: ({ policy }) =>
      `dry-run policy \`${policy}\` is not enforced and stays unchanged; ztunnel reports on it only if istiod has AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY`,
    help: 'Remove it, or attach it to a Service to continue the dry run at a waypoint. Keep AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY off with ztunnel before 1.29, which would enforce the policy.',
    fate: 'no-effect',
    why: 'Since Istio 1.29 AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY enables dry run in ztunnel; older releases of ztunnel enforce such policies when the flag is on (istio release notes 1.29).',
  }),
  emptySelector: define<{ policy: string }>({
    code: 'US3011',
    severity: 'info',
    title: 'An empty selector is removed',
    message: ({ policy }) => `the empty selector of \`${policy}\` selects every pod for sidecars and no pod for ztunnel, so it is removed`,
    help: 'Nothing to do.',
    fate: 'translated',
    why: 'For ztunnel a policy with a selector is not namespace-wide, and an empty selector matches no labels (istio:pilot/pkg/serviceregistry/ambient/workloads.go buildWorkloadPolicies).',
  }),
  respelledForZtunnel: define<{ policy: string }>({
    code: 'US3012',
    severity: 'info',
    title: 'An identity is rewritten for ztunnel',
    message: ({ policy }) =>
      `identities in \`${policy}\` are rewritten to a form that ztunnel supports (no trust domain aliases, no \`trustDomains\`)`,
    help: 'Nothing to do.',
    fate: 'translated',
    why: `ztunnel compares principals as text and does not support trust domain aliases, trustDomains and source.serviceAccount (${sight}).`,
  }),
  // US3013 is retired: US3213 says it at the route.
  ingressCutOff: define<{ service: string; version: string }>({
    code: 'US3014',
    severity: 'warning',
    title: 'The ingress gateway cannot reach a protected Service',
    message: ({ service, version }) =>
      `Istio ${version} does not route ingress traffic through waypoints, so ingress requests to \`${service}\` are denied`,
    help: 'Upgrade to Istio 1.24 before the migration.',
    fate: 'stricter',
    announces: ['narrower'],
    why: 'Istio supports istio.io/ingress-use-waypoint since 1.24.',
  }),
  portsRouted: define<{ policy: string; service: string }>({
    code: 'US3015',
    severity: 'error',
    title: 'A route changes the port that a policy matches',
    message: ({ policy, service }) =>
      `\`${policy}\` matches ports, and a route sends requests for \`${service}\` to another port or Service`,
    help: 'Remove the port condition or the route; until then the pods keep their sidecar.',
    fate: 'refused',
    why: 'A waypoint compares the port that the client addressed, a sidecar the port of its pod.',
  }),
  misreadAtZtunnel: define<{ policy: string; value: string }>({
    code: 'US3016',
    severity: 'error',
    title: 'A policy that must stay would match more at ztunnel',
    message: ({ policy, value }) =>
      `\`${policy}\` must stay for workloads outside ambient, but ztunnel would interpret \`${value}\` more broadly`,
    help: 'Give ambient and other pods policies of their own, or name the namespaces and principals in full; until then its workloads keep their sidecars.',
    fate: 'refused',
    why: `ztunnel ignores trustDomains and reads a \`*\` inside a value literally (${sight}), so an ALLOW rule would allow more.`,
  }),
  aliasesNotAccepted: define<{ aliases: string }>({
    code: 'US3017',
    severity: 'warning',
    title: 'Peers from alias trust domains are refused by ztunnel',
    message: ({ aliases }) => `ztunnel refuses peers of the alias trust domains ${aliases}`,
    help: 'Finish the move to one trust domain before the migration.',
    fate: 'stricter',
    announces: ['narrower'],
    why: 'A peer’s trust domain must be the workload’s own (ztunnel:src/tls/certificate.rs).',
  }),
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
  narrowedPorts: define<{ policy: string; service: string }>({
    code: 'US3020',
    severity: 'warning',
    title: 'An ALLOW rule is left out at the waypoint',
    message: ({ policy, service }) =>
      `one rule of \`${policy}\` combines HTTP conditions with ports that \`${service}\` does not have, so the waypoint gets no such rule`,
    help: 'Write a separate rule for each port.',
    fate: 'stricter',
    announces: ['narrower'],
    why: 'On TCP ports istiod drops an ALLOW rule with any HTTP condition (istio:pilot/pkg/security/authz/model/model.go). Removing only the missing port from the rule could put the rest into force.',
  }),
  podWaypoint: define<{ workload: string; waypoint: string; policy: string }>({
    code: 'US3021',
    severity: 'error',
    title: 'A waypoint also serves pod addresses, where the policy does not apply',
    message: ({ workload, waypoint, policy }) =>
      `waypoint \`${waypoint}\` also gets traffic for the pod addresses of \`${workload}\`, to which \`${policy}\` does not apply there`,
    help: 'Let the waypoint serve Services only (`istio.io/waypoint-for: service`); until then the pods keep their sidecar.',
    fate: 'refused',
    why: 'Policies of Services do not apply to traffic for pod addresses, which arrives with the same trusted identity (istio:pilot/pkg/networking/core/listener_waypoint.go).',
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
