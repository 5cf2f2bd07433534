import { describe, expect, it } from 'vitest'
import { plain, read, virtualService } from '../../../reading.ts'

function ruleOf(rule: string) {
  const { mesh, codes, diagnostics } = read(virtualService(`hosts: [web]\nhttp:\n- ${rule}`))
  const found = mesh.routes[0]?.http[0]
  if (found === undefined) throw new Error('no rule was read')
  return { rule: found, action: found.action, codes, diagnostics }
}

const route = 'route: [{destination: {host: web}}]'

describe('destinations', () => {
  it('give a sole destination everything, whatever its weight', () => {
    expect(ruleOf('route: [{destination: {host: a}, weight: 0}]').action.backends).toMatchObject([{ host: 'a', weight: 1 }])
    expect(ruleOf('route: [{destination: {host: a}}]').action.backends).toMatchObject([{ weight: 1 }])
  })

  it('give nothing to a destination without a weight beside others', () => {
    const { action } = ruleOf('route: [{destination: {host: a}}, {destination: {host: b}, weight: 100}]')
    expect(action.backends).toMatchObject([
      { host: 'a', weight: 0 },
      { host: 'b', weight: 100 },
    ])
  })

  it('keep weights that do not add up to a hundred', () => {
    const { action } = ruleOf('route: [{destination: {host: a}, weight: 80}, {destination: {host: b}, weight: 40}]')
    expect(action.backends.map(({ weight }) => weight)).toEqual([80, 40])
  })

  it('read subset, port and headers of their own', () => {
    const { action } = ruleOf('route: [{destination: {host: a, subset: v1, port: {number: 8080}}, headers: {request: {set: {x: "1"}}}}]')
    expect(plain(action.backends)).toEqual([
      {
        host: 'a',
        subset: 'v1',
        port: 8080,
        weight: 1,
        requestHeaders: {
          set: [{ name: 'x', value: '1', place: 'spec.http[0].route[0].headers.request.set.x' }],
          add: [],
          remove: [],
          place: 'spec.http[0].route[0].headers.request',
        },
        place: 'spec.http[0].route[0]',
      },
    ])
  })
})

describe('header operations', () => {
  it('are read for requests and responses', () => {
    const { action } = ruleOf(`{headers: {request: {add: {a: "1"}, remove: [b]}, response: {set: {c: ""}}}, ${route}}`)
    expect(action.requestHeaders).toMatchObject({ set: [], add: [{ name: 'a', value: '1' }], remove: [{ name: 'b' }] })
    expect(action.responseHeaders).toMatchObject({ set: [{ name: 'c', value: '' }] })
  })

  it('keep setting the authority of a request, under one name', () => {
    const { action, codes } = ruleOf(`{headers: {request: {set: {":authority": a}, add: {Host: b}}}, ${route}}`)
    expect(action.requestHeaders).toMatchObject({ set: [{ name: 'host', value: 'a' }], add: [{ name: 'host', value: 'b' }] })
    expect(codes).toEqual([])
  })

  it('report what Istio drops', () => {
    const headers = '{request: {set: {":path": /}, remove: [host]}, response: {set: {host: a, ":status": "200"}}}'
    const { action, codes } = ruleOf(`{headers: ${headers}, ${route}}`)
    expect(action.requestHeaders).toBeUndefined()
    expect(action.responseHeaders).toBeUndefined()
    expect(codes).toEqual(['US2103', 'US2103', 'US2103', 'US2103'])
  })
})

describe('kinds of action', () => {
  it("redirects with 301 and the request's port when nothing else is written", () => {
    const { action } = ruleOf('redirect: {uri: /new}')
    expect(action.kind).toBe('redirect')
    expect(plain(action.redirect)).toEqual({ status: 301, path: { kind: 'full', value: '/new' }, place: 'spec.http[0].redirect' })
  })

  it.each([
    ['{authority: "x.io:8443", redirectCode: 308, scheme: https}', { status: 308, authority: 'x.io:8443', scheme: 'https' }],
    ['{port: 8443}', { port: 8443 }],
    ['{derivePort: FROM_REQUEST_PORT}', { port: 'request-port' }],
    ['{derivePort: FROM_PROTOCOL_DEFAULT}', { port: 'protocol-default' }],
    ['{prefixRewrite: /x}', { path: { kind: 'prefix', value: '/x' } }],
  ])('reads the redirect %s', (redirect, expected) => {
    expect(ruleOf(`redirect: ${redirect}`).action.redirect).toMatchObject(expected)
  })

  it('answers itself', () => {
    expect(ruleOf('directResponse: {status: 503, body: {string: sorry}}').action).toMatchObject({
      kind: 'respond',
      response: { status: 503, body: { text: 'sorry' } },
    })
    expect(ruleOf('directResponse: {status: 200, body: {bytes: aGk=}}').action.response?.body).toEqual({ base64: 'aGk=' })
  })

  it('delegates, to its own namespace unless it names one', () => {
    expect(ruleOf('delegate: {name: other}').action).toMatchObject({ kind: 'delegate', delegate: { name: 'other', namespace: 'prod' } })
    expect(ruleOf('delegate: {name: other, namespace: team}').action.delegate).toMatchObject({ namespace: 'team' })
  })
})

describe('rewrites', () => {
  it.each([
    ['{uri: /x}', { path: { kind: 'prefix', value: '/x' } }],
    ['{authority: "a:8080"}', { authority: 'a:8080' }],
    ['{uriRegexRewrite: {match: "/a/(.*)", rewrite: "/b/\\\\1"}}', { path: { kind: 'regex', pattern: '/a/(.*)', replacement: '/b/\\1' } }],
  ])('%s', (rewrite, expected) => {
    expect(ruleOf(`{rewrite: ${rewrite}, ${route}}`).action.rewrite).toMatchObject(expected)
  })
})

describe('timeouts and retries', () => {
  it('read a timeout in milliseconds', () => {
    expect(ruleOf(`{timeout: 1.5s, ${route}}`).action.timeoutMs).toBe(1500)
  })

  it('read zero as no timeout, and remember that it was written', () => {
    const { action } = ruleOf(`{timeout: 0s, ${route}}`)
    expect(action.timeoutMs).toBeUndefined()
    expect(plain(action.timeoutPlace)).toBe('spec.http[0].timeout')
  })

  it('report what is no duration', () => {
    const { action, codes, diagnostics } = ruleOf(`{timeout: 5 seconds, ${route}}`)
    expect(action).not.toHaveProperty('timeoutPlace')
    expect(codes).toEqual(['US2101'])
    expect(diagnostics[0]?.message).toContain('`5 seconds`')
  })

  it('switch retries off without a number of attempts', () => {
    expect(ruleOf(`{retries: {attempts: 0}, ${route}}`).action.retries?.attempts).toBe(0)
    expect(ruleOf(`{retries: {perTryTimeout: 2s}, ${route}}`).action.retries).toMatchObject({ attempts: 0, perTryTimeoutMs: 2000 })
    expect(ruleOf(`{${route}}`).action.retries).toBeUndefined()
  })

  it('read every field of retries', () => {
    const retries =
      '{attempts: 3, retryOn: "5xx, 503,", perTryTimeout: 2s, backoff: 25ms, retryRemoteLocalities: true, retryIgnorePreviousHosts: false}'
    expect(ruleOf(`{retries: ${retries}, ${route}}`).action.retries).toMatchObject({
      attempts: 3,
      retryOn: ['5xx', '503'],
      perTryTimeoutMs: 2000,
      backoffMs: 25,
      remoteLocalities: true,
      ignorePreviousHosts: false,
    })
  })
})

describe('mirrors', () => {
  it.each([
    ['', 100],
    ['mirrorPercentage: {value: 0.5},', 0.5],
    ['mirrorPercentage: {},', 0],
    ['mirrorPercent: 30,', 30],
    ['mirror_percent: 40,', 40],
    ['mirrorPercent: 30, mirrorPercentage: {value: 10},', 10],
  ])('take their share from %j', (share, percent) => {
    expect(ruleOf(`{mirror: {host: copy, subset: v2, port: {number: 80}}, ${share} ${route}}`).action.mirrors).toMatchObject([
      { host: 'copy', subset: 'v2', port: 80, percent, single: true },
    ])
  })

  it('are read from a list, each with its share', () => {
    const mirrors = '[{destination: {host: a}}, {destination: {host: b}, percentage: {value: 5}}, {destination: {host: c}, percentage: {}}]'
    expect(ruleOf(`{mirrors: ${mirrors}, ${route}}`).action.mirrors.map(({ host, percent }) => [host, percent])).toEqual([
      ['a', 100],
      ['b', 5],
      ['c', 0],
    ])
  })
})

describe('faults', () => {
  it('hit no request when no share is written', () => {
    expect(ruleOf(`{fault: {abort: {httpStatus: 503}, delay: {fixedDelay: 5s}}, ${route}}`).action.fault).toMatchObject({
      abort: { percent: 0, httpStatus: 503 },
      delay: { percent: 0, ms: 5000 },
    })
  })

  it('prefer the newer share of a delay', () => {
    const fault =
      '{delay: {fixedDelay: 1s, percent: 10, percentage: {value: 0.1}}, abort: {grpcStatus: UNAVAILABLE, percentage: {value: 50}}}'
    expect(ruleOf(`{fault: ${fault}, ${route}}`).action.fault).toMatchObject({
      delay: { percent: 0.1 },
      abort: { percent: 50, grpcStatus: 'UNAVAILABLE' },
    })
  })

  it('that Istio never injects are left out, and reported', () => {
    const { action, codes } = ruleOf(
      `{fault: {delay: {exponentialDelay: 1s, percent: 5}, abort: {http2Error: X, percentage: {value: 5}}}, ${route}}`,
    )
    expect(plain(action.fault)).toEqual({ place: 'spec.http[0].fault' })
    expect(codes).toEqual(['US2104', 'US2104'])
  })
})

describe('CORS', () => {
  it('forwards preflights of other origins and sets no age by default', () => {
    const { action } = ruleOf(`{corsPolicy: {allowOrigins: [{exact: "https://a"}, {prefix: "https://b"}, {regex: ".*"}]}, ${route}}`)
    expect(action.cors).toMatchObject({
      allowOrigins: [{ match: { op: 'exact' } }, { match: { op: 'prefix' } }, { match: { op: 'regex', value: '.*' } }],
      unmatchedPreflights: 'forward',
    })
    expect(action.cors).not.toHaveProperty('maxAgeMs')
  })

  it('reads every other field', () => {
    const cors =
      '{allowMethods: [GET], allowHeaders: [x], exposeHeaders: [b], maxAge: 24h, allowCredentials: true, unmatchedPreflights: IGNORE}'
    expect(ruleOf(`{corsPolicy: ${cors}, ${route}}`).action.cors).toMatchObject({
      allowMethods: ['GET'],
      allowHeaders: ['x'],
      exposeHeaders: ['b'],
      maxAgeMs: 86_400_000,
      allowCredentials: true,
      unmatchedPreflights: 'ignore',
    })
  })

  it('looks at the deprecated list of origins only when there is no other', () => {
    expect(ruleOf(`{corsPolicy: {allowOrigin: ["*"]}, ${route}}`).action.cors?.allowOrigins).toMatchObject([
      { match: { op: 'exact', value: '*' } },
    ])
    const both = '{allowOrigin: [old], allowOrigins: [{exact: new}]}'
    expect(ruleOf(`{corsPolicy: ${both}, ${route}}`).action.cors?.allowOrigins).toMatchObject([{ match: { value: 'new' } }])
  })
})

it('keeps the name of a rule', () => {
  expect(ruleOf(`{name: blue, ${route}}`).rule.name).toBe('blue')
})
