import { describe, expect, test } from 'vitest'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { HttpAction, RouteTable } from '../../../src/model/route.ts'
import { tableThatFreezes } from '../../../src/resolve/routes/frozen-waypoint.ts'
import { meshWith, namespace, service, waypoint } from '../../decide/meshed.ts'
import { placeAt } from '../../decide/rules/seen.ts'
import { entry } from '../entry.ts'
import { forwarding, nodeRoutes } from './built-rules.ts'

const place = placeAt('table')
type Body = NonNullable<NonNullable<HttpAction['response']>['body']>
const answering = (body?: Body, kind: HttpAction['kind'] = 'respond') =>
  forwarding('long', [], { kind, response: { status: 200, place, ...(body === undefined ? {} : { body }) } })
const long = answering({ text: 'a'.repeat(4097) })

/** VirtualService `shop/NAME` for `till`. */
function table(name: string, changes: Partial<RouteTable> = {}): RouteTable {
  return {
    ...nodeRoutes(name, [long]),
    controller: 'istiod',
    order: 'first-match',
    hosts: [{ host: 'till', place }],
    bindings: [{ to: 'mesh' }],
    ...changes,
  }
}

const binding = { name: 'waypoint', namespace: 'shop', none: false, place }
const till = service('till', { waypoint: binding })
const own = waypoint({ admits: 'all' })

function freezes(routes: readonly RouteTable[], parts: Partial<Omit<Mesh, 'settings'>> = {}): string {
  return tableThatFreezes(meshWith({ services: [service('free'), till], waypoints: [own], routes, ...parts }), own)?.name ?? 'none'
}

// istio:pilot/pkg/networking/core/listener_waypoint.go buildWaypointInboundHTTPRouteConfig
describe('a waypoint is frozen by an answer', () => {
  const by = (...http: RouteTable['http']) => freezes([table('a', { http })]) === 'a'

  test('of more than 4096 bytes', () => {
    expect([by(long), by(answering({ text: 'a'.repeat(4096) })), by(answering({ text: '\u00fc'.repeat(2049) }))]).toEqual([
      true,
      false,
      true,
    ])
    expect([by(answering({ text: '\u00fc'.repeat(2048) })), by(answering()), by()]).toEqual([false, false, false])
    expect(by(forwarding('x'), long)).toBe(true)
  })

  test('in base64, by the bytes that it stands for', () => {
    const encoded = (bytes: number) => answering({ base64: Buffer.alloc(bytes).toString('base64') })
    expect([4095, 4096, 4097, 4098, 4099].map((bytes) => by(encoded(bytes)))).toEqual([false, false, true, true, true])
  })

  test('and by no other action', () => {
    expect(by(answering({ text: 'a'.repeat(4097) }, 'forward'))).toBe(false)
    expect(by(forwarding('x', [], { kind: 'redirect' }))).toBe(false)
  })

  test('of a delegate', () => {
    const reference = { name: 'leaf', namespace: 'shop', place }
    const root = table('root', { http: [forwarding('x', [], { kind: 'delegate', delegate: reference })] })
    expect(freezes([table('leaf', { hosts: [], delegateOnly: true }), root])).toBe('root')
  })
})

describe('a table freezes a waypoint', () => {
  test('where it is for what the waypoint serves', () => {
    expect(freezes([table('a')])).toBe('a')
    expect(freezes([table('a', { hosts: [{ host: 'free', place }] })])).toBe('none')
    expect(freezes([table('a', { hosts: ['free', 'till'].map((host) => ({ host, place })) })])).toBe('a')
    expect(freezes([table('a', { hosts: [{ host: '*', place }] })])).toBe('a')
    expect(freezes([table('a', { bindings: [{ to: 'gateway', namespace: 'shop', name: 'edge', place }] })])).toBe('none')
    expect(freezes([])).toBe('none')
    expect(freezes([table('a')], { services: [service('till')] })).toBe('none')
    expect(
      freezes([table('a')], {
        services: [service('till', { waypoint: { ...binding, name: 'other' } })],
        waypoints: [own, waypoint({ name: 'other' })],
      }),
    ).toBe('none')
    expect(freezes([table('b', { http: [] }), table('a')])).toBe('a')
  })

  test('where the waypoint sees it, and it is of its namespace or of that of what it serves', () => {
    const full = [{ host: till.host, place }]
    expect(freezes([table('a', { exportTo: ['bank'] })])).toBe('none')
    expect(freezes([table('a', { exportTo: ['bank', '.'] })])).toBe('a')
    expect(freezes([table('a', { namespace: 'bank', hosts: full })])).toBe('none')
    const far = service('till', { namespace: 'bank', waypoint: binding })
    const parts = { services: [far], namespaces: [namespace('bank')] }
    expect(freezes([table('a', { namespace: 'bank' })], parts)).toBe('a')
    expect(freezes([table('a', { hosts: [{ host: far.host, place }] })], parts)).toBe('a')
    expect(freezes([table('a', { namespace: 'desk', hosts: [{ host: far.host, place }] })], parts)).toBe('none')
  })

  test('for ServiceEntries, and as a canary', () => {
    const hosts = [{ host: 'till.example', place }]
    expect(freezes([table('a', { hosts })], { services: [], externalHosts: [entry({ waypoint: binding })] })).toBe('a')
    expect(freezes([table('a', { hosts })], { services: [], externalHosts: [entry()] })).toBe('none')
    const several = entry({ hosts: ['cart.example', 'till.example'], waypoint: binding })
    expect(freezes([table('a', { hosts })], { services: [], externalHosts: [several] })).toBe('a')
    const canaried = service('till', { waypoint: { ...binding, name: 'other' }, canary: { binding, share: 0.5 } })
    const waypoints = [own, waypoint({ name: 'other' })]
    expect(freezes([table('a')], { services: [canaried], waypoints })).toBe('a')
    const primary = service('till', { waypoint: binding, canary: { binding: { ...binding, name: 'other' }, share: 0.5 } })
    expect(freezes([table('a')], { services: [primary], waypoints })).toBe('a')
  })
})
