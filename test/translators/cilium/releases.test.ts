import { describe, expect, test } from 'vitest'
import { releaseAsked } from '../../../src/crd/schema-sets.ts'
import { validateEmitted } from '../../../src/crd/validate.ts'
import { defaultOptions } from '../../../src/model/dialect.ts'
import type { KubernetesObject } from '../../../src/model/object.ts'
import { capabilitiesFor } from '../../../src/report/capabilities/supported.ts'
import { translate } from '../../../src/translate.ts'
import { ciliumCapabilities } from '../../../translators/cilium/capabilities.ts'
import { hasCorsFilter } from '../../../translators/cilium/releases.ts'
import { versionsFor } from '../../../translators/cilium/routes/gateway-api-route.ts'
import { goldenCases } from '../../golden/golden-case.ts'

const releases = ['1.16', '1.17', '1.18', '1.19', '1.20'] as const

/** One of each kind of output, and what differs between releases. */
const asked: ReadonlySet<string> = new Set([
  'cilium-authorization/deny-beside-allow',
  'cilium-authorization/mesh-wide',
  'cilium-authorization/other-ports',
  'cilium-authorization/ports-that-sidecars-leave-alone',
  'cilium-egress/mesh-registry-only',
  'cilium-egress/wildcard-host',
  'cilium-http/denied-paths',
  'cilium-http/headers',
  'cilium-http/hosts',
  'cilium-ingress/named-gateway',
  'cilium-ingress/paths',
  'cilium-ingress/terminated-tls',
  'cilium-mtls/all-but-a-port',
  'cilium-mtls/namespace',
  'cilium-routes/conditions-on-paths',
  'cilium-routes/connection-settings',
  'cilium-routes/cross-origin',
  'cilium-routes/headers-before-all',
  'cilium-routes/mirrors',
  'cilium-routes/weights-of-subsets',
])

/** What a row of the capability table has written. */
const writtenBy: Readonly<Record<string, (object: KubernetesObject) => boolean>> = {
  'cilium-routes': ({ kind }) => kind === 'HTTPRoute' || kind === 'GRPCRoute',
  'cilium-gateways': ({ kind }) => kind === 'Gateway',
  'cilium-cors': (object) => JSON.stringify(object).includes('filters.http.cors'),
  'cilium-egress': ({ kind, spec }) => kind === 'CiliumNetworkPolicy' && JSON.stringify(spec).includes('"egress":['),
}

describe.each(releases)('for Cilium %s', (cilium) => {
  const cases = goldenCases().filter(({ name }) => asked.has(name))
  const versions = { ...defaultOptions.versions, cilium }
  const written = cases.flatMap((golden) => {
    const request = golden.request('cilium')
    const { emission } = translate(golden.input, { ...request, options: { ...request.options, versions } })
    return emission.changes.flatMap((change) => (change.kind === 'add' ? [change.object] : []))
  })

  test('the resource definitions of the release itself are asked', () => {
    expect(cases).toHaveLength(asked.size)
    expect(releaseAsked('cilium.io', versions)?.name).toBe(`Cilium ${cilium}`)
  })

  test('what is written is valid', () => {
    expect(written.length).toBeGreaterThan(10)
    for (const object of written)
      expect(validateEmitted(object, versionsFor(versions)), `${object.kind} ${object.metadata.name}`).toEqual([])
  })

  test('what the capability table does not have is not written, and what it has is', () => {
    const here = new Map(capabilitiesFor(ciliumCapabilities, versions).map((row) => [row.id, row.here !== 'none']))
    for (const [id, isOf] of Object.entries(writtenBy)) expect(written.some(isOf), id).toBe(here.get(id))
  })
})

test.each([
  ['1.16', false],
  ['1.16.99', false],
  ['1.17', false],
  ['1.17.16', true],
  ['1.18.9', false],
  ['1.18.10', true],
  ['1.19', false],
  ['1.19.3', false],
  ['1.19.4', true],
  ['1.20', true],
  ['1.20.0', true],
])('Envoy of Cilium %s has a filter for CORS: %s', (cilium, expected) => {
  expect(hasCorsFilter(cilium)).toBe(expected)
})

describe('HTTP rules on ports that follow one another', () => {
  const namespaces = ['shop', 'bank'].map(
    (name) => `{apiVersion: v1, kind: Namespace, metadata: {name: ${name}, labels: {istio-injection: enabled}}}`,
  )
  const ports = [8080, 8081, 8082]
  const text = [
    ...namespaces,
    `{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: x}]}}}}`,
    `{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {selector: {app: web}, ports: [${ports.map((port) => `{name: http-${port}, port: ${port}}`).join(', ')}]}}`,
    '{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: get, namespace: shop}, spec: {selector: {matchLabels: {app: web}}, rules: [{from: [{source: {namespaces: [bank]}}], to: [{operation: {methods: [GET]}}]}]}}',
  ].join('\n---\n')

  test.each([
    ['1.16', [['8080'], ['8081'], ['8082']]],
    ['1.16.19', [['8080'], ['8081'], ['8082']]],
    ['1.17', [['8080', 8082]]],
    ['1.20', [['8080', 8082]]],
  ] as const)('are on ports that Cilium %s takes', (cilium, expected) => {
    const versions = { ...defaultOptions.versions, cilium }
    const { emission } = translate([{ path: 'mesh.yaml', text }], { target: 'cilium', options: { assume: ['sidecars-removed'], versions } })
    const [policy] = emission.changes.flatMap((change) => (change.kind === 'add' ? [change.object] : []))
    const { ingress } = policy!.spec as { ingress: { toPorts?: { ports: { port: string; endPort?: number }[]; rules?: object }[] }[] }
    const lists = ingress.flatMap(({ toPorts = [] }) => toPorts).filter(({ rules }) => rules !== undefined)
    expect(lists.flatMap((list) => list.ports.map(({ port, endPort }) => (endPort === undefined ? [port] : [port, endPort])))).toEqual(
      expected,
    )
  })
})
