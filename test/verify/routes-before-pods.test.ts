import { expect, test } from 'vitest'
import { translate } from '../../src/translate.ts'
import { verifyTranslation } from '../../src/verify/verify.ts'

const pods = (name: string, namespace: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: c, image: i, ports: [{containerPort: 8080}]}]}}`
const service = (name: string, app: string): string => `apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: shop}
spec: {selector: {app: ${app}}, ports: [{name: http, port: 80, targetPort: 8080}]}`

/** Clients of `till` know Service `web` alone, by these routes; `plain` leads to the same pods. */
function widerWith(rules: string): number {
  const text = [
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio, namespace: istio-system}\ndata: {mesh: "outboundTrafficPolicy: {mode: REGISTRY_ONLY}"}',
    ...['shop', 'till'].map((name) => `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: {istio-injection: enabled}}`),
    pods('web', 'shop'),
    pods('decoy', 'shop'),
    pods('client', 'till'),
    service('web', 'web'),
    service('plain', 'web'),
    service('decoy', 'decoy'),
    `apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: default, namespace: till}
spec: {egress: [{hosts: [shop/web.shop.svc.cluster.local, shop/decoy.shop.svc.cluster.local]}]}`,
    `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web, namespace: shop}\nspec: {hosts: [web], http: ${rules}}`,
  ].join('\n---\n')
  const translation = translate([{ path: 'mesh.yaml', text }], { target: 'cilium', options: { assume: ['sidecars-removed'] } })
  return verifyTranslation(translation).differences.filter(({ verdict }) => verdict === 'wider').length
}

test('pods are not reached by a Service whose routes keep requests from them', () => {
  expect(widerWith('[{timeout: 5s, route: [{destination: {host: web}}]}]')).toBe(0)
  expect(
    widerWith('[{match: [{uri: {prefix: /admin}}], directResponse: {status: 403}}, {route: [{destination: {host: web}}]}]'),
  ).toBeGreaterThan(0)
  expect(widerWith('[{match: [{uri: {prefix: /open}}], route: [{destination: {host: web}}]}]')).toBeGreaterThan(0)
  expect(widerWith('[{rewrite: {uri: /}, route: [{destination: {host: web}}]}]')).toBeGreaterThan(0)
  expect(widerWith('[{route: [{destination: {host: decoy}}]}]')).toBeGreaterThan(0)
})
