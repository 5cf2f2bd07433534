import type { InputFile } from '../../../src/manifest/input-file.ts'

/** The namespaces. */
export const wards = ['ward-0', 'ward-1', 'ward-2', 'ward-3', 'ward-4']

const workloadsOf = (name: string) => `apiVersion: v1
kind: Namespace
metadata: {name: ${name}, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Service
metadata: {name: nurse, namespace: ${name}}
spec: {selector: {app: nurse}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Pod
metadata: {name: nurse, namespace: ${name}, labels: {app: nurse}}
spec: {containers: [{name: main, image: main, ports: [{containerPort: 8080}]}]}
---
`

const edge = `apiVersion: v1
kind: Namespace
metadata: {name: edge, labels: {istio-injection: enabled}}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: door, namespace: edge}
spec: {selector: {istio: ingressgateway}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: api, namespace: ward-4}
spec: {hosts: [api.example.com], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS}
---
`

/** An object of Istio's in a ward. */
export const istio = (kind: string, name: string, at: string, spec: string) =>
  `apiVersion: ${kind === 'VirtualService' ? 'networking' : 'security'}.istio.io/v1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: ${at}}\nspec: ${spec}\n---\n`

/** What may be said in a ward, each thing in several ways or not at all. */
export const sayings: readonly ((at: string) => readonly string[])[] = [
  (at) => [
    istio(
      'AuthorizationPolicy',
      'nurse',
      at,
      '{selector: {matchLabels: {app: nurse}}, rules: [{from: [{source: {namespaces: [ward-1]}}]}]}',
    ),
    istio('AuthorizationPolicy', 'nurse', at, '{rules: [{to: [{operation: {methods: [GET]}}]}]}'),
  ],
  (at) => [
    istio('PeerAuthentication', 'all', at, '{mtls: {mode: STRICT}}'),
    istio('PeerAuthentication', 'all', at, '{selector: {matchLabels: {app: nurse}}, portLevelMtls: {8080: {mode: DISABLE}}}'),
  ],
  (at) => [istio('RequestAuthentication', 'tokens', at, '{jwtRules: [{issuer: a, jwks: "{}"}]}')],
  (at) => [
    istio(
      'VirtualService',
      'out',
      at,
      `{hosts: [nurse], http: [{match: [{uri: {prefix: /a}}], route: [{destination: {host: nurse.${wards[3]}.svc.cluster.local}}]}, {route: [{destination: {host: nurse}}]}]}`,
    ),
    istio(
      'VirtualService',
      'out',
      at,
      `{hosts: ["${at}.example.com"], gateways: [edge/door], http: [{route: [{destination: {host: nurse}}]}]}`,
    ),
    istio('VirtualService', 'out', at, '{hosts: [api.example.com], http: [{route: [{destination: {host: nurse}}]}]}'),
  ],
  (at) => [
    istio(
      'AuthorizationPolicy',
      'door',
      at,
      '{selector: {matchLabels: {istio: ingressgateway}}, action: DENY, rules: [{to: [{operation: {paths: [/x]}}]}]}',
    ),
  ],
]

const base = edge + wards.map(workloadsOf).join('')
/** What each ward may say, as documents: nothing, or one of several. */
export const spoken = wards.flatMap((at) => sayings.map((saying) => ['', ...saying(at)]))

/** The mesh that says what was chosen, in one file. */
export function meshOf(chosen: readonly number[]): InputFile[] {
  return [{ path: 'mesh.yaml', text: base + spoken.map((ways, index) => ways[(chosen[index] ?? 0) % ways.length]!).join('') }]
}

/** The same with a file for each ward and what it says, as most repositories have. */
export function meshFilesOf(chosen: readonly number[]): InputFile[] {
  const files = spoken.map((ways, index) => ({ path: `${index}.yaml`, text: ways[(chosen[index] ?? 0) % ways.length]! }))
  return [{ path: 'mesh.yaml', text: base }, ...files.filter(({ text }) => text !== '')]
}
