import { describe, expect, test } from 'vitest'
import type { Assumption } from '../../../../src/model/dialect.ts'
import { translate } from '../../../../src/translate.ts'

const workload = (name: string, labels = '') => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: mill}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}${labels}}}
    spec: {serviceAccountName: ${name}, containers: [{name: app, image: x, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: mill}
spec: {selector: {app: ${name}}, ports: [{name: http, port: 80, targetPort: 8080}]}
`
const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: mill, labels: {istio-injection: enabled}}\n'
const mill = namespace + workload('flour') + workload('baker')

const converted = (text: string, ...assume: readonly Assumption[]) =>
  translate([{ path: 'mesh.yaml', text }], { target: 'cilium', options: { assume: ['sidecars-removed', ...assume] } })

const leaves = (text: string, ...assume: readonly Assumption[]): string[] =>
  (converted(text, ...assume).emission.leaves ?? []).map(({ name }) => name).sort()

const delayed = `---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: slow, namespace: mill}
spec:
  hosts: [flour]
  http: [{fault: {delay: {fixedDelay: 2s, percentage: {value: 10}}}, route: [{destination: {host: flour}}]}]
`
const scope = `---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: {name: bakers, namespace: mill}
spec:
  workloadSelector: {labels: {app: baker}}
  ingress: [{port: {number: 8080, protocol: HTTP, name: http}, defaultEndpoint: "127.0.0.1:9090"}]
`
const filter = (context: string) => `---
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: gate, namespace: mill}
spec:
  workloadSelector: {labels: {app: flour}}
  configPatches:
  - applyTo: HTTP_FILTER
    match: {context: ${context}}
    patch: {operation: INSERT_BEFORE, value: {name: envoy.filters.http.ext_authz}}
`

describe('pods keep their sidecar', () => {
  test('for a route that is refused, unless it is vouched that clients do without', () => {
    expect(leaves(mill + delayed)).toEqual([])
    expect(leaves(mill + delayed, 'routes-lost')).toEqual(['baker', 'flour'])
  })

  test('for a Sidecar that is refused, those that it selects', () => {
    expect(leaves(mill + scope)).toEqual(['flour'])
  })

  test('for an EnvoyFilter that may decide, unless it is for gateways or was reviewed', () => {
    expect(leaves(mill + filter('SIDECAR_INBOUND'))).toEqual(['baker'])
    expect(leaves(mill + filter('GATEWAY'))).toEqual(['baker', 'flour'])
    expect(leaves(mill + filter('SIDECAR_INBOUND'), 'extensions-reviewed')).toEqual(['baker', 'flour'])
  })

  test('for input that cannot be read, unless it was reviewed', () => {
    const template = `---\napiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: x, namespace: mill}\nspec: {{ .Values.rules }}\n`
    expect(leaves(mill + template)).toEqual([])
    expect(leaves(mill + template, 'unread-reviewed')).toEqual(['baker', 'flour'])
  })
})

describe('a client that a standing policy names', () => {
  const denial = (source: string) => `---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: bearers, namespace: mill}
spec: {selector: {matchLabels: {app: flour}}, action: DENY, rules: [{from: [{source: {${source}, requestPrincipals: ["*"]}}]}]}
`
  const three = mill + workload('miller')

  test.each([
    ['principals: ["cluster.local/ns/mill/sa/baker"]', ['miller']],
    ['notPrincipals: ["cluster.local/ns/mill/sa/baker"]', ['miller']],
    ['principals: ["*/sa/miller"]', ['baker']],
    ['namespaces: ["mi*"]', []],
    ['namespaces: ["farm"]', ['baker', 'miller']],
    ['principals: ["*"]', []],
  ])('by %s keeps its certificate', (source, expected) => {
    expect(leaves(three + denial(source))).toEqual(expected)
  })

  test('keeps the namespace open to injection, for pods of it that the input does not have', () => {
    const text = (source: string) => converted(three + denial(source)).output.files[0]?.text ?? ''
    expect(text('namespaces: ["farm"]')).toContain('istio-injection: enabled')
  })
})

test('a namespace whose label was set to a revision is closed, and the label of the revision goes', () => {
  const text = converted(mill.replace('istio-injection: enabled', 'istio.io/rev: blue') + workload('sieve', ', istio.io/rev: red')).output
    .files[0]?.text
  expect(text).toContain('istio-injection: disabled')
  expect(text).not.toContain('istio.io/rev')
})
