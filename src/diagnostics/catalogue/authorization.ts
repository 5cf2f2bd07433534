import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

const sight = 'istio:pilot/pkg/serviceregistry/ambient/authorization.go handleRule, ztunnel:src/rbac.rs'
const waypointPolicies = 'istio:pilot/pkg/model/policyattachment.go'

const callersPassNoWaypoint = `Sidecars and clients of headless Services reach pods without a waypoint, and of an ALLOW rule with anything that ztunnel cannot see nothing is left there (${sight}).`

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}

export const authorization = {
  directCallersDenied: define<{ policy: string; waypoint: string }>({
    code: 'US3001',
    severity: 'warning',
    title: 'Traffic that bypasses the waypoint is denied',
    message: ({ policy, waypoint }) =>
      `\`${policy}\` has L7 conditions here that only waypoint \`${waypoint}\` can enforce, so ztunnel is stricter with traffic that bypasses it`,
    help: 'Let pod-IP, sidecar and unmeshed callers use the Service address from an ambient namespace, or keep the callers and this workload on sidecars.',
    fate: 'stricter',
    announces: ['narrower'],
    notOfGateways: true,
    why: `ztunnel sees addresses, ports and identities only (${sight}). Pod addresses, headless names, sidecar clients, gateways without istio.io/ingress-use-waypoint and pods outside the mesh never pass a waypoint. What ztunnel cannot see is therefore denied for them.`,
  }),
  callersLost: define<{ policy: string; pods: readonly string[]; callers: readonly string[] }>({
    code: 'US3108',
    severity: 'error',
    title: 'All callers that a policy names are denied',
    message: ({ policy, pods, callers }) =>
      `\`${policy}\` admits ${quoted(callers)} to ${quoted(pods)} by what only a waypoint can see, and none of them passes one: all callers that it names are denied`,
    help: 'Move the callers to ambient mode too and give the pods a Service with a cluster IP, or add a rule for them that says no more than who they are and which port; else keep the pods on their sidecars.',
    fate: 'stricter',
    announces: ['narrower'],
    why: callersPassNoWaypoint,
  }),
  someCallersLost: define<{ policy: string; pods: readonly string[]; callers: readonly string[] }>({
    code: 'US3109',
    severity: 'warning',
    title: 'Some callers that a policy names are denied',
    message: ({ policy, pods, callers }) =>
      `\`${policy}\` admits ${quoted(callers)} to ${quoted(pods)} by what only a waypoint can see, and no waypoint is on their way: they lose all access`,
    help: 'Move the callers to ambient mode too and give the pods a Service with a cluster IP, or add a rule for them that says no more than who they are and which port.',
    fate: 'stricter',
    announces: ['narrower'],
    why: callersPassNoWaypoint,
  }),
  noServiceStricter: define<{ policy: string; workload: string }>({
    code: 'US3002',
    severity: 'warning',
    title: 'A workload without a Service address gets a stricter policy',
    message: ({ policy, workload }) =>
      `\`${workload}\` has no Service with a virtual address, so no waypoint can enforce \`${policy}\` and ztunnel denies whatever it cannot decide`,
    help: 'Give the workload a Service with a cluster IP, or keep it on its sidecar with `istio.io/dataplane-mode: none` and `sidecar.istio.io/inject: "true"`.',
    fate: 'stricter',
    announces: ['narrower'],
    notOfGateways: true,
    why: `Service waypoints only take traffic for virtual addresses (ztunnel:src/proxy/outbound.rs build_request); ztunnel itself has no HTTP (${sight}).`,
  }),
  attributeLostAtWaypoint: define<{ policy: string; attribute: string; service: string }>({
    code: 'US3003',
    severity: 'error',
    title: 'A condition means something else behind a waypoint',
    message: ({ policy, attribute, service }) =>
      `\`${service}\` needs a waypoint, and behind one the ${attribute} in \`${policy}\` is not what the sidecar saw`,
    help: 'State the rule by identity (principals, namespaces, serviceAccounts) or as a NetworkPolicy; until then the pods keep their sidecar.',
    fate: 'refused',
    why: 'At a waypoint the peer address is an internal listener, the address of the client is not to be relied on, the destination address is the virtual IP, and SNI is the application’s own (istio:pilot/pkg/networking/core/listener_waypoint.go, istio:pilot/pkg/xds/filters/filters.go ConnectAuthorityFilter; issue istio#46982). Deny rules on them would never match. `x-forwarded-client-cert` and the headers by which sidecars tell each other who they are do not get there. What the sidecar of a client writes after it has chosen a route, such as `x-envoy-original-path`, is not there yet at a waypoint (envoy:source/common/router/router.cc).',
  }),
  authorizerAnswersOthers: define<{ policy: string; provider: string; service: string; why: string }>({
    code: 'US3268',
    severity: 'error',
    title: 'An authorizer may answer a waypoint otherwise than a sidecar',
    message: ({ policy, provider, service, why }) =>
      `behind a waypoint of \`${service}\` it is the waypoint that asks \`${provider}\` for \`${policy}\`, and ${why}, so the answer may be another`,
    help: 'Give the authorizer a Service that every namespace reaches and whose policies admit the waypoint as well as the pods, and have it in the input; until then the pods keep their sidecar.',
    fate: 'refused',
    why: 'A sidecar asks as the identity of its pod, from its network namespace and with the hosts that its Sidecar lists; a waypoint asks as its own identity, from other pods, and before it routes. Where the authorizer does not answer, `failOpen` lets everything pass, and without it everything is denied (istio:pilot/pkg/security/authz/builder/extauthz.go, envoy:source/extensions/filters/http/ext_authz/ext_authz.cc).',
    example: 'extensionProviders:\n- name: opa\n  envoyExtAuthzGrpc: {service: opa.local, port: 9191}   # a ServiceEntry for 127.0.0.1',
  }),
  authorizerAskedByWaypoint: define<{ policy: string; provider: string; waypoints: readonly string[] }>({
    code: 'US3269',
    severity: 'warning',
    title: 'An authorizer is asked by a waypoint',
    message: ({ policy, provider, waypoints }) =>
      `\`${provider}\` is asked by waypoint ${quoted(waypoints)} for \`${policy}\`, and is not given the certificate and address of the client: no \`source.principal\`, no \`x-forwarded-client-cert\``,
    help: 'See that the authorizer denies nothing by these attributes of its client; the pods can be kept on their sidecars with `istio.io/dataplane-mode: none` and `sidecar.istio.io/inject: "true"`.',
    why: 'ext_authz takes the principals of both ends from the TLS connection (envoy:source/extensions/filters/common/ext_authz/check_request_utils.cc setAttrContextPeer), and in a waypoint the connection that it sees is an internal one without TLS (istio:pilot/pkg/networking/core/listener_waypoint.go). What else it is given comes from the request, before it is routed.',
  }),
  authorizerNeedsWaypoint: define<{ workload: string; policy: string; closing: string }>({
    code: 'US3270',
    severity: 'error',
    title: 'An authorizer would be closed to those who ask it',
    message: ({ workload, policy, closing }) =>
      `\`${workload}\` answers for \`${policy}\`, and what \`${closing}\` decides about its callers only a waypoint can see, which proxies that ask it do not pass`,
    help: 'Admit those who ask by identity and port alone, such as `principals` without methods or paths; until then the authorizer keeps its sidecar.',
    fate: 'refused',
    why: `Gateways, sidecars and waypoints call an authorizer's pods without another waypoint, and ztunnel denies what it cannot see (${sight}). With \`failOpen\` the requests that they ask about would then pass.`,
  }),
  portUnresolved: define<{ policy: string; service: string; target: string }>({
    code: 'US3004',
    severity: 'error',
    title: 'A container port cannot be renumbered for the waypoint',
    message: ({ policy, service, target }) =>
      `\`${policy}\` names container ports, and target port \`${target}\` of \`${service}\` has no one number in the input`,
    help: 'Add the workload with its named container ports to the input, or write the number in the Service; until then the pods keep their sidecar.',
    fate: 'refused',
    why: 'Sidecars and ztunnel compare the container port, a waypoint the Service port (istio:pilot/pkg/networking/core/listener_waypoint.go).',
  }),
  podsDisagree: define<{ policy: string; service: string; with: string; without: string }>({
    code: 'US3005',
    severity: 'error',
    title: 'A Service spans pods with different policies',
    message: (p) => `\`${p.policy}\` selects \`${p.with}\` but not \`${p.without}\`, and both are endpoints of Service \`${p.service}\``,
    help: 'Split the Service so that all its pods have the same policies; until then the pods keep their sidecar.',
    fate: 'refused',
    why: `A waypoint decides before it picks a pod, by Service (${waypointPolicies}); a policy for some of its pods would be applied to all or to none.`,
  }),
  podsUnknown: define<{ policy: string; namespace: string }>({
    code: 'US3006',
    severity: 'error',
    title: 'The pods of a policy are not in the input',
    message: ({ policy, namespace }) =>
      `\`${policy}\` needs a waypoint, but the input does not show which Services of \`${namespace}\` its pods answer for`,
    help: 'Add the Services and workloads of the namespace to the input; until then the whole namespace keeps its sidecars.',
    fate: 'refused',
    why: `At a waypoint policies attach to Services, not to pod labels (${waypointPolicies}). Guessing the Services could leave one unprotected.`,
  }),
  mutatedByRoute: define<{ policy: string; service: string; attribute: string }>({
    code: 'US3007',
    severity: 'error',
    title: 'A policy looks at what a route rewrites',
    message: ({ policy, service, attribute }) =>
      `\`${policy}\` compares the ${attribute}, which a route of \`${service}\` rewrites before the sidecar sees it but after a waypoint does`,
    help: 'Write the policy for the value before the rewrite, or drop the rewrite; until then the pods keep their sidecar.',
    fate: 'refused',
    why: 'Client sidecars rewrite first and the server’s sidecar authorizes afterwards; in a waypoint authorization runs before the router (istio:pilot/pkg/networking/core/listener_waypoint.go).',
  }),
  protocolsDisagree: define<{ policy: string; service: string; other: string; port: number }>({
    code: 'US3008',
    severity: 'error',
    title: 'Two Services declare one container port with different protocols',
    message: ({ policy, service, other, port }) =>
      `\`${service}\` and \`${other}\` disagree whether container port ${port} speaks HTTP, which decides how \`${policy}\` is read`,
    help: 'Declare the same protocol for the port in both Services; until then the pods keep their sidecar.',
    fate: 'refused',
    why: 'On TCP ports HTTP conditions fall away: deny rules widen and allow rules vanish (istio:pilot/pkg/security/authz/model/model.go). For sidecars the oldest Service decides, for a waypoint the Service that was called.',
  }),
  auditNotAtZtunnel: define<{ policy: string }>({
    code: 'US3009',
    severity: 'warning',
    title: 'An audit policy logs nothing any more',
    message: ({ policy }) => `AUDIT policy \`${policy}\` will not log any more: not all of its workloads are behind a waypoint`,
    help: 'Use ztunnel’s access log, or give the pods a Service with a virtual address.',
    fate: 'no-effect',
    why: `istiod does not send AUDIT policies to ztunnel (${sight}). Access does not depend on them.`,
  }),
  dryRunLeft: define<{ policy: string }>({
    code: 'US3010',
    severity: 'info',
    title: 'A dry-run policy is left as it is',
    message: ({ policy }) =>
      `dry run \`${policy}\` decides nothing and is left as it is; ztunnel reports on it only when istiod's flag for that is on`,
    help: 'Remove it, or attach it to a Service to go on with the dry run at a waypoint. Keep AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY off with ztunnel before 1.29, which would enforce it.',
    fate: 'no-effect',
    why: 'ztunnel dry run is behind AMBIENT_ENABLE_DRY_RUN_AUTHORIZATION_POLICY since Istio 1.29; older ones enforce such policies when the flag is on (istio release notes 1.29).',
  }),
  emptySelector: define<{ policy: string }>({
    code: 'US3011',
    severity: 'info',
    title: 'An empty selector is removed',
    message: ({ policy }) => `the empty selector of \`${policy}\` means every pod to sidecars and none to ztunnel, so it is removed`,
    help: 'Nothing to do.',
    fate: 'translated',
    why: 'istio:pilot/pkg/serviceregistry/ambient/workloads.go buildWorkloadPolicies attaches by labels only, while a policy with a selector is not namespace-wide either.',
  }),
  respelledForZtunnel: define<{ policy: string }>({
    code: 'US3012',
    severity: 'info',
    title: 'An identity is rewritten for ztunnel',
    message: ({ policy }) =>
      `identities in \`${policy}\` are rewritten to a form that ztunnel supports (no trust domain aliases, no \`trustDomains\`)`,
    help: 'Nothing to do.',
    fate: 'translated',
    why: `ztunnel compares principals as text and knows neither aliases nor trustDomains nor source.serviceAccount (${sight}).`,
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
    why: 'istio.io/ingress-use-waypoint is read since Istio 1.24.',
  }),
  portsRouted: define<{ policy: string; service: string }>({
    code: 'US3015',
    severity: 'error',
    title: 'A route leads past a port condition',
    message: ({ policy, service }) =>
      `\`${policy}\` compares ports, and a route sends requests for \`${service}\` to another port or Service than they were addressed to`,
    help: 'Remove the port condition or the detour; until then the pods keep their sidecar.',
    fate: 'refused',
    why: 'A waypoint compares the port that was addressed, the sidecar the port of the pod that was chosen.',
  }),
  misreadAtZtunnel: define<{ policy: string; value: string }>({
    code: 'US3016',
    severity: 'error',
    title: 'A policy that has to stay would be interpreted more broadly by ztunnel',
    message: ({ policy, value }) =>
      `\`${policy}\` has to stay for workloads outside ambient, and ztunnel would interpret \`${value}\` in it more broadly`,
    help: 'Give ambient and other pods policies of their own, or name the namespaces and principals in full; until then nothing under this policy moves.',
    fate: 'refused',
    why: `ztunnel ignores trustDomains and takes inner stars literally (${sight}), so that an allow rule would allow more.`,
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
    title: 'A policy or route names no namespace',
    message: ({ object, scope }) =>
      `\`${object}\` names no namespace and may be in one of the input that it decides about, so ${scope} keeps its sidecars`,
    help: 'Give its namespace with `-n`, as kubectl takes it, or write it into `metadata.namespace`. `--assume unread-reviewed` says that it is in `default`.',
    fate: 'refused',
    why: '`kubectl apply` puts such an object into the namespace of its context or of `-n`; kustomize, Argo CD and Flux put it where they are configured to. In `default` it may decide about nothing, and in the namespace that moves it may deny.',
    example: 'kind: AuthorizationPolicy\nmetadata: {name: callers}   # applied with kubectl apply -n shop',
  }),
  unreadable: define<{ object: string; known: boolean; scope: string }>({
    code: 'US3018',
    severity: 'error',
    title: 'Input that may decide about requests was not read, or its meaning is not known',
    message: ({ object, known, scope }) =>
      `${known ? `what \`${object}\` decides is not known` : `\`${object}\` was not read`}, so ${scope} keeps its sidecars`,
    help: 'Correct or render it; its own finding says what is wrong. `--assume unread-reviewed` says that it decides about no request.',
    fate: 'refused',
    why: 'What it denies, sends elsewhere or selects is unknown, and moving what it may decide about could allow what it denies. Where it does not show its kind and namespace it may be anything anywhere.',
  }),
  eitherHolds: define<{ object: string; scope: string }>({
    code: 'US3258',
    severity: 'error',
    title: 'Two definitions of an object touch what stays',
    message: ({ object, scope }) => `which definition of \`${object}\` a cluster has is not known, so ${scope} keeps its sidecars`,
    help: 'Keep one of the two, or run once for each environment when they belong to different ones. `--assume unread-reviewed` says that the first one is in force.',
    fate: 'refused',
    why: 'A cluster keeps the definition that is applied last. Pods that a policy of either selects, pods that either makes, and pods behind a Service that a waypoint would serve by either stay as they are; what else moves was planned under each of the two.',
  }),
  staysWithPeers: define<{ workload: string; service: string }>({
    code: 'US3019',
    severity: 'warning',
    title: 'A workload stays on its sidecar because another one does',
    message: ({ workload, service }) =>
      `\`${workload}\` stays on its sidecar, because it answers for Service \`${service}\` with a workload that has to stay`,
    help: 'Solve what holds the other workload back, or give the two different Services.',
    fate: 'refused',
    why: 'One Service address with two different checks behind it would be as open as the weaker of them.',
  }),
  narrowedPorts: define<{ policy: string; service: string }>({
    code: 'US3020',
    severity: 'warning',
    title: 'An allow rule is dropped at the waypoint',
    message: ({ policy, service }) =>
      `one rule of \`${policy}\` mixes HTTP conditions with ports that \`${service}\` does not have, and is left out at its waypoint`,
    help: 'Write the port alternatives as rules of their own.',
    fate: 'stricter',
    announces: ['narrower'],
    why: 'On TCP ports an allow rule with any HTTP condition is void as a whole (istio:pilot/pkg/security/authz/model/model.go), so that taking away only the alternative for the missing port could revive the rest.',
  }),
  podWaypoint: define<{ workload: string; waypoint: string; policy: string }>({
    code: 'US3021',
    severity: 'error',
    title: 'Pod addresses lead through a waypoint without its policies',
    message: ({ workload, waypoint, policy }) =>
      `waypoint \`${waypoint}\` takes traffic for the pod addresses of \`${workload}\` too, past \`${policy}\``,
    help: 'Let the waypoint serve Services only (`istio.io/waypoint-for: service`); until then the pods keep their sidecar.',
    fate: 'refused',
    why: 'Policies of Services do not apply to traffic for pod addresses, which arrives with the same trusted identity (istio:pilot/pkg/networking/core/listener_waypoint.go).',
  }),
  hiddenByTunnel: define<{ policy: string; attribute: string; workload: string }>({
    code: 'US3022',
    severity: 'error',
    title: 'A policy on a remaining sidecar uses an attribute that HBONE does not carry',
    message: ({ policy, attribute, workload }) =>
      `\`${policy}\` keeps \`${workload}\` on its sidecar and decides by the ${attribute}, which the sidecar cannot see of clients that move; nothing moves`,
    help: 'Say the condition in another way (a NetworkPolicy for addresses, PERMISSIVE or STRICT mTLS for identities), or move the workload first.',
    fate: 'refused',
    why: 'Ambient clients reach sidecars through HBONE: mTLS always, whatever PeerAuthentication says, an internal address as the peer (istio#46982), and no client-side routes that rewrite the request first. Holding the server back is then not enough.',
  }),
  addressHiddenFromSidecar: define<{ policy: string }>({
    code: 'US3023',
    severity: 'warning',
    title: 'Sidecars that stay do not see the address of ambient clients',
    message: ({ policy }) =>
      `\`${policy}\` stays with sidecars, which cannot see the address of clients that move, so it admits none of them by it`,
    help: 'Admit these clients by identity, or move the workload together with them.',
    fate: 'stricter',
    announces: ['narrower'],
    why: 'Ambient clients reach sidecars through HBONE, where the peer is an internal address (istio#46982): a condition on addresses holds for none of them.',
  }),
  unusableValueHolds: define<{ policy: string; who: string }>({
    code: 'US3090',
    severity: 'error',
    title: 'A value that istiod cannot use is read in two ways',
    message: ({ policy, who }) =>
      `\`${policy}\` has a value that istiod cannot use, which ztunnel reads otherwise than sidecars do, so ${who} keeps its sidecar`,
    help: 'Correct the value, or take it out.',
    fate: 'refused',
    why: 'For a sidecar istiod leaves the whole rule out of an ALLOW policy, for ztunnel only the value: the other values then let requests in. A DENY rule of which nothing is left matches everything at a sidecar and nothing at ztunnel (istio:pilot/pkg/security/authz/model/model.go, istio:pilot/pkg/serviceregistry/ambient/authorization.go handleRule; measured: istiod 1.31-alpha, commit eed52ebb).',
    example: 'ipBlocks: [10.0.0.300, 10.0.0.0/8]',
  }),
  patternHolds: define<{ policy: string; value: string; who: string }>({
    code: 'US5040',
    severity: 'error',
    title: 'A namespace or service account that proxies read as a regular expression',
    message: ({ policy, value, who }) =>
      `\`${value}\` of \`${policy}\` is part of a regular expression for sidecars and a plain name for ztunnel, so ${who} keeps its sidecar`,
    help: 'Name each namespace or account, or write accounts as principals: `cluster.local/ns/NAMESPACE/sa/NAME`.',
    fate: 'refused',
    why: 'istiod puts `namespaces` and `serviceAccounts` into a regular expression over the whole identity without quoting: `(dev|qa)` is two namespaces, `web.v1` is `web-v1` too, and `*a` is every namespace, since the star reaches the `a` of `/sa/`. ztunnel compares names (istio:pilot/pkg/security/authz/model/generator.go srcNamespaceGenerator, serviceAccountRegex; ztunnel:src/rbac.rs).',
    example: 'namespaces: ["(dev|qa)"]',
  }),
} as const
