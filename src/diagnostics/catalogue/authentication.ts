import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

const conversion = 'istio:pilot/pkg/serviceregistry/ambient/authorization.go'

// US3103 is retired: reading the input says it (US2013).

export const authentication = {
  disableWithIdentities: define<{ policy: string; authorization: string }>({
    code: 'US3101',
    severity: 'error',
    title: 'Mutual TLS is off where identities decide',
    message: ({ policy, authorization }) =>
      `\`${policy}\` switches mTLS off, so \`${authorization}\` never saw an identity; in ambient mode it would`,
    help: 'Remove the DISABLE mode or the identity conditions; until then the pods keep their sidecar.',
    fate: 'refused',
    why: `ztunnel treats DISABLE as PERMISSIVE and still accepts mTLS (${conversion}), so that rules on identities begin to match.`,
  }),
  disableIsPermissive: define<{ policy: string }>({
    code: 'US3102',
    severity: 'info',
    title: 'Mutual TLS cannot be switched off',
    message: ({ policy }) => `DISABLE in \`${policy}\` becomes PERMISSIVE: plaintext is still accepted, and mesh clients use mTLS`,
    help: 'Nothing to do, unless something reads the bytes between ztunnels.',
    fate: 'translated',
    why: `ztunnel knows STRICT and PERMISSIVE only (${conversion}).`,
  }),
  modeMadeExplicit: define<{ policy: string; mode: string }>({
    code: 'US3104',
    severity: 'info',
    title: 'An inherited mTLS mode is written out',
    message: ({ policy, mode }) => `\`${policy}\` inherits its mode, which is written out as ${mode}`,
    help: 'Nothing to do.',
    fate: 'translated',
    why: `For some combinations of inherited modes and port modes istiod makes no rule at all for ztunnel (${conversion}, convertPeerAuthentication).`,
  }),
  strictPortsByPolicy: define<{ policy: string; ports: string }>({
    code: 'US3105',
    severity: 'info',
    title: 'Strict ports of a permissive workload get a policy',
    message: ({ policy, ports }) => `the strict ports ${ports} of \`${policy}\` are enforced by an AuthorizationPolicy in ambient mode`,
    help: 'Nothing to do.',
    fate: 'translated',
    why: `When the mesh or namespace is STRICT, istiod makes no rule from a permissive workload's strict ports (${conversion}, convertPeerAuthentication).`,
  }),
  modesConflict: define<{ policy: string; other: string; workload: string }>({
    code: 'US3106',
    severity: 'error',
    title: 'Two PeerAuthentications select one workload',
    message: ({ policy, other, workload }) => `\`${policy}\` and \`${other}\` both select \`${workload}\` and disagree`,
    help: 'Keep one of them; until then the workload keeps its sidecar.',
    fate: 'refused',
    why: 'Sidecars follow the oldest (istio:pilot/pkg/model/authentication.go); ages are not part of manifests, and ztunnel is given both.',
  }),
  tokensUnchecked: define<{ policy: string; waypoint: string }>({
    code: 'US3107',
    severity: 'warning',
    title: 'Tokens are checked at the waypoint only',
    message: ({ policy, waypoint }) =>
      `tokens of \`${policy}\` are checked at ${waypoint} only, so traffic that bypasses it is denied on HTTP ports`,
    help: 'Let callers use the Service address from an ambient namespace, or keep the workload on its sidecar.',
    fate: 'stricter',
    announces: ['narrower'],
    notOfGateways: true,
    why: 'ztunnel never looks at tokens, and an invalid one must not pass (istio:pilot/pkg/security/authn/policy_applier.go convertToEnvoyJwtConfig).',
  }),
  routeLooksAtToken: define<{ service: string; attribute: string }>({
    code: 'US3275',
    severity: 'error',
    title: 'A route looks at what a token check changes',
    message: ({ service, attribute }) =>
      `a route of \`${service}\` looks at the ${attribute}, which the waypoint takes away or writes when it checks tokens, before it chooses the route`,
    help: 'Set `forwardOriginalToken: true`, or route by another header; until then the pods keep their sidecar.',
    fate: 'refused',
    why: 'The sidecar of a client chooses the route and looks at no token. A waypoint has both: its JWT filter takes a good token away, writes headers of claims, and clears the route, which is chosen again (istio:pilot/pkg/security/authn/policy_applier.go; measured: Envoy 1.40.0).',
  }),
  routeChangesToken: define<{ service: string; authentication: string; header: string }>({
    code: 'US3276',
    severity: 'error',
    title: 'A route changes the header that a token stands in',
    message: ({ service, authentication, header }) =>
      `a route of \`${service}\` changes the header \`${header}\`, in which \`${authentication}\` looks for tokens; a waypoint checks tokens before that`,
    help: 'Let clients send the token themselves, or drop the change from the route; until then the pods keep their sidecar.',
    fate: 'refused',
    why: 'The sidecar of a client changes headers before the sidecar of the server checks tokens. At a waypoint token checks and policies come before the router (istio:pilot/pkg/networking/core/listener_waypoint.go).',
  }),
} as const
