import { describe, expect, test } from 'vitest'
import { findings, validateText } from './source.ts'

const virtualService = (spec: string): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: reviews, namespace: prod}
spec:
${spec}`

const route = `  hosts: [reviews]
  http:
  - route:
    - destination: {host: reviews}
`

describe('structure', () => {
  test('a valid object has no findings, and its value is the object itself', () => {
    const { diagnostics, known, value } = validateText(virtualService(route))
    expect(diagnostics).toEqual([])
    expect(known).toBe(true)
    expect(value.kind).toBe('VirtualService')
  })

  test('a value of the wrong type is an error at its place', () => {
    expect(findings(validateText(virtualService(`${route}      weight: ten\n`)))).toEqual([
      'US1001 9: `spec.http[0].route[0].weight` must be an integer, not the string `ten`',
    ])
  })

  test('an unknown enum value names the choices', () => {
    const policy =
      'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: a, namespace: b}\nspec:\n  action: PERMIT\n'
    expect(findings(validateText(policy))).toEqual([
      'US1001 5: `spec.action` must be one of `ALLOW`, `DENY`, `AUDIT`, `CUSTOM`, not `PERMIT`',
    ])
  })

  test('two forms of a string match at once are an error that names both', () => {
    expect(findings(validateText(virtualService(`${route}    match:\n    - uri: {exact: /a, prefix: /b}\n`)))).toEqual([
      'US1001 10: `spec.http[0].match[0].uri` sets `exact` and `prefix`, of which only one may be set',
    ])
  })

  test('a missing required field is an error at the nearest value that exists', () => {
    expect(findings(validateText(virtualService('  hosts: [reviews]\n  http:\n  - route:\n    - weight: 1\n')))).toEqual([
      'US1002 8: `spec.http[0].route[0]` lacks `destination`, which the schema requires',
    ])
  })

  test('a field that no release has is an error where it may decide, and stays in the value', () => {
    const { diagnostics, value } = validateText(virtualService(`${route}      wieght: 1\n`))
    expect(findings({ diagnostics })).toEqual([
      'US1012 9: `spec.http[0].route[0].wieght` is not a field of VirtualService in any supported release',
    ])
    expect(diagnostics[0]).toMatchObject({ severity: 'error', fate: 'refused' })
    expect(JSON.stringify(value)).toContain('wieght')
  })

  test('label values must be strings', () => {
    const text = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: prod\n  labels:\n    istio-injection: true\n'
    expect(findings(validateText(text))).toEqual(['US1001 6: `metadata.labels.istio-injection` must be a string, not the boolean `true`'])
  })

  test('two items with the same key in a list map are an error that points at both', () => {
    const text = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: prod}
spec:
  gatewayClassName: istio
  listeners:
  - {name: http, port: 80, protocol: HTTP}
  - {name: http, port: 81, protocol: HTTP}
`
    const [duplicate] = validateText(text).diagnostics
    expect(findings({ diagnostics: [duplicate!] })).toEqual([
      'US1004 8: `spec.listeners[1]` repeats `spec.listeners[0]` in a list whose items must differ',
    ])
    expect(duplicate!.related[0]!.place.span.line).toBe(7)
  })
})

describe('nulls', () => {
  test('are dropped from fields that are not nullable', () => {
    const { value, diagnostics } = validateText(virtualService(`${route}    timeout: null\n    retries:\n`))
    expect(diagnostics).toEqual([])
    expect(value.spec).toEqual({ hosts: ['reviews'], http: [{ route: [{ destination: { host: 'reviews' } }] }] })
  })

  test('stay in list items, which makes the object invalid', () => {
    expect(findings(validateText(virtualService(`${route}  - null\n`)))).toEqual(['US1001 9: `spec.http[1]` must be a map, not null'])
  })

  test('of creationTimestamp and labels, as generators print them, are harmless', () => {
    const text = 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: web\n  creationTimestamp: null\n  labels:\n'
    const { value, diagnostics } = validateText(text)
    expect(diagnostics).toEqual([])
    expect(value.metadata).toEqual({ name: 'web' })
  })
})

describe('rules', () => {
  test('carry the message that the CRD gives, at the value they speak of', () => {
    const text = `apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: a, namespace: b}
spec:
  portLevelMtls:
    "8080": {mode: DISABLE}
`
    expect(findings(validateText(text))).toEqual(['US1005 5: `spec` breaks a rule of its schema: portLevelMtls requires selector'])
  })

  test('see the defaults that the API server fills in, but the value does not get them', () => {
    const text = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: a, namespace: b}
spec:
  rules:
  - backendRefs:
    - {name: reviews}
`
    const { value, diagnostics } = validateText(text)
    expect(findings({ diagnostics })).toEqual([
      'US1005 7: `spec.rules[0].backendRefs[0]` breaks a rule of its schema: Must have port for Service reference',
    ])
    expect(value.spec).toEqual({ rules: [{ backendRefs: [{ name: 'reviews' }] }] })
  })

  test('are not asked while the structure is wrong', () => {
    const text =
      'apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: {name: a, namespace: b}\nspec:\n  mtls: {mode: OFF}\n  portLevelMtls: {"0": {mode: STRICT}}\n'
    expect(validateText(text).diagnostics.map(({ code }) => code)).toEqual(['US1001'])
  })
})

describe('API versions', () => {
  test.for(['v1', 'v1beta1', 'v1alpha3'])('%s of a VirtualService is known', (version) => {
    expect(validateText(virtualService(route).replace('/v1\n', `/${version}\n`)).diagnostics).toEqual([])
  })

  test('one that the CRD does not serve is an error', () => {
    const text = 'apiVersion: networking.istio.io/v1\nkind: EnvoyFilter\nmetadata: {name: a, namespace: b}\nspec: {}\n'
    expect(findings(validateText(text))).toEqual([
      'US1006 1: EnvoyFilter has no version `networking.istio.io/v1`, only `networking.istio.io/v1alpha3`',
    ])
  })

  test('the Gateway API of any release and channel is known in the input', () => {
    const text = (kind: string, version: string, spec: string): string =>
      `apiVersion: gateway.networking.k8s.io/${version}\nkind: ${kind}\nmetadata: {name: a, namespace: b}\nspec: ${spec}\n`
    const rules = '{rules: [{backendRefs: [{name: c, port: 1}]}]}'
    expect(validateText(text('TCPRoute', 'v1alpha2', rules)).diagnostics).toEqual([])
    expect(
      validateText(text('TLSRoute', 'v1alpha2', '{hostnames: [a.example.com], rules: [{backendRefs: [{name: c, port: 1}]}]}')).diagnostics,
    ).toEqual([])
    expect(
      validateText(text('ListenerSet', 'v1', '{parentRef: {name: c}, listeners: [{name: d, port: 1, protocol: HTTP}]}')).diagnostics,
    ).toEqual([])
  })

  test('a kind that a known group does not have is a warning', () => {
    const text = 'apiVersion: networking.istio.io/v1\nkind: VirtualServce\nmetadata: {name: a, namespace: b}\n'
    const { diagnostics, known } = validateText(text)
    expect(findings({ diagnostics })).toEqual([
      'US1007 2: `networking.istio.io/v1` has no known kind `VirtualServce`, so the object stays unchanged',
    ])
    expect(known).toBe(false)
  })

  test.for(['rbac.istio.io/v1alpha1', 'authentication.istio.io/v1alpha1', 'config.istio.io/v1alpha2'])('%s is retired', (apiVersion) => {
    const { diagnostics, known } = validateText(`apiVersion: ${apiVersion}\nkind: Policy\nmetadata: {name: a, namespace: b}\n`)
    expect(diagnostics.map(({ code, severity }) => ({ code, severity }))).toEqual([{ code: 'US1008', severity: 'warning' }])
    expect(known).toBe(false)
  })

  test('other groups are not checked', () => {
    const { diagnostics, known } = validateText('apiVersion: example.com/v1\nkind: VirtualService\nmetadata: {name: a}\nspec: 7\n')
    expect({ diagnostics, known }).toEqual({ diagnostics: [], known: false })
  })
})

describe('core kinds', () => {
  const deployment = (spec: string): string =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: prod}\nspec: ${spec}\n`

  test('may have any field that is not read', () => {
    expect(
      validateText(deployment('{strategy: {type: Recreate}, template: {spec: {containers: [{name: a, tty: true}]}}}')).diagnostics,
    ).toEqual([])
  })

  test.for([
    ['{replicas: "3"}', '`spec.replicas` must be an integer, not the string `3`'],
    ['{template: {spec: {containers: {name: a}}}}', '`spec.template.spec.containers` must be a list, not a map'],
    ['{template: {metadata: {labels: {version: 2}}}}', '`spec.template.metadata.labels.version` must be a string, not the number `2`'],
    [
      '{template: {spec: {containers: [{ports: [{containerPort: 99999}]}]}}}',
      '`spec.template.spec.containers[0].ports[0].containerPort` must be at most 65535, not 99999',
    ],
  ] as const)('have the types that readers rely on: %s', ([spec, message]) => {
    expect(validateText(deployment(spec)).diagnostics.map((diagnostic) => diagnostic.message)).toEqual([message])
  })

  test('a Service with an unknown protocol is an error', () => {
    const text = 'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: prod}\nspec: {ports: [{port: 80, protocol: HTTP}]}\n'
    expect(validateText(text).diagnostics.map(({ code }) => code)).toEqual(['US1001'])
  })

  test('every kind that readers read has a schema', () => {
    const kinds = [
      'v1 Namespace',
      'v1 Pod',
      'v1 Service',
      'v1 ServiceAccount',
      'v1 ConfigMap',
      'apps/v1 Deployment',
      'apps/v1 StatefulSet',
      'apps/v1 DaemonSet',
      'apps/v1 ReplicaSet',
    ]
    const more = ['batch/v1 Job', 'batch/v1 CronJob', 'networking.k8s.io/v1 NetworkPolicy', 'argoproj.io/v1alpha1 Rollout']
    for (const name of [...kinds, ...more]) {
      const [apiVersion, kind] = name.split(' ')
      expect(validateText(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a}\n`)).toMatchObject({
        known: true,
        diagnostics: [],
      })
    }
  })
})
