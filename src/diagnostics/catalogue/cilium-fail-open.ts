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
  ciliumTokensStay: define<{ object: string; reason: string }>({
    code: 'US5101',
    severity: 'error',
    title: 'Tokens stay with sidecars although what bypasses a check may be let in',
    message: ({ object, reason }) => `\`${object}\` is not checked at the nodes of clients, and its pods keep their sidecars: ${reason}`,
    help: 'Change what the message names, or keep the sidecars.',
    fate: 'refused',
    why: 'A filter at a node checks tokens as a sidecar does only where nothing but good tokens of its issuers or none is asked, with keys that the object has itself, and where all HTTP ports of the Services of its pods can have a config of their own.',
    example: 'kind: RequestAuthentication\nspec:\n  jwtRules: [{issuer: https://issuer.example, jwksUri: https://issuer.example/keys}]',
  }),
} as const
