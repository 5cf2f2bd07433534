import { describe, expect, it } from 'vitest'
import { defaultOptions } from '../../../../src/model/dialect.ts'
import { readManifests } from '../../../../src/translate.ts'
import { manifest, plain, read } from '../../reading.ts'

const api = 'gateway.networking.k8s.io/v1'
const parent = 'parentRefs: [{group: "", kind: Service, name: web, port: 80}]'

function routeOf(rules: string, kind = 'HTTPRoute', extra = parent) {
  const reading = read(manifest(api, kind, `${extra}\n${rules === '[]' ? 'rules: []' : `rules:\n${rules}`}`))
  return { ...reading, table: reading.mesh.routes[0]! }
}

const ruleOf = (rule: string, kind?: string) => {
  const { table, codes } = routeOf(`- ${rule}`, kind)
  return { rule: table.http[0]!, action: table.http[0]!.action, codes }
}

const backend = 'backendRefs: [{name: a, port: 80}]'

describe('what a route is attached to', () => {
  it('is a Service, a ServiceEntry or a gateway', () => {
    const parents = `parentRefs: [{group: "", kind: Service, name: web, port: 80}, {group: networking.istio.io, kind: ServiceEntry, name: ext, namespace: egress}, {name: edge}]`
    expect(plain(routeOf('[]', 'HTTPRoute', parents).table.bindings)).toEqual([
      {
        to: 'service',
        target: { kind: 'Service', name: 'web', place: 'spec.parentRefs[0]' },
        namespace: 'prod',
        port: 80,
        place: 'spec.parentRefs[0]',
      },
      {
        to: 'service',
        target: { kind: 'ServiceEntry', name: 'ext', place: 'spec.parentRefs[1]' },
        namespace: 'egress',
        place: 'spec.parentRefs[1]',
      },
      { to: 'gateway', namespace: 'prod', name: 'edge', place: 'spec.parentRefs[2]' },
    ])
  })

  it('is nothing when a Service is named without the empty group', () => {
    const { table, codes } = routeOf('[]', 'HTTPRoute', 'parentRefs: [{kind: Service, name: web}]')
    expect(table.bindings).toEqual([])
    expect(codes).toEqual(['US2111'])
  })

  it('can be the listeners that a gateway takes in', () => {
    const { table, codes } = routeOf('[]', 'HTTPRoute', 'parentRefs: [{kind: ListenerSet, name: web}]')
    expect(table.bindings).toMatchObject([{ to: 'gateway', name: 'ListenerSet web' }])
    expect(codes).toEqual([])
  })

  it('does not depend on hostnames, which are kept', () => {
    const { table } = routeOf('[]', 'HTTPRoute', `${parent}\nhostnames: [x.io]`)
    expect(plain(table.hosts)).toEqual([{ host: 'x.io', place: 'spec.hostnames[0]' }])
    expect(table).toMatchObject({ order: 'specificity', delegateOnly: false })
  })
})

describe('matches of an HTTPRoute', () => {
  const matchOf = (match: string) => plain(ruleOf(`{matches: [${match}], ${backend}}`).rule.matches[0]?.predicate)
  const at = 'spec.rules[0].matches[0]'

  it.each([
    ['{path: {type: Exact, value: /a}}', { op: 'exact', value: '/a' }],
    ['{path: {type: PathPrefix, value: /a/}}', { op: 'segment-prefix', value: '/a' }],
    ['{path: {value: /}}', { op: 'segment-prefix', value: '/' }],
    ['{path: {type: RegularExpression, value: "/a.*"}}', { op: 'regex', value: '/a.*' }],
  ])('%s', (match, expected) => {
    expect(matchOf(match)).toEqual({ kind: 'path', match: expected, place: `${at}.path.value` })
  })

  it('have the path prefix / by default', () => {
    const anyPath = { kind: 'path', match: { op: 'segment-prefix', value: '/' } }
    expect(ruleOf(`{${backend}}`).rule.matches).toMatchObject([{ predicate: anyPath }])
    expect(ruleOf(`{matches: [], ${backend}}`).rule.matches).toMatchObject([{ predicate: anyPath }])
    expect(matchOf('{method: PATCH}')).toMatchObject({ of: [anyPath, { kind: 'method', match: { op: 'exact', value: 'PATCH' } }] })
  })

  it('compare headers and queries', () => {
    const headers =
      '[{name: X, value: a}, {name: b, type: RegularExpression, value: "a.*"}, {name: z, type: RegularExpression, value: "*"}]'
    expect(matchOf(`{headers: ${headers}, queryParams: [{name: q, type: Exact, value: b}]}`)).toMatchObject({
      of: [
        { kind: 'path' },
        { kind: 'header', name: 'X', match: { op: 'exact', value: 'a' }, place: `${at}.headers[0].value` },
        { kind: 'header', name: 'b', match: { op: 'regex', value: 'a.*' } },
        { kind: 'header', name: 'z', match: { op: 'present' } },
        { kind: 'query', name: 'q', match: { op: 'exact', value: 'b' } },
      ],
    })
  })
})

describe('backends of a route', () => {
  it('are full names with weight 1 by default', () => {
    const { action } = ruleOf('backendRefs: [{name: a, port: 80}, {name: b, namespace: other, port: 81, weight: 9}]')
    expect(action).toMatchObject({
      kind: 'forward',
      backends: [
        { host: 'a.prod.svc.cluster.local', port: 80, weight: 1 },
        { host: 'b.other.svc.cluster.local', port: 81, weight: 9 },
      ],
    })
  })

  it('can be any host', () => {
    const { action, codes } = ruleOf('backendRefs: [{group: networking.istio.io, kind: Hostname, name: api.example.com, port: 443}]')
    expect(action.backends).toMatchObject([{ host: 'api.example.com', port: 443 }])
    expect(codes).toEqual([])
  })

  it('of other kinds are reported', () => {
    const { action, codes } = ruleOf('backendRefs: [{group: inference.networking.k8s.io, kind: InferencePool, name: llm}]')
    expect(action.backends).toMatchObject([{ host: 'llm.prod.inferencepool' }])
    expect(codes).toEqual(['US2110'])
  })

  it('have header operations of their own', () => {
    const { action } = ruleOf(
      'backendRefs: [{name: a, port: 80, filters: [{type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: x, value: b}]}}, {type: ResponseHeaderModifier, responseHeaderModifier: {remove: [z]}}]}]',
    )
    expect(action.backends).toMatchObject([{ requestHeaders: { set: [{ name: 'x' }] }, responseHeaders: { remove: [{ name: 'z' }] } }])
  })

  it.each(['backendRefs: []', 'backendRefs: [{name: a, port: 80, weight: 0}]', 'name: empty'])('answer 500 when %s', (rule) => {
    expect(ruleOf(`{${rule}}`).action).toMatchObject({ kind: 'respond', response: { status: 500 } })
  })
})

describe('filters of an HTTPRoute', () => {
  const filtered = (filter: string) => ruleOf(`{filters: [${filter}], ${backend}}`)

  it('change headers, the first entry of a name counts', () => {
    const set = '[{name: X, value: "1"}, {name: x, value: "2"}]'
    expect(
      filtered(`{type: RequestHeaderModifier, requestHeaderModifier: {set: ${set}, add: [{name: b, value: z}], remove: [q]}}`).action,
    ).toMatchObject({
      requestHeaders: { set: [{ name: 'X', value: '1' }], add: [{ name: 'b' }], remove: [{ name: 'q' }] },
    })
  })

  it.each([
    ['{}', { status: 302, port: 'request-port' }],
    ['{scheme: https}', { scheme: 'https', port: 'protocol-default' }],
    ['{port: 8443, scheme: https}', { port: 8443 }],
    ['{hostname: x.io, statusCode: 301}', { authority: 'x.io', status: 301 }],
    ['{path: {type: ReplaceFullPath, replaceFullPath: /a}}', { path: { kind: 'full', value: '/a' } }],
    ['{path: {type: ReplacePrefixMatch, replacePrefixMatch: /a}}', { path: { kind: 'segment-prefix', value: '/a' } }],
  ])('redirect with %s', (redirect, expected) => {
    const { action } = ruleOf(`{filters: [{type: RequestRedirect, requestRedirect: ${redirect}}]}`)
    expect(action).toMatchObject({ kind: 'redirect', redirect: expected })
  })

  it('rewrite', () => {
    const rewrite = '{hostname: x.io, path: {type: ReplacePrefixMatch, replacePrefixMatch: /}}'
    expect(filtered(`{type: URLRewrite, urlRewrite: ${rewrite}}`).action.rewrite).toMatchObject({
      authority: 'x.io',
      path: { kind: 'segment-prefix', value: '/' },
    })
  })

  it('mirror, as often as they are written', () => {
    const mirrors = [
      '{backendRef: {name: m, port: 80}}',
      '{backendRef: {name: n, port: 80}, percent: 10}',
      '{backendRef: {name: o, port: 80}, fraction: {numerator: 1, denominator: 200}}',
    ]
    const { action } = filtered(mirrors.map((mirror) => `{type: RequestMirror, requestMirror: ${mirror}}`).join(', '))
    expect(action.mirrors).toMatchObject([{ host: 'm.prod.svc.cluster.local', port: 80, percent: 100 }, { percent: 10 }, { percent: 0.5 }])
  })

  it('answer preflights of other origins, with an age of 5 seconds', () => {
    const cors =
      '{allowOrigins: ["https://a.io", "*", "https://*.b.io", "https://c*"], allowMethods: [GET], allowHeaders: [x], exposeHeaders: [b], allowCredentials: true}'
    expect(filtered(`{type: CORS, cors: ${cors}}`).action.cors).toMatchObject({
      allowOrigins: [
        { match: { op: 'exact', value: 'https://a.io' } },
        { match: { op: 'present' } },
        { match: { op: 'regex', value: 'https://.*\\.b\\.io' } },
        { match: { op: 'prefix', value: 'https://c' } },
      ],
      allowMethods: ['GET'],
      maxAgeMs: 5000,
      unmatchedPreflights: 'ignore',
      allowCredentials: true,
    })
  })
})

describe('what istiod cannot convert', () => {
  it.each([
    `{filters: [{type: ExtensionRef, extensionRef: {name: x}}], ${backend}}`,
    `{filters: [{type: ExternalAuth, externalAuth: {}}], ${backend}}`,
    'backendRefs: [{name: a}]',
    'backendRefs: [{name: a, port: 80, filters: [{type: URLRewrite, urlRewrite: {hostname: x}}]}]',
    'backendRefs: [{name: a, port: 80, filters: [{type: RequestMirror, requestMirror: {backendRef: {name: b, port: 1}}}]}]',
    'backendRefs: [{name: a, port: 80, filters: [{type: RequestRedirect, requestRedirect: {}}]}]',
    'backendRefs: [{name: a, port: 80, filters: [{type: CORS, cors: {}}]}]',
  ])('takes the whole route out of force: %s', (rule) => {
    const { table, codes } = routeOf(`- {${backend}}\n- ${rule}`)
    expect(table.http).toEqual([])
    expect(codes).toEqual(['US2109'])
  })
})

describe('timeouts and retries of an HTTPRoute', () => {
  it.each([
    ['timeouts: {request: 5s}', { timeoutMs: 5000 }],
    ['timeouts: {request: 5s, backendRequest: 2s}', { timeoutMs: 2000 }],
    ['timeouts: {request: 5s, backendRequest: 2s}, retry: {}', { timeoutMs: 5000, retries: { attempts: 1, perTryTimeoutMs: 2000 } }],
    [
      'retry: {attempts: 4, codes: [503], backoff: 10ms}',
      { retries: { attempts: 4, backoffMs: 10, retryOn: ['503', 'connect-failure', 'refused-stream', 'unavailable', 'cancelled'] } },
    ],
  ])('%s', (fields, expected) => {
    expect(ruleOf(`{${fields}, ${backend}}`).action).toMatchObject(expected)
  })

  it('take the default of the release that is installed', () => {
    const text = `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: a, namespace: b}\nspec:\n  rules: [{retry: {codes: [503]}, ${backend}}]\n`
    const attempts = (gatewayApi: string) => {
      const versions = { ...defaultOptions.versions, gatewayApi, gatewayApiChannel: 'experimental' } as const
      return readManifests([{ path: 'a.yaml', text }], { versions }).mesh.routes[0]?.http[0]?.action.retries?.attempts
    }
    expect([attempts('1.6'), attempts('1.7')]).toEqual([2, 1])
  })

  it('read zero as no timeout', () => {
    const { action } = ruleOf(`{timeouts: {request: 0s}, ${backend}}`)
    expect(action).not.toHaveProperty('timeoutMs')
    expect(plain(action.timeoutPlace)).toBe('spec.rules[0].timeouts')
  })
})

describe('a GRPCRoute', () => {
  it.each([
    ['{service: p.S, method: M}', { op: 'exact', value: '/p.S/M' }],
    ['{service: p.S}', { op: 'prefix', value: '/p.S/' }],
    ['{method: M}', { op: 'regex', value: '/[^/]+/M' }],
    ['{type: RegularExpression, service: "p.*", method: M}', { op: 'regex', value: '/p.*/M' }],
    ['{type: RegularExpression, service: "p.*"}', { op: 'regex', value: '/p.*/.+' }],
  ])('matches %s', (method, expected) => {
    const { rule } = ruleOf(`{matches: [{method: ${method}, headers: [{name: x, value: b}]}], ${backend}}`, 'GRPCRoute')
    expect(rule.matches[0]?.predicate).toMatchObject({
      of: [
        { kind: 'path', match: expected },
        { kind: 'header', name: 'x' },
      ],
    })
  })

  it('without matches takes every request', () => {
    const { rule } = ruleOf(`{filters: [{type: RequestHeaderModifier, requestHeaderModifier: {remove: [a]}}], ${backend}}`, 'GRPCRoute')
    expect(rule).toMatchObject({ matches: [], action: { kind: 'forward', requestHeaders: { remove: [{ name: 'a' }] } } })
  })
})

describe('TLSRoute and TCPRoute', () => {
  it('are stream rules', () => {
    const { table } = routeOf(`- {${backend}}`, 'TLSRoute', `${parent}\nhostnames: [a.b]`)
    expect(plain(table.tls)).toMatchObject([
      { matches: [{ sniHosts: ['a.b'] }], backends: [{ host: 'a.prod.svc.cluster.local', weight: 1 }] },
    ])
    const tcp = routeOf('- backendRefs: [{name: a, port: 80, weight: 3}]', 'TCPRoute').table
    expect(tcp).toMatchObject({ tcp: [{ matches: [], backends: [{ weight: 3 }] }], http: [], tls: [] })
  })
})
