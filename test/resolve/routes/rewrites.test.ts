import { describe, expect, test } from 'vitest'
import { type Predicate, withoutCase } from '../../../src/model/predicate.ts'
import type { HeaderMutation, HttpAction, Rewrite } from '../../../src/model/route.ts'
import { matchedPath, requestMutations, settingsOf } from '../../../src/resolve/routes/route-action.ts'
import { meshWith, pods, service, waypoint } from '../../decide/meshed.ts'
import { policy } from '../../decide/rules/policies.ts'
import { atom, placeAt } from '../../decide/rules/seen.ts'
import { believing, issuer } from '../../decide/rules/tokens.ts'
import { chained, forwarding, headerOf, methodOf, pathOf } from './built-rules.ts'

const place = placeAt('rewrite')
type OnPath = NonNullable<Rewrite['path']>
const path = (match: Extract<Predicate, { kind: 'path' }>['match']) => atom({ kind: 'path', match })

function rewritten(parts: readonly Predicate[], written: OnPath): string {
  const [found] = requestMutations(chained(forwarding('blue', parts, { rewrite: { path: written, place } })))
  if (found === undefined) return 'nothing'
  return found.kind === 'replace-prefix' ? `${found.drop} > ${found.put}` : JSON.stringify(found)
}

// envoy:source/common/router/config_impl.cc prefix_rewrite; istio:pilot/pkg/networking/core/route/route.go
describe('a path is rewritten', () => {
  const prefix = (value: string): OnPath => ({ kind: 'prefix', value })
  const segment = (value: string): OnPath => ({ kind: 'segment-prefix', value })
  const whole = (value: string) => JSON.stringify({ kind: 'replace-path', value })

  test('by its prefix, where the match is one', () => {
    expect(rewritten([pathOf('prefix', '/a')], prefix('/b'))).toBe('/a > /b')
    expect(rewritten([pathOf('segment-prefix', '/a')], prefix('/b'))).toBe('/a > /b')
    expect(rewritten([methodOf('GET')], prefix('/b'))).toBe('/ > /b')
    expect(rewritten([], prefix('b'))).toBe('/ > b')
    expect(rewritten([headerOf('x'), pathOf('prefix', '/a')], prefix('/b'))).toBe('/a > /b')
    expect(rewritten([path(withoutCase({ op: 'prefix', value: '/A.b' }))], prefix('/x'))).toBe(
      JSON.stringify({ kind: 'replace-regex', pattern: '(?i)^/A\\.b', replacement: '/x' }),
    )
    expect(rewritten([path({ op: 'prefix', value: '/a', ignoreCase: false })], prefix('/x'))).toBe('/a > /x')
  })

  test('as a whole, where the match is another', () => {
    const others = [
      pathOf('exact', '/a'),
      pathOf('regex', '/a'),
      path({ op: 'suffix', value: '/a' }),
      path({ op: 'present' }),
      path({ op: 'non-empty' }),
      path({ op: 'template', value: '/{*}' }),
    ]
    expect(others.map((part) => rewritten([part], prefix('/b')))).toEqual(others.map(() => whole('/b')))
    expect(rewritten([pathOf('prefix', '/a')], { kind: 'full', value: '/b' })).toBe(whole('/b'))
    const regex = { kind: 'regex', pattern: '/a', replacement: '/b' } as const
    expect(rewritten([pathOf('prefix', '/a')], regex)).toBe(JSON.stringify({ ...regex, kind: 'replace-regex' }))
  })

  test('by segments, whatever slashes both end with', () => {
    expect(rewritten([pathOf('segment-prefix', '/a//')], segment('/b//'))).toBe('/a > /b')
    expect(rewritten([pathOf('segment-prefix', '/a')], segment('/'))).toBe('/a > ')
    expect(rewritten([pathOf('segment-prefix', '/')], segment('/'))).toBe('nothing')
    expect(rewritten([pathOf('segment-prefix', '/')], segment('/b/'))).toBe('/ > /b')
    expect(rewritten([path({ op: 'present' })], segment('/b'))).toBe('/ > /b')
    expect(rewritten([], segment('/b'))).toBe('/ > /b')
    expect(rewritten([], segment(''))).toBe('nothing')
  })

  test('in words without what both end with', () => {
    expect(rewritten([pathOf('prefix', '/a/x')], prefix('/b/x'))).toBe('/a > /b')
    expect(rewritten([pathOf('prefix', '/a/')], prefix('/'))).toBe('/a > ')
    expect(rewritten([pathOf('prefix', '/')], prefix('/a/'))).toBe(' > /a')
    expect(rewritten([pathOf('prefix', '/a')], prefix('/a'))).toBe('nothing')
  })

  test('by the path that a rule matches, among its conditions', () => {
    expect(matchedPath(chained(forwarding('blue', [methodOf('GET'), pathOf('exact', '/a')])))).toMatchObject({ op: 'exact', value: '/a' })
    expect(matchedPath(chained(forwarding('blue', [methodOf('GET')])))).toBeUndefined()
    expect(matchedPath(chained(forwarding('blue')))).toBeUndefined()
  })
})

describe('operations on headers', () => {
  const of = (set: Readonly<Record<string, string>>, rewrite?: Rewrite) => {
    const requestHeaders: HeaderMutation = {
      set: Object.entries(set).map(([name, value]) => ({ name, value, place })),
      add: [],
      remove: [],
      place,
    }
    return requestMutations(chained(forwarding('blue', [], { requestHeaders, ...(rewrite === undefined ? {} : { rewrite }) })))
  }

  test('on the host are the authority, and on other pseudo headers nothing', () => {
    expect(of({ Host: 'a', ':Authority': 'b', ':path': '/c', 'x:': 'd' })).toEqual([
      { kind: 'authority', value: 'a' },
      { kind: 'authority', value: 'b' },
      { kind: 'set-header', name: 'x:', value: 'd' },
    ])
  })

  test('are kept beside a rewritten authority', () => {
    expect(of({ host: 'a', x: '1' }, { authority: 'b', place })).toEqual([
      { kind: 'set-header', name: 'x', value: '1' },
      { kind: 'authority', value: 'b' },
    ])
    expect(of({ host: 'a', x: '1' }, { place })).toHaveLength(2)
  })
})

describe('what a rule does besides', () => {
  const settings = (action: Partial<HttpAction>, mesh = meshWith({})) => settingsOf(mesh, chained(forwarding('blue', [], action)))

  test('has the time between retries, and which attempts are those of the mesh', () => {
    const retries = (of: object, attempts?: number) => {
      const mesh = meshWith({ settings: attempts === undefined ? {} : { defaultRetryAttempts: attempts } })
      return settings({ retries: { attempts: 2, place, ...of } }, mesh).retries
    }
    expect(retries({})).toBeUndefined()
    expect(retries({ backoffMs: 25 })).toEqual({ attempts: 2, backoffMs: 25 })
    expect(retries({ attempts: 3 })).toEqual({ attempts: 3 })
    expect(retries({}, 3)).toEqual({ attempts: 2 })
    expect([retries({ attempts: 0 }), retries({ attempts: 0 }, 0), retries({ attempts: 3 }, 3)]).toEqual(['off', undefined, undefined])
    expect(retries({ retryOn: ['reset', 'reset', 'retriable-status-codes', '5xx'] })).toEqual({ attempts: 2, retryOn: ['5xx', 'reset'] })
    const usual = ['cancelled', 'connect-failure', 'refused-stream', 'unavailable', 'retriable-status-codes']
    expect(retries({ retryOn: usual })).toBeUndefined()
  })

  test('has no times of 0, and no faults of no requests', () => {
    expect(settings({ timeoutMs: 0 })).not.toHaveProperty('timeoutMs')
    expect(settings({ fault: { abort: { percent: 0, httpStatus: 500, place }, place } })).not.toHaveProperty('fault')
    expect(settings({ fault: { abort: { percent: 1, grpcStatus: 'ABORTED', place }, place } }).fault).toEqual({
      abort: { percent: 1, status: 'ABORTED' },
    })
    expect(settings({ fault: { abort: { percent: 1, place }, place } }).fault).toEqual({ abort: { percent: 1, status: 'unknown' } })
  })

  test('has all settings of cross-origin requests, whatever their order', () => {
    const cors = (changes: Partial<NonNullable<HttpAction['cors']>>) =>
      settings({
        cors: {
          allowOrigins: [{ match: { op: 'exact', value: 'https://a' }, place }],
          allowMethods: ['GET', 'PUT'],
          allowHeaders: ['x', 'y'],
          exposeHeaders: ['v', 'w'],
          unmatchedPreflights: 'forward',
          place,
          ...changes,
        },
      }).cors
    const same = [
      { allowMethods: ['PUT', 'GET'] },
      { allowHeaders: ['y', 'x'] },
      { exposeHeaders: ['w', 'v'] },
      { allowCredentials: false },
      { place: placeAt('elsewhere') },
    ]
    expect(same.map(cors)).toEqual(same.map(() => cors({})))
    const others = [
      { allowOrigins: [] },
      { allowMethods: [] },
      { allowHeaders: [] },
      { exposeHeaders: [] },
      { allowCredentials: true },
      { maxAgeMs: 1 },
      { unmatchedPreflights: 'ignore' },
    ] as const
    expect(new Set([cors({}), ...others.map(cors)]).size).toBe(others.length + 1)
  })
})

describe('a copy of requests', () => {
  const copy = { host: 'blue.shop.svc.cluster.local', port: 80, percent: 100, single: true, place }
  const text = (parts: Parameters<typeof meshWith>[0], at = true) => {
    const mesh = meshWith({ services: [service('blue')], workloads: [pods('blue')], ...parts })
    const rule = chained(forwarding('blue', [], { mirrors: [copy] }), at ? { waypoint: waypoint() } : {})
    return settingsOf(mesh, rule).mirrors[0]?.destination
  }
  const plain = 'shop pods app=blue:80'
  const sent = `${plain} as waypoint shop/waypoint`

  test('names the waypoint that sends it where a policy may ask who does', () => {
    const authorization = [policy('p', 'allow', [])]
    expect(text({})).toBe(plain)
    expect(text({ authorization })).toBe(sent)
    expect(text({ authorization }, false)).toBe(plain)
    expect(text({ authorization: [policy('p', 'allow', [], { dryRun: true })] })).toBe(plain)
    expect(text({ authorization: [policy('p', 'allow', [], { dryRun: true }), ...authorization] })).toBe(sent)
    expect(text({ requestAuthentication: [believing(issuer('a'))] })).toBe(sent)
    expect(text({ authorization, workloads: [] })).toBe(plain)
    const other = [policy('p', 'allow', [], { attachment: { scope: 'workloads', labels: { v: '1' }, place } })]
    expect(text({ authorization: other })).toBe(plain)
    const some = [pods('blue'), pods('blue-1', { labels: { app: 'blue', v: '1' } })]
    expect(text({ authorization: other, workloads: some })).toBe(sent)
    expect(text({ authorization, services: [] })).not.toContain('as waypoint')
  })
})
