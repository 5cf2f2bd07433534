import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

/** What `--allow-fail-open` writes, and what it does not. */
export const ciliumFailOpen = {
  ciliumFailsOpen: define<{ object: string; ports: readonly string[]; bypasses: readonly string[] }>({
    code: 'US5100',
    severity: 'error',
    title: 'Tokens are checked at the nodes of clients, and what bypasses that is let in',
    message: ({ object, ports, bypasses }) =>
      `the tokens of \`${object}\` are checked at the nodes of clients, for ${ports.map((port) => `\`${port}\``).join(', ')} alone; what bypasses them is let in with any token: ${bypasses.join('; ')}`,
    help: 'Have the application check tokens as well, or let CiliumNetworkPolicies close what bypasses the config. Without `--allow-fail-open` the pods keep their sidecars.',
    fate: 'translated',
    why: "Custom filters of Cilium run in the proxy of the client's node, for connections of local pods to the address of a Service. Where a config is not taken (a fault in it, another node, another address) connections go straight to the pod, and no status of the config shows it (cc:pkg/ciliumenvoyconfig).",
    example:
      'kind: RequestAuthentication\nspec:\n  selector: {matchLabels: {app: web}}\n  jwtRules: [{issuer: https://issuer.example, jwks: "{...}"}]',
  }),
  ciliumKeysFetched: define<{ issuer: string; uri: string }>({
    code: 'US5184',
    severity: 'warning',
    title: 'Nodes fetch the keys of an issuer',
    message: ({ issuer, uri }) =>
      `the node of each client fetches the keys of \`${issuer}\` from \`${uri}\` every 20 minutes; while it does not get them, every token of the issuer is answered 401`,
    help: 'Let the nodes reach the address and look its name up, or write the keys into the object (`jwks`).',
    fate: 'stricter',
    announces: ['narrower'],
    why: 'istiod fetches keys and gives sidecars their text, so that tokens are good while the issuer is down. The proxy of a node fetches them itself, from the network of the node, and refuses tokens without keys (envoy:source/extensions/filters/http/jwt_authn/authenticator.cc). Certificates are held against the authorities of the image of the proxy (px:Dockerfile).',
    example: 'kind: RequestAuthentication\nspec:\n  jwtRules: [{issuer: https://issuer.example, jwksUri: https://issuer.example/keys}]',
  }),
  ciliumTokensStay: define<{ object: string; reason: string }>({
    code: 'US5101',
    severity: 'error',
    title: 'Tokens stay with sidecars although what bypasses a check may be let in',
    message: ({ object, reason }) => `\`${object}\` is not checked at the nodes of clients, and its pods keep their sidecars: ${reason}`,
    help: 'Change what the message names, or keep the sidecars.',
    fate: 'refused',
    why: 'A filter at a node checks tokens as a sidecar does only where nothing but good tokens of its issuers or none is asked, with keys that the object has itself or that nodes can fetch, and where all HTTP ports of the Services of its pods can have a config of their own.',
    example: 'kind: RequestAuthentication\nspec:\n  jwtRules: [{issuer: https://issuer.example, outputPayloadToHeader: x-payload}]',
  }),
  ciliumAuthorizerFailsOpen: define<{ object: string; provider: string; ports: readonly string[]; bypasses: readonly string[] }>({
    code: 'US5180',
    severity: 'error',
    title: 'An authorizer is asked at the nodes of clients, and what bypasses that is let in',
    message: ({ object, provider, ports, bypasses }) =>
      `\`${provider}\` is asked about requests of \`${object}\` at the nodes of clients, for ${ports.map((port) => `\`${port}\``).join(', ')} alone and without the certificate of the client (no \`source.principal\`, no \`x-forwarded-client-cert\`); what bypasses them is let in unasked: ${bypasses.join('; ')}`,
    help: 'Let the authorizer admit nodes, and check that it does not decide by certificates. Have the application ask it as well, or let CiliumNetworkPolicies close what bypasses the config. Without `--allow-fail-open` the pods keep their sidecars.',
    fate: 'kept',
    why: "The filters are those that istiod writes for a CUSTOM policy (istio:pilot/pkg/security/authz/builder/builder.go). In Cilium they run in the proxy of the client's node, for connections of local pods to the address of a Service; the calls to the authorizer come from the node, past the policies for the pods that ask (px:cilium/l7policy.cc). An authorizer that does not answer denies, or lets in where the provider has `failOpen`, as at sidecars. Where a config is not taken connections go straight to the pod, and no status of the config shows it (cc:pkg/ciliumenvoyconfig).",
    example: 'action: CUSTOM\nprovider: {name: opa}\nselector: {matchLabels: {app: web}}\nrules: [{}]',
  }),
  ciliumAuthorizerStays: define<{ object: string; reason: string }>({
    code: 'US5181',
    severity: 'error',
    title: 'An authorizer stays with sidecars although what bypasses it may be let in',
    message: ({ object, reason }) =>
      `the authorizer of \`${object}\` is not asked at the nodes of clients, and its pods keep their sidecars: ${reason}`,
    help: 'Change what the message names, or keep the sidecars.',
    fate: 'refused',
    why: 'The proxy of a node asks as a sidecar does only where the provider is in the mesh configuration with settings that are known, its Service is in the input and admits nodes, and the rules look at nothing but methods, paths, hosts, headers and ports (istio:pilot/pkg/security/authz/builder/extauthz.go).',
    example: 'action: CUSTOM\nprovider: {name: opa}\nrules: [{from: [{source: {ipBlocks: [10.0.0.0/8]}}]}]',
  }),
  ciliumLimitsFailOpen: define<{ object: string; limits: string; ports: readonly string[]; bypasses: readonly string[] }>({
    code: 'US5187',
    severity: 'error',
    title: 'Limits are kept at the nodes of clients, and what bypasses them is not counted',
    message: ({ object, limits, ports, bypasses }) =>
      `the limits of \`${object}\` are kept at the nodes of clients, for ${ports.map((port) => `\`${port}\``).join(', ')} alone: ${limits}; what bypasses them is not counted: ${bypasses.join('; ')}`,
    help: 'Choose the number for nodes in place of pods, or limit in the application or at a gateway. Without `--allow-fail-open` the pods keep their sidecars.',
    fate: 'kept',
    why: 'A bucket of `local_ratelimit` belongs to one filter chain of one Envoy (envoy:source/extensions/filters/http/local_ratelimit/config.cc): at sidecars each port of each pod has one for mutual TLS and one for plaintext (istio:pilot/pkg/networking/core/listener_inbound.go buildInboundListeners), at nodes each node with clients and each port of a Service. With fewer such nodes than pods less passes, with more of them more, and how many there are changes. A `ratelimit` filter asks one service, whose counts are the same wherever it is asked from. Nodes count before the policies of the pods are asked, so that what these refuse counts as well (cc:pkg/ciliumenvoyconfig/cec_resource_parser.go injectCiliumL7Filter). Where a config is not taken connections go straight to the pod, and no status of the config shows it (cc:pkg/ciliumenvoyconfig).',
    example:
      'kind: EnvoyFilter\nspec:\n  workloadSelector: {labels: {app: web}}\n  configPatches:\n  - applyTo: HTTP_FILTER\n    match: {context: SIDECAR_INBOUND}\n    patch:\n      operation: INSERT_BEFORE\n      value: {name: envoy.filters.http.local_ratelimit}',
  }),
  ciliumLimitsStay: define<{ object: string; reason: string }>({
    code: 'US5188',
    severity: 'error',
    title: 'Limits stay with sidecars although what bypasses them may pass',
    message: ({ object, reason }) =>
      `the limits of \`${object}\` are not kept at the nodes of clients, and its pods keep their sidecars: ${reason}`,
    help: 'Change what the message names, or keep the sidecars.',
    fate: 'refused',
    why: "An EnvoyFilter is read in the forms of Istio's documentation: `local_ratelimit` or `ratelimit` before the filters of the inbound listener, and what is said of them for virtual hosts (https://istio.io/latest/docs/tasks/policy-enforcement/rate-limit/). A field that is not understood may change what is counted.",
    example:
      'kind: EnvoyFilter\nspec:\n  configPatches:\n  - applyTo: HTTP_FILTER\n    match: {context: SIDECAR_INBOUND}\n    patch:\n      operation: INSERT_BEFORE\n      value:\n        name: envoy.filters.http.local_ratelimit\n        typed_config: {descriptors: []}',
  }),
} as const
