import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

const conversion = 'istio:pilot/pkg/serviceregistry/ambient/authorization.go'

// US3103 is retired: reading the input says it (US2013).

export const authentication = {
  disableWithIdentities: define<{ policy: string; authorization: string }>({
    code: 'US3101',
    severity: 'error',
    title: 'Mutual TLS is disabled where a policy matches identities',
    message: ({ policy, authorization }) =>
      `\`${policy}\` disables mTLS, so \`${authorization}\` sees no client identity today; in ambient mode it would`,
    help: 'Remove the DISABLE mode or the identity conditions; until then the pods keep their sidecar.',
    fate: 'refused',
    why: `ztunnel treats DISABLE as PERMISSIVE and still accepts mTLS (${conversion}), so rules on identities begin to match.`,
  }),
  disableIsPermissive: define<{ policy: string }>({
    code: 'US3102',
    severity: 'info',
    title: 'Mutual TLS cannot be disabled',
    message: ({ policy }) => `DISABLE in \`${policy}\` becomes PERMISSIVE: plaintext is still accepted, and in-mesh clients use mTLS`,
    help: 'Nothing to do, unless a device reads the plaintext between nodes.',
    fate: 'translated',
    why: `ztunnel supports only STRICT and PERMISSIVE (${conversion}).`,
  }),
  modeMadeExplicit: define<{ policy: string; mode: string }>({
    code: 'US3104',
    severity: 'info',
    title: 'An inherited mTLS mode is written out',
    message: ({ policy, mode }) => `\`${policy}\` inherits its mode, which is written out as ${mode}`,
    help: 'Nothing to do.',
    fate: 'translated',
    why: `For some combinations of inherited modes and port modes istiod sends ztunnel no rule at all (${conversion}, convertPeerAuthentication).`,
  }),
  strictPortsByPolicy: define<{ policy: string; ports: string }>({
    code: 'US3105',
    severity: 'info',
    title: 'STRICT ports of a PERMISSIVE workload get an AuthorizationPolicy',
    message: ({ policy, ports }) => `in ambient mode an AuthorizationPolicy enforces the STRICT ports ${ports} of \`${policy}\``,
    help: 'Nothing to do.',
    fate: 'translated',
    why: `When the mesh or namespace is STRICT, istiod sends ztunnel no rule for the STRICT ports of a PERMISSIVE workload (${conversion}, convertPeerAuthentication).`,
  }),
  modesConflict: define<{ policy: string; other: string; workload: string }>({
    code: 'US3106',
    severity: 'error',
    title: 'Two PeerAuthentications select one workload',
    message: ({ policy, other, workload }) => `\`${policy}\` and \`${other}\` both select \`${workload}\` and disagree`,
    help: 'Keep one of them; until then the workload keeps its sidecar.',
    fate: 'refused',
    why: 'Sidecars apply the oldest one (istio:pilot/pkg/model/authentication.go), and ztunnel gets both. Manifests do not contain creation times.',
  }),
  tokensUnchecked: define<{ policy: string; waypoint: string }>({
    code: 'US3107',
    severity: 'warning',
    title: 'JWTs are validated only at the waypoint',
    message: ({ policy, waypoint }) =>
      `JWTs of \`${policy}\` are validated only at ${waypoint}, so traffic that bypasses it is denied on HTTP ports`,
    help: 'Let callers use the Service address from an ambient namespace, or keep the workload on its sidecar.',
    fate: 'stricter',
    announces: ['narrower'],
    notOfGateways: true,
    why: 'ztunnel does not read tokens, and a request with an invalid token must not pass (istio:pilot/pkg/security/authn/policy_applier.go convertToEnvoyJwtConfig).',
  }),
  routeLooksAtToken: define<{ service: string; attribute: string }>({
    code: 'US3275',
    severity: 'error',
    title: 'A route matches a header that JWT validation changes',
    message: ({ service, attribute }) =>
      `a route of \`${service}\` matches the ${attribute}, which the waypoint removes or sets during JWT validation, before it chooses the route`,
    help: 'Set `forwardOriginalToken: true`, or route by another header; until then the pods keep their sidecar.',
    fate: 'refused',
    why: 'A client sidecar chooses the route and validates no token. A waypoint does both: its JWT filter removes a valid token, sets headers from claims, and clears the route, which is then chosen again (istio:pilot/pkg/security/authn/policy_applier.go; measured: Envoy 1.40.0).',
  }),
  routeChangesToken: define<{ service: string; authentication: string; header: string }>({
    code: 'US3276',
    severity: 'error',
    title: 'A route changes the header that carries a token',
    message: ({ service, authentication, header }) =>
      `a route of \`${service}\` changes header \`${header}\`, from which \`${authentication}\` reads tokens; a waypoint validates tokens before the route changes it`,
    help: 'Let clients send the token themselves, or drop the change from the route; until then the pods keep their sidecar.',
    fate: 'refused',
    why: 'The client sidecar changes headers before the server sidecar validates tokens. In a waypoint JWT validation and authorization run before the router (istio:pilot/pkg/networking/core/listener_waypoint.go).',
  }),
} as const
