import { describe, expect, test } from 'vitest'
import type { RouteTable, StreamMatch, StreamRule } from '../../../src/model/route.ts'
import { type StreamPoint, streamRules } from '../../../src/resolve/routes/stream-rules.ts'
import type { Truth } from '../../../src/resolve/truth.ts'
import { placeAt } from '../../decide/rules/seen.ts'

function match(changes: Partial<StreamMatch> = {}): StreamMatch {
  return { sniHosts: [], destinationSubnets: [], sourceSubnets: [], place: placeAt('match'), ...changes }
}

const rule = (name: string, ...matches: StreamMatch[]): StreamRule =>
  ({ matches, destinations: [], place: placeAt(name) }) as unknown as StreamRule
const table = (tcp: readonly StreamRule[], tls: readonly StreamRule[] = []): RouteTable =>
  ({ name: 'table', tcp, tls }) as unknown as RouteTable

const sidecar: StreamPoint = { at: 'sidecar', namespace: 'shop', labels: { app: 'till' } }
const hidden: StreamPoint = { at: 'sidecar', namespace: 'shop', labels: undefined }
const waypoint: StreamPoint = { at: 'waypoint', hosts: ['till.example', 'cart.example'] }

const named = (tables: readonly RouteTable[], point: StreamPoint = sidecar, sni?: string): string =>
  streamRules(tables, 443, sni, point)
    .map((found) => `${found.rule.place.path.join()}${found.truth === true ? '' : '?'}`)
    .join(' ')

// istio:pilot/pkg/networking/core/listener_waypoint.go matchTLS, matchTCP
describe('a match of a connection', () => {
  test.each<[says: string, point: StreamPoint, one: Partial<StreamMatch>, holds: Truth]>([
    ['of nothing', sidecar, {}, true],
    ['by its port', sidecar, { port: 443 }, true],
    ['by another port', sidecar, { port: 80 }, false],
    ['in the mesh', sidecar, { gateways: ['shop/edge', 'mesh'] }, true],
    ['at a gateway only', sidecar, { gateways: ['shop/edge'] }, false],
    ['by labels of the client', sidecar, { clientLabels: { app: 'till' } }, true],
    ['by other labels', sidecar, { clientLabels: { app: 'cart' } }, false],
    ['by labels that are not known', hidden, { clientLabels: { app: 'till' } }, 'unknown'],
    ['by the namespace of the client', sidecar, { clientNamespace: 'shop' }, true],
    ['by another namespace', sidecar, { clientNamespace: 'bank' }, false],
    ['by an address that is dialled', sidecar, { destinationSubnets: ['10.0.0.0/8'] }, 'unknown'],
    ['by an address of the client', sidecar, { sourceSubnets: ['10.0.0.0/8'] }, 'unknown'],
    ['by addresses, at a waypoint', waypoint, { destinationSubnets: ['10.0.0.0/8'] }, true],
    ['by labels, at a waypoint', waypoint, { clientLabels: { app: 'till' } }, false],
    ['by a namespace, at a waypoint', waypoint, { clientNamespace: 'shop' }, false],
    ['by another port, at a waypoint', waypoint, { port: 80 }, false],
  ])('%s', (_, point, one, holds) => {
    expect(named([table([rule('r', match(one))])], point)).toBe(holds === true ? 'r' : holds === 'unknown' ? 'r?' : '')
  })

  test.each<[says: string, point: StreamPoint, hosts: readonly string[], sni: string | undefined, holds: boolean]>([
    ['by its server name', sidecar, ['till.example'], 'till.example', true],
    ['by one of several', sidecar, ['a.example', 'till.example'], 'till.example', true],
    ['by a star', sidecar, ['*.example'], 'till.example', true],
    ['by another name', sidecar, ['cart.example'], 'till.example', false],
    ['by a star that is another', sidecar, ['*.org'], 'till.example', false],
    ['by no name', sidecar, ['*'], undefined, false],
    ['at a waypoint by its host', waypoint, ['cart.example'], undefined, true],
    ['at a waypoint by no other', waypoint, ['a.example'], 'a.example', false],
    ['at a waypoint by no two', waypoint, ['till.example', 'cart.example'], undefined, false],
  ])('%s', (_, point, sniHosts, sni, holds) => {
    expect(named([table([], [rule('r', match({ sniHosts: [...sniHosts] }))])], point, sni)).toBe(holds ? 'r' : '')
  })
})

test('rules count up to the first that decides, those of TLS first', () => {
  const maybe = match({ destinationSubnets: ['10.0.0.0/8'] })
  const never = match({ port: 80 })
  expect(named([table([rule('a', never), rule('b', maybe), rule('c', match()), rule('d')])])).toBe('b? c')
  expect(named([table([rule('a', never, maybe, match())]), table([rule('b')])])).toBe('a')
  expect(named([table([rule('a')])])).toBe('a')
  expect(named([table([rule('t')], [rule('s')])])).toBe('t')
  expect(named([table([rule('t')]), table([], [rule('s', match({ sniHosts: ['*'] }))])], sidecar, 'a')).toBe('s')
})
