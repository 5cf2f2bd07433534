import { definesAt } from '../diagnostic.ts'
import { quoted } from '../quoted.ts'

const define = definesAt('target')

const sight = 'istio:pilot/pkg/serviceregistry/ambient/authorization.go handleRule, ztunnel:src/rbac.rs'

const waypointPolicies = 'istio:pilot/pkg/model/policyattachment.go'

const callersPassNoWaypoint = `Sidecars and clients of headless Services reach pods without a waypoint. istiod drops an ALLOW rule with any L7 condition for ztunnel, so the rule admits no one there (${sight}).`

/** Policies that move to waypoints, and who reaches their pods without one. */
export const authorizationAtWaypoints = {
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
    asks: 'add to the input the pods of',
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
    asks: 'add to the input the Services and pods of',
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
} as const
