import { describe, expect, test } from 'vitest'
import { findings, validateText } from './source.ts'

const policy = (spec: string, annotations = '{}'): string =>
  `apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: a, namespace: b, annotations: ${annotations}}\nspec: ${spec}\n`
const virtualService = (spec: string): string =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a, namespace: b}\nspec: ${spec}\n`

const braces = 'has `{` or `}` beyond the path templates `{*}` and `{**}`, which stand for whole segments'

const messages = (text: string): string[] => findings(validateText(text)).map((finding) => finding.replace(/^(US\d+) \d+: /, '$1 '))

describe('AuthorizationPolicies', () => {
  test.for([
    ['{action: DENY}', '`spec` has the action `DENY` but no rules, so it could never be enforced'],
    ['{action: CUSTOM, provider: {name: x}, rules: []}', '`spec` has the action `CUSTOM` but no rules, so it could never be enforced'],
    ['{action: CUSTOM, rules: [{}]}', '`spec` has the action `CUSTOM` but names no provider'],
    ['{provider: {name: x}, rules: [{}]}', '`spec.provider` is only allowed with the action `CUSTOM`'],
    ['{rules: [{from: [{}]}]}', '`spec.rules[0].from[0]` must have `source` with at least one field'],
    ['{rules: [{from: [{source: {}}]}]}', '`spec.rules[0].from[0]` must have `source` with at least one field'],
    ['{rules: [{to: [{operation: {}}]}]}', '`spec.rules[0].to[0]` must have `operation` with at least one field'],
    ['{rules: [{to: [{operation: {paths: []}}]}]}', '`spec.rules[0].to[0].operation.paths` must not be empty'],
    ['{rules: [{to: [{operation: {paths: ["/x/{*}.js"]}}]}]}', `\`spec.rules[0].to[0].operation.paths[0]\` ${braces}`],
    ['{rules: [{to: [{operation: {notPaths: [/a, "/{id}"]}}]}]}', `\`spec.rules[0].to[0].operation.notPaths[1]\` ${braces}`],
    [
      '{rules: [{to: [{operation: {paths: ["/{**}/x/{*}"]}}]}]}',
      '`spec.rules[0].to[0].operation.paths[0]` has a path template after `{**}`, which must be the last one',
    ],
    [
      '{rules: [{to: [{operation: {paths: ["/{*}/a*"]}}]}]}',
      '`spec.rules[0].to[0].operation.paths[0]` has the segment `a*` beside a path template, which is not literal text of a path',
    ],
    ['{rules: [{from: [{source: {principals: [""]}}]}]}', '`spec.rules[0].from[0].source.principals[0]` must not be empty'],
    ['{rules: [{when: [{key: source.ip}]}]}', '`spec.rules[0].when[0]` must have `values` or `notValues`'],
    ['{rules: [{when: [{key: "request.headers[x]", values: [""]}]}]}', '`spec.rules[0].when[0].values[0]` must not be empty'],
    ['{rules: [{when: [{key: "", values: [a]}]}]}', '`spec.rules[0].when[0].key` must not be empty'],
  ] as const)('are refused: %s', ([spec, message]) => {
    expect(messages(policy(spec))).toEqual([`US1009 ${message}`])
  })

  test.for(['principals', 'notPrincipals', 'namespaces', 'requestPrincipals', 'serviceAccounts', 'trustDomains'])(
    'with CUSTOM are refused when they ask for %s',
    (field) => {
      expect(messages(policy(`{action: CUSTOM, provider: {name: x}, rules: [{from: [{source: {${field}: [a]}}]}]}`))).toEqual([
        `US1009 \`spec.rules[0].from[0].source.${field}\` cannot be used with the action \`CUSTOM\``,
      ])
    },
  )

  test.for(['request.auth.claims[iss]', 'request.auth.principal', 'source.namespace', 'source.principal'])(
    'with CUSTOM are refused when a condition is on %s',
    (key) => {
      expect(messages(policy(`{action: CUSTOM, provider: {name: x}, rules: [{when: [{key: "${key}", values: [a]}]}]}`))).toEqual([
        'US1009 `spec.rules[0].when[0].key` cannot be used with the action `CUSTOM`',
      ])
    },
  )

  test('with CUSTOM may ask for addresses and paths', () => {
    expect(
      messages(
        policy(
          '{action: CUSTOM, provider: {name: x}, rules: [{from: [{source: {ipBlocks: [10.0.0.0/8]}}], to: [{operation: {paths: [/a]}}]}]}',
        ),
      ),
    ).toEqual([])
  })

  test('cannot be CUSTOM or AUDIT in a dry run', () => {
    const annotation = '{istio.io/dry-run: "true"}'
    expect(messages(policy('{action: AUDIT, rules: [{}]}', annotation))).toEqual([
      'US1009 `metadata.annotations["istio.io/dry-run"]` cannot be used with the action `AUDIT`',
    ])
    expect(messages(policy('{rules: [{}]}', annotation))).toEqual([])
    expect(messages(policy('{rules: [{}]}', '{istio.io/dry-run: "yes"}'))).toEqual([
      'US1009 `metadata.annotations["istio.io/dry-run"]` must be a boolean, not `yes`',
    ])
  })

  test.for([
    '{}',
    '{rules: []}',
    '{rules: [{}]}',
    '{rules: [{from: []}]}',
    '{action: DENY, rules: [{to: []}]}',
    '{action: DENY, rules: [{}]}',
    '{selector: {}}',
  ])('are accepted: %s', (spec) => {
    expect(messages(policy(spec))).toEqual([])
  })

  test('with a selector and target references break a rule of the schema', () => {
    const [message] = messages(policy('{selector: {matchLabels: {app: a}}, targetRefs: [{kind: Service, name: a}]}'))
    expect(message).toContain('US1005')
  })
})

describe('VirtualServices', () => {
  const rule = (fields: string): string => virtualService(`{hosts: [a], http: [{${fields}}]}`)
  const route = 'route: [{destination: {host: a}}]'

  test.for([
    ['match: [{uri: {exact: /a}}]', '`spec.http[0]` must have a `route`, a `redirect`, a `directResponse` or a `delegate`'],
    [
      'route: [{destination: {host: a}}, {destination: {host: b}}]',
      '`spec.http[0].route` has several destinations whose weights add up to 0',
    ],
    ['redirect: {}', '`spec.http[0].redirect` must name a `uri`, an `authority`, a `scheme` or a port'],
    ['redirect: {redirectCode: 302}', '`spec.http[0].redirect` must name a `uri`, an `authority`, a `scheme` or a port'],
    ['redirect: {uri: /b, redirectCode: 404}', '`spec.http[0].redirect.redirectCode` must be 3xx, not 404'],
    ['redirect: {scheme: ws}', '`spec.http[0].redirect.scheme` must be `http` or `https`'],
    ['redirect: {uri: /b, prefixRewrite: /c}', '`spec.http[0].redirect.prefixRewrite` cannot be used together with `uri`'],
    [
      'match: [{uri: {exact: /a}}], redirect: {prefixRewrite: /c}',
      '`spec.http[0].redirect.prefixRewrite` needs matches of the path by `prefix`',
    ],
    [`${route}, redirect: {uri: /b}`, '`spec.http[0].route` cannot be used together with `redirect`'],
    ['fault: {abort: {httpStatus: 500}}, redirect: {uri: /b}', '`spec.http[0].fault` cannot be used together with `redirect`'],
    [`${route}, directResponse: {status: 204}`, '`spec.http[0].route` cannot be used together with `directResponse`'],
    [`${route}, delegate: {name: b}`, '`spec.http[0].route` cannot be used together with `delegate`'],
    [`${route}, mirror: {host: b}, mirrors: [{destination: {host: c}}]`, '`spec.http[0].mirror` cannot be used together with `mirrors`'],
  ] as const)('are refused: %s', ([fields, message]) => {
    expect(messages(rule(fields))).toEqual([`US1009 ${message}`])
  })

  test('for every host of the mesh are refused, but not those of a gateway', () => {
    expect(messages(virtualService(`{hosts: ["*"], http: [{${route}}]}`))).toEqual([
      'US1009 `spec.hosts[0]` cannot be `*` in a VirtualService that applies to the mesh gateway',
    ])
    expect(messages(virtualService(`{hosts: ["*"], gateways: [edge], http: [{${route}}]}`))).toEqual([])
  })

  test('without rules are refused', () => {
    expect(messages(virtualService('{hosts: [a]}'))).toEqual(['US1009 `spec` must have at least one `http`, `tls` or `tcp` rule'])
  })

  test('a delegate without hosts is accepted', () => {
    expect(messages(virtualService(`{http: [{${route}}]}`))).toEqual([])
  })
})
