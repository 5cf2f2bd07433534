import { definesAt } from '../diagnostic.ts'

const define = definesAt('target')

/** The Cilium target: gateways for requests from outside. */
export const ciliumIngress = {
  ciliumGateway: define<{ gateway: string; what: string }>({
    code: 'US5162',
    severity: 'error',
    title: 'Gateway has no exact equivalent in Cilium',
    message: ({ gateway, what }) => `\`${gateway}\` is not translated because of ${what}`,
    help: 'Change the Gateway so that it does not need this, or leave it to the gateway of Istio, which keeps running.',
    fate: 'refused',
    why: 'A Gateway of Cilium takes plain HTTP, and HTTPS with a certificate of its own. It asks clients for no certificate, enforces no policy of one Gateway, and all Gateways and Ingresses of Cilium have one identity, `reserved:ingress` (cc:operator/pkg/model/translation/gateway-api/translator.go, cc:pkg/identity/reserved.go; measured: Cilium 1.20.2).',
    example: 'servers:\n- port: {number: 443, protocol: HTTPS, name: https}\n  tls: {mode: MUTUAL, credentialName: shop}',
  }),
  ciliumGatewayRoutes: define<{ table: string; gateway: string; what: string }>({
    code: 'US5163',
    severity: 'error',
    title: 'Routes of a gateway have no exact equivalent in Cilium',
    message: ({ table, gateway, what }) => `the routes of \`${table}\` at \`${gateway}\` are not translated because of ${what}`,
    help: 'Change the VirtualService so that it does not need this, or leave its hosts to the gateway of Istio, which keeps running.',
    fate: 'refused',
    why: 'Routes of a Gateway of Cilium are HTTPRoutes, which its operator sorts, merges and completes with settings of its own (cc:operator/pkg/model/translation/envoy_virtual_host.go; measured: Cilium 1.20.2). There is no CiliumEnvoyConfig that keeps the identity of a Gateway.',
    example: 'http:\n- retries: {attempts: 3, perTryTimeout: 2s}',
  }),
  ciliumGatewayMoved: define<{ gateway: string; cilium: string }>({
    code: 'US5164',
    severity: 'warning',
    title: 'Gateway of Cilium beside that of Istio',
    message: ({ gateway, cilium }) =>
      `the new Gateway \`${cilium}\` takes the requests of \`${gateway}\` at an address of its own; it counts on no other Gateway and no Ingress of Cilium in the cluster`,
    help: 'Point DNS and load balancers to the address of the new Gateway. Then delete the Gateway and its VirtualServices, and uninstall the gateway of Istio. Look for other Gateways and Ingresses of Cilium: `kubectl get gateways,ingresses -A`.',
    why: 'Cilium makes a Service of its own for a Gateway (cc:operator/pkg/model/translation/gateway-api/translator.go), and what comes from any of its Gateways and Ingresses has the identity `reserved:ingress`.',
  }),
  ciliumGatewayIdentity: define<{ policy: string; accounts: readonly string[] }>({
    code: 'US5165',
    severity: 'warning',
    title: 'Requests of a gateway are known as `ingress`',
    message: ({ policy, accounts }) =>
      `what \`${policy}\` says of ${accounts.join(', ')} holds for the pods of Istio's gateway by their labels, and for \`ingress\`, which is every Gateway and Ingress of Cilium`,
    help: 'Once the gateway of Istio is uninstalled, take the peer with its labels out. Let no other Gateway or Ingress of Cilium lead to these pods.',
    why: 'Cilium has one identity for all of its Gateways and Ingresses, with whatever clients (cc:pkg/identity/reserved.go).',
    example: 'principals: [cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account]',
  }),
  ciliumGatewayPaths: define<{ gateway: string; cilium: string; tables: readonly string[] }>({
    code: 'US5166',
    severity: 'warning',
    title: 'Paths that Istio would change are answered with 500',
    message: ({ cilium, tables }) =>
      `the routes of ${tables.map((table) => `\`${table}\``).join(', ')} have conditions on paths: \`${cilium}\` answers 500 to paths that Istio would change first, such as \`/a/../b\` and \`/%61\``,
    help: 'Check that clients do not send such paths.',
    announces: ['narrower'],
    why: 'A Gateway of Cilium compares paths as clients send them, and Istio normalises them first (measured: Cilium 1.20.2, Envoy 1.40.0): `/open/../admin` would pass a rule for `/open`, and applications read it as `/admin`.',
    example: 'match: [{uri: {prefix: /open}}]',
  }),
  ciliumGatewayRefused: define<{ cilium: string; service: string; policy: string }>({
    code: 'US5086',
    severity: 'warning',
    title: 'Pods refuse the plaintext of a Gateway of Cilium',
    message: ({ cilium, service, policy }) =>
      `requests to \`${cilium}\` are denied by the sidecars of \`${service}\`, because \`${policy}\` stays and the Gateway has no certificate of the mesh`,
    help: 'Resolve the findings of what keeps the PeerAuthentication, and convert again; until then leave clients at the gateway of Istio.',
    announces: ['narrower'],
    why: 'The gateways of Istio speak mutual TLS to pods with sidecars. Those of Cilium send plaintext from the node, which STRICT refuses (istio:pilot/pkg/security/authn).',
    example: 'kind: PeerAuthentication\nspec:\n  mtls: {mode: STRICT}',
  }),
  ciliumGatewayDefaults: define<{ gateway: string; cilium: string }>({
    code: 'US5167',
    severity: 'warning',
    title: 'What Gateways of Cilium do besides',
    message: ({ cilium }) =>
      `\`${cilium}\` ejects pods after five errors in a row, retries on other causes than Istio or not at all, and balances in turn`,
    help: 'Check that this is what the applications want; limits and ejection of a DestinationRule keep its routes at the gateway of Istio.',
    announces: ['rerouted'],
    why: "The clusters of Cilium's operator have outlier detection with Envoy's defaults, and its retries have fixed causes (cc:operator/pkg/model/translation/envoy_cluster.go, envoy_virtual_host.go; measured: Cilium 1.20.2).",
  }),
}
