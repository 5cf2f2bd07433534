import { expect, test } from 'vitest'
import { translate } from '../../../../src/translate.ts'
import { verifyTranslation } from '../../../../src/verify/verify.ts'
import { fails } from '../../../verify/failing.ts'

const namespaceWith = (namespace: string, app: string) => [
  `{apiVersion: v1, kind: Namespace, metadata: {name: ${namespace}, labels: {istio-injection: enabled}}}`,
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: ${app}, namespace: ${namespace}}, spec: {selector: {matchLabels: {app: ${app}}}, template: {metadata: {labels: {app: ${app}}}, spec: {serviceAccountName: ${app}, containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]}}}}`,
  `{apiVersion: v1, kind: Service, metadata: {name: ${app}, namespace: ${namespace}}, spec: {selector: {app: ${app}}, ports: [{name: http, port: 80, targetPort: 8080}]}}`,
]
/** Policies that stay with Istio: one denies by name, and says nothing of requests without an identity. */
const staying = [
  '{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: safe, namespace: vault}, spec: {selector: {matchLabels: {app: safe}}, mtls: {mode: PERMISSIVE}, portLevelMtls: {9000: {mode: STRICT}}}}',
  '{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: by-name, namespace: vault}, spec: {action: DENY, rules: [{from: [{source: {notPrincipals: ["cluster.local/ns/till/sa/*"], namespaces: [till]}}], to: [{operation: {methods: [GET]}}]}, {from: [{source: {principals: ["cluster.local/ns/till/sa/desk"]}}]}]}}',
]
const sidecar = (name: string, namespace: string, mode: string, host: string, labels = '') =>
  `{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: ${name}, namespace: ${namespace}}, spec: {${labels} outboundTrafficPolicy: {mode: ${mode}}, egress: [{hosts: ["${host}"]}]}}`

const converted = (...sidecars: readonly string[]) => {
  const text = [...namespaceWith('till', 'desk'), ...namespaceWith('vault', 'safe'), ...staying, ...sidecars].join('\n---\n')
  const translation = translate([{ path: 'mesh.yaml', text }], { target: 'cilium', options: { assume: ['sidecars-removed'] } })
  const reasons = translation.diagnostics.filter(({ code, message }) => code === 'US5131' && message.includes('without an identity'))
  const failing = verifyTranslation(translation).differences.filter(fails)
  return { stays: reasons.length > 0, verdicts: failing.map(({ verdict }) => verdict) }
}

test.each([
  ['of the root namespace', sidecar('own', 'till', 'REGISTRY_ONLY', '*/*'), sidecar('default', 'istio-system', 'ALLOW_ANY', '~/*')],
  [
    'for the other pods of the namespace',
    sidecar('own', 'till', 'REGISTRY_ONLY', '*/*', 'workloadSelector: {labels: {app: desk}},'),
    sidecar('default', 'till', 'ALLOW_ANY', '~/*'),
  ],
])('REGISTRY_ONLY stays where sidecars would follow one that lists less and lets out to every host: %s', (_, own, next) => {
  expect(converted(own, next)).toEqual({ stays: true, verdicts: [] })
})

test('REGISTRY_ONLY is a policy where sidecars would follow one that lists every host', () => {
  const { stays, verdicts } = converted(
    sidecar('own', 'till', 'REGISTRY_ONLY', './*'),
    sidecar('default', 'istio-system', 'ALLOW_ANY', '*/*'),
  )
  expect({ stays, verdicts }).toEqual({ stays: false, verdicts: [] })
})
