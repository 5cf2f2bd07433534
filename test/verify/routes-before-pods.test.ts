import { expect, test } from 'vitest'
import { translate } from '../../src/translate.ts'
import { compareMeshes } from '../../src/verify/compare.ts'
import { compareOptionsOf, readAsOutput, verifyTranslation } from '../../src/verify/verify.ts'

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

/** Clients of `till` know Service `web` alone, by routes; `plain` leads to the same pods. */
const mesh = [
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
].join('\n---\n')
const routes = (rules: string): string =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web, namespace: shop}\nspec: {hosts: [web], http: ${rules}}`
const translated = (...texts: string[]) =>
  translate([{ path: 'mesh.yaml', text: texts.join('\n---\n') }], { target: 'cilium', options: { assume: ['sidecars-removed'] } })

const straight = '[{timeout: 5s, route: [{destination: {host: web}}]}]'
const barring = [
  '[{match: [{uri: {prefix: /admin}}], directResponse: {status: 403}}, {route: [{destination: {host: web}}]}]',
  '[{match: [{uri: {prefix: /open}}], route: [{destination: {host: web}}]}]',
  '[{rewrite: {uri: /}, route: [{destination: {host: web}}]}]',
  '[{route: [{destination: {host: decoy}}]}]',
]

/** The differences with policies that know nothing of the routes. */
function widerWith(rules: string): number {
  const { mesh: before } = translated(mesh, routes(rules))
  const unaware = translated(mesh)
  const files = unaware.output.files.map(({ path, text, before: was }) => ({ path, text: text ?? was ?? '' }))
  const after = readAsOutput([...files, { path: 'routes.yaml', text: routes(rules) }], unaware)
  return compareMeshes(before, after, compareOptionsOf(unaware)).differences.filter(({ verdict }) => verdict === 'wider').length
}

test('pods are not reached by a Service whose routes keep requests from them', () => {
  expect(widerWith(straight)).toBe(0)
  for (const rules of barring) expect([rules, widerWith(rules) > 0]).toEqual([rules, true])
})

test('clients stay on sidecars where their routes keep requests from pods', () => {
  const kept = (rules: string): readonly string[] => {
    const translation = translated(mesh, routes(rules))
    expect(verifyTranslation(translation).differences.filter(({ verdict }) => verdict === 'wider')).toEqual([])
    return translation.diagnostics.filter(({ code }) => code === 'US5131').map(({ message }) => message)
  }
  const reason =
    'the policy would let out to the pods of `Service shop/web` themselves, while `VirtualService shop/web` answers, changes or leads elsewhere requests for them'
  const isSaid = (rules: string): boolean => kept(rules).some((message) => message.includes('of `till`') && message.includes(reason))
  expect(isSaid(straight)).toBe(false)
  for (const rules of barring) expect([rules, isSaid(rules)]).toEqual([rules, true])
})
