import { describe, expect, test } from 'vitest'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { NodeRoutes } from '../../../src/model/node-routes.ts'
import type { Backend, HttpAction } from '../../../src/model/route.ts'
import { nodeRules } from '../../../src/resolve/routes/node-rules.ts'
import { meshWith, service } from '../../decide/meshed.ts'
import { atom, placeAt } from '../../decide/rules/seen.ts'
import { backendOf, forwarding, headerOf, methodOf, nodeRoutes, pathOf, queryOf, without } from './built-rules.ts'

const there = meshWith({ services: ['cart', 'blue', 'green', 'red'].map((name) => service(name)) })
const rules = (tables: readonly NodeRoutes[], ports: readonly number[] = [80], mesh: Mesh = there) => nodeRules(mesh, tables, () => ports)

/** Each rule with what it does: backends by their weights, or a status. */
function done(...asked: Parameters<typeof rules>): readonly string[] | string {
  const found = rules(...asked)
  if ('why' in found) return `${found.why} (${found.at.path.join('.')})`
  return found.map(({ rule: { action } }) =>
    action.kind === 'forward'
      ? action.backends.map(({ host, weight }) => `${host.split('.')[0]}:${weight}`).join(' ')
      : `${action.response?.status ?? `to port ${action.redirect?.port}`}`,
  )
}

const config = (name: string, http: NodeRoutes['http']): NodeRoutes => nodeRoutes(name, http, { order: 'first-match' })
const large = `/${'a'.repeat(100)}.*`

// cc:operator/pkg/model/translation/envoy_virtual_host.go; measured: Cilium 1.20.2
describe('the routes of a Service', () => {
  test('end with what Envoy answers where none matches', () => {
    expect(done([nodeRoutes('r', [])])).toEqual(['404'])
    const [last] = rules([nodeRoutes('r', [])]) as Exclude<ReturnType<typeof rules>, { why: string }>
    expect(last).toMatchObject({ match: undefined, predicate: { kind: 'all', of: [] }, client: { kind: 'all', of: [] } })
    expect(last?.rule).toMatchObject({ matches: [], action: { kind: 'respond', backends: [], mirrors: [] } })
    expect(last?.table.order).toBe('first-match')
  })

  test('are in the order of the operator, which Envoy takes as it is', () => {
    const table = nodeRoutes('r', [forwarding('blue', [pathOf('segment-prefix', '/a')]), forwarding('green', [pathOf('exact', '/a')])])
    const found = rules([table]) as Exclude<ReturnType<typeof rules>, { why: string }>
    expect(done([table])).toEqual(['green:1', 'blue:1', '404'])
    expect(found.map((one) => one.table.order)).toEqual(['first-match', 'first-match', 'first-match'])
    expect(found[0]).toMatchObject({ match: table.http[1]!.matches[0], predicate: { kind: 'path' } })
    expect(done([{ ...table, order: 'first-match' }])).toEqual(['blue:1', 'green:1', '404'])
  })

  test('are not known where something in them was not understood', () => {
    const odd = nodeRoutes('odd', [], { unmodelled: [placeAt('odd', 'field')] })
    expect(done([nodeRoutes('r', []), odd])).toBe('what HTTPRoute shop/odd says to Envoy (odd.field)')
  })
})

describe('routes with one match', () => {
  const header = (name: string) => [headerOf(name), headerOf('b')]

  test('are one rule, whose backends share the requests', () => {
    const tables = [nodeRoutes('r', [forwarding('blue', header('a'))]), nodeRoutes('s', [forwarding('green', header('A').reverse())])]
    expect(done(tables)).toEqual(['blue:1 green:1', '404'])
    expect(done([tables[0]!, nodeRoutes('s', [forwarding('green', [headerOf('a', '2'), headerOf('b')])])])).toMatch(/first/)
  })

  test('are two where one route has the match twice: its first counts, alone', () => {
    const doubled = nodeRoutes('r', [forwarding('blue'), forwarding('green')])
    expect(done([doubled])).toEqual(['blue:1', 'green:1', '404'])
  })

  test('count once for each port that a route is attached to', () => {
    expect(done([nodeRoutes('r', [forwarding('blue')])], [80, 81])).toEqual(['blue:1 blue:1', '404'])
    expect(done([nodeRoutes('r', [forwarding('blue')])], [])).toEqual(['404'])
  })

  test('are a doubt where they do different things besides', () => {
    const beside = (action: Partial<HttpAction>, name = 's') =>
      nodeRoutes(name, [{ ...forwarding('green', [], action), place: placeAt(name) }])
    expect(done([beside({}, 'r'), beside({ timeoutMs: 1 })])).toBe('whether Cilium has HTTPRoute shop/r or HTTPRoute shop/s first (s)')
    expect(done([beside({ timeoutMs: 1 }, 'r'), beside({ timeoutMs: 1 })])).toEqual(['green:1 green:1', '404'])
  })
})

describe('routes of one rank', () => {
  const first = (one: Parameters<typeof forwarding>[1], other: Parameters<typeof forwarding>[1]) =>
    done([nodeRoutes('r', [forwarding('blue', one)]), nodeRoutes('s', [forwarding('green', other)])])
  const doubt = 'whether Cilium has HTTPRoute shop/r or HTTPRoute shop/s first (green.rule)'

  test('are a doubt where a request may meet both', () => {
    expect(first([headerOf('a')], [headerOf('b')])).toBe(doubt)
    expect(first([pathOf('exact', '/a'), headerOf('a')], [pathOf('exact', '/a'), headerOf('b')])).toBe(doubt)
    expect(first([methodOf('GET'), queryOf('a')], [methodOf('GET'), queryOf('b')])).toBe(doubt)
    expect(first([pathOf('regex', '/a.')], [pathOf('regex', '/.b')])).toBe(doubt)
  })

  test('are none where no request meets both', () => {
    expect(first([pathOf('exact', '/a')], [pathOf('exact', '/b')])).toEqual(['blue:1', 'green:1', '404'])
    expect(first([pathOf('segment-prefix', '/a')], [pathOf('segment-prefix', '/b')])).toEqual(['blue:1', 'green:1', '404'])
    expect(first([methodOf('GET'), pathOf('regex', '/a.')], [methodOf('PUT'), pathOf('regex', '/.b')])).toEqual([
      'blue:1',
      'green:1',
      '404',
    ])
  })

  test('are none in one route, nor where one is more specific', () => {
    expect(done([nodeRoutes('r', [forwarding('blue', [headerOf('a')]), forwarding('green', [headerOf('b')])])])).toHaveLength(3)
    expect(first([headerOf('a')], [headerOf('a'), headerOf('b')])).toEqual(['green:1', 'blue:1', '404'])
  })
})

describe('what a rule does', () => {
  const only = (action: Partial<HttpAction>, ports: readonly number[] = [80]) => {
    const found = rules([nodeRoutes('r', [forwarding('blue', [], action)])], ports)
    return 'why' in found ? `${found.why} (${found.at.path.join('.')})` : found[0]!.rule.action
  }
  const redirect = { kind: 'redirect', backends: [], redirect: { status: 302, port: 'request-port', place: placeAt('to') } } as const

  test('a redirect leads to the port of the listener', () => {
    expect(only(redirect)).toMatchObject({ redirect: { status: 302, port: 80 } })
    expect(only({ ...redirect, redirect: { ...redirect.redirect, port: 8443 } })).toMatchObject({ redirect: { port: 8443 } })
    const asWritten = rules([config('r', [forwarding('blue', [], redirect)])])
    expect(asWritten).toMatchObject([{ rule: { action: { redirect: { port: 'request-port' } } } }, {}])
  })

  test('without a backend that is there it answers 500', () => {
    expect(only({ backends: [] })).toMatchObject({ kind: 'respond', backends: [], mirrors: [], response: { status: 500 } })
    expect(only({ backends: [backendOf('gone')] })).toMatchObject({ kind: 'respond', backends: [] })
  })

  test('the filters of its only backend are its own, after those it has', () => {
    const own = without('a')
    const theirs = {
      ...without('b'),
      set: [{ name: 's', value: '1', place: placeAt('s') }],
      add: [{ name: 't', value: '2', place: placeAt('t') }],
    }
    const both = only({ requestHeaders: own, backends: [backendOf('blue', { requestHeaders: theirs })] })
    expect(both).toMatchObject({
      backends: [{}],
      requestHeaders: { place: own.place, remove: [{ name: 'a' }, { name: 'b' }], set: theirs.set, add: theirs.add },
    })
    expect((both as HttpAction).backends[0]).not.toHaveProperty('requestHeaders')
    expect(both).not.toHaveProperty('responseHeaders')
    const answers = only({ backends: [backendOf('blue', { responseHeaders: theirs })] })
    expect(answers).toMatchObject({ responseHeaders: theirs })
    expect(answers).not.toHaveProperty('requestHeaders')
    expect(only({ responseHeaders: own })).toMatchObject({ responseHeaders: own })
    const merged = only({
      requestHeaders: {
        ...own,
        set: [{ name: 'x', value: '1', place: placeAt('x') }],
        add: [{ name: 'y', value: '1', place: placeAt('y') }],
      },
      backends: [backendOf('blue', { requestHeaders: theirs })],
    })
    expect(merged).toMatchObject({ requestHeaders: { set: [{ name: 'x' }, { name: 's' }], add: [{ name: 'y' }, { name: 't' }] } })
  })

  test('of several backends each keeps its filters', () => {
    const backends = [backendOf('blue', { requestHeaders: without('a') }), backendOf('green', { responseHeaders: without('b') })]
    expect(only({ backends })).toMatchObject({ backends })
  })

  test('filters are a doubt where Cilium keeps the last of them only', () => {
    const lost = (...backends: readonly Backend[]) => only({ backends })
    const [a, b] = [{ requestHeaders: without('a') }, { responseHeaders: without('b') }]
    const doubt = (name: string) => `which header filters of HTTPRoute shop/r count, of those of several backends (backend.${name})`
    expect(lost(backendOf('blue', { ...a, ...b }), backendOf('green'))).toBe(doubt('blue'))
    expect(lost(backendOf('green'), backendOf('blue', { ...a, ...b }))).toBe(doubt('blue'))
    expect(lost(backendOf('blue', a), backendOf('blue'))).toBe(doubt('blue'))
    expect(lost(backendOf('red'), backendOf('blue', a), backendOf('blue', b))).toBe(doubt('blue'))
    expect(lost(backendOf('blue', a), backendOf('blue', a))).toMatchObject({ backends: [a, a] })
    expect(lost(backendOf('blue', a), backendOf('blue', { port: 81 }))).toMatchObject({ backends: [a, {}] })
    expect(lost(backendOf('blue', { ...a, ...b }))).toMatchObject({ ...a, ...b })
  })

  test('filters of the backends of another route are not looked at', () => {
    const filtered = (name: string) => forwarding(name, [], { backends: [backendOf(name, { requestHeaders: without('a') })] })
    const found = rules([nodeRoutes('r', [filtered('blue')]), nodeRoutes('s', [filtered('green')])])
    const { backends } = (found as Exclude<typeof found, { why: string }>)[0]!.rule.action
    expect(backends.map(({ requestHeaders }) => requestHeaders !== undefined)).toEqual([true, false])
  })

  test('weights that add up to 0 are refused by Envoy', () => {
    const weighing = (...weights: readonly number[]) =>
      only({ backends: weights.map((weight, index) => backendOf(['blue', 'green'][index]!, { weight })) })
    expect(weighing(0, 0)).toBe('what Envoy goes on with, which refuses weights that add up to 0 (blue.rule)')
    expect(weighing(0, 1)).toMatchObject({ backends: [{ weight: 0 }, { weight: 1 }] })
    expect(weighing(0)).toMatchObject({ backends: [{ weight: 0 }] })
  })
})

describe('patterns above the limit of Envoy', () => {
  const refused = (parts: Parameters<typeof forwarding>[1], action: Partial<HttpAction> = {}) =>
    done([nodeRoutes('r', [forwarding('blue', parts, action)])])
  const doubt = 'whether Envoy takes the patterns of HTTPRoute shop/r, which may be above its limit (blue.rule)'
  const origin = (value: string, op: 'regex' | 'exact' = 'regex') => {
    const allowOrigins = [{ match: { op, value }, place: placeAt('origin') }]
    return {
      cors: { allowOrigins, allowMethods: [], allowHeaders: [], exposeHeaders: [], unmatchedPreflights: 'forward', place: placeAt('cors') },
    } as const
  }

  test('are a doubt wherever they are', () => {
    expect(refused([pathOf('regex', large)])).toBe(doubt)
    expect(refused([methodOf('GET'), atom({ kind: 'header', name: 'a', match: { op: 'regex', value: large } })])).toBe(doubt)
    expect(refused([], { rewrite: { path: { kind: 'regex', pattern: large, replacement: '' }, place: placeAt('rewrite') } })).toBe(doubt)
    expect(refused([], origin(large))).toBe(doubt)
  })

  test('are none where it is no pattern, or a small one', () => {
    const taken = ['blue:1', '404']
    expect(refused([pathOf('exact', large), pathOf('regex', '/a.*')])).toEqual(taken)
    expect(refused([], { rewrite: { path: { kind: 'full', value: large }, place: placeAt('rewrite') } })).toEqual(taken)
    expect(refused([], { rewrite: { authority: large, place: placeAt('rewrite') } })).toEqual(taken)
    expect(refused([], origin(large, 'exact'))).toEqual(taken)
    expect(refused([], origin('http.*'))).toEqual(taken)
    expect(refused([atom({ kind: 'client-namespace', namespace: large })])).toEqual(taken)
  })
})

describe('backends', () => {
  const headless = meshWith({ services: [service('cart'), service('blue', { headless: true }), service('green')] })
  const doubt = "what Cilium's proxies make of Service shop/blue, which has no address (backend.blue)"

  test('without an address are a doubt, in a route and in a configuration', () => {
    const http = [forwarding('green', [pathOf('exact', '/g')]), forwarding('blue')]
    expect(done([nodeRoutes('r', http)], [80], headless)).toBe(doubt)
    expect(done([config('c', http)], [80], headless)).toBe(doubt)
    expect(done([config('c', http)])).toEqual(['green:1', 'blue:1', '404'])
    const external = meshWith({ services: [service('blue', { externalName: 'a.example' })] })
    expect(done([config('c', [forwarding('blue')])], [80], external)).toBe(doubt)
  })

  test('in a namespace that the input lacks are a doubt', () => {
    const far = backendOf('far', { host: 'far.other.svc.cluster.local' })
    expect(done([nodeRoutes('r', [forwarding('blue', [], { backends: [backendOf('blue'), far] })])])).toBe(
      'the Service other/far (backend.far)',
    )
  })

  test('of another namespace have to be granted to the kind and the namespace of the route', () => {
    const other = service('far', { namespace: 'other' })
    type Grant = Mesh['backendGrants'][number]
    const granted = (from: Grant['from'], to: Grant['to'], namespace = 'other') => {
      const grant = { name: 'g', namespace, from, to, place: placeAt('g') }
      const mesh = meshWith({ services: [service('blue'), other], backendGrants: [grant] })
      const backends = [backendOf('blue'), backendOf('far', { host: 'far.other.svc.cluster.local' })]
      return done([nodeRoutes('r', [forwarding('blue', [], { backends })])], [80], mesh)
    }
    const shop = { kind: 'HTTPRoute', namespace: 'shop' }
    const both = ['blue:1 far:1', '404']
    const one = ['blue:1', '404']
    expect(granted([shop], [{}])).toEqual(both)
    expect(granted([{ kind: 'GRPCRoute', namespace: 'shop' }, shop], [{ service: 'near' }, { service: 'far' }])).toEqual(both)
    expect(granted([shop], [{ service: 'near' }])).toEqual(one)
    expect(granted([shop], [{}], 'third')).toEqual(one)
    expect(granted([{ kind: 'GRPCRoute', namespace: 'shop' }], [{}])).toEqual(one)
    expect(granted([{ kind: 'HTTPRoute', namespace: 'other' }], [{}])).toEqual(one)
    expect(granted([], [{}])).toEqual(one)
    expect(granted([shop], [])).toEqual(one)
  })
})
