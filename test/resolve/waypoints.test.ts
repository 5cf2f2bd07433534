import { describe, expect, test } from 'vitest'
import type { PolicyTarget } from '../../src/model/authorization.ts'
import type { Waypoint } from '../../src/model/gateway.ts'
import type { Mesh } from '../../src/model/mesh.ts'
import type { WaypointBinding, WaypointCanary } from '../../src/model/workload.ts'
import {
  admitsNamespace,
  boundWaypoint,
  gatewayWaypointOf,
  ingressUsesWaypoint,
  policiesAtWaypoint,
  waypointOf,
  withCanary,
} from '../../src/resolve/waypoints.ts'
import { meshWith, namespace, pods, service, waypoint } from '../decide/meshed.ts'
import { policy } from '../decide/rules/policies.ts'
import { placeAt } from '../decide/rules/seen.ts'
import { entry } from './entry.ts'

const place = placeAt('any')

// istio:pilot/pkg/serviceregistry/ambient/waypoints.go
describe('the waypoint of', () => {
  const to = (name: string, changes: Partial<WaypointBinding> = {}): WaypointBinding => ({
    name,
    namespace: 'shop',
    none: false,
    place,
    ...changes,
  })
  const bound = { waypoint: to('waypoint') }
  const withWaypoint = (changes: Partial<Waypoint> = {}, own: WaypointBinding | undefined = undefined): Mesh =>
    meshWith({
      waypoints: [waypoint(changes), waypoint({ name: 'other' })],
      namespaces: [namespace('shop', own === undefined ? {} : { waypoint: own })],
    })
  const named = (found: Waypoint | undefined): string => found?.name ?? 'none'

  test('a Service is that of its label, else that of its namespace', () => {
    const both = withWaypoint({}, to('other'))
    expect(named(waypointOf(both, service('till', bound)))).toBe('waypoint')
    expect(named(waypointOf(both, service('till')))).toBe('other')
    expect(named(waypointOf(both, service('till', { waypoint: to('waypoint', { none: true }) })))).toBe('none')
    expect(named(waypointOf(both, service('till', { waypoint: to('gone') })))).toBe('none')
    expect(named(waypointOf(withWaypoint(), service('till')))).toBe('none')
    expect(named(waypointOf(meshWith({}), service('till', bound)))).toBe('none')
  })

  test('a Service without an address of its own is none', () => {
    expect(named(waypointOf(withWaypoint(), service('till', { ...bound, headless: true })))).toBe('none')
    expect(named(waypointOf(withWaypoint(), service('till', { ...bound, externalName: 'a.example' })))).toBe('none')
  })

  test('counts only where it is ready and takes such traffic', () => {
    const at = (changes: Partial<Waypoint>) => [
      named(boundWaypoint(withWaypoint(changes), service('till', bound), 'service')),
      named(boundWaypoint(withWaypoint(changes), pods('till', bound), 'workload')),
    ]
    expect(at({})).toEqual(['waypoint', 'none'])
    expect(at({ traffic: 'workload' })).toEqual(['none', 'waypoint'])
    expect(at({ traffic: 'all' })).toEqual(['waypoint', 'waypoint'])
    expect(at({ traffic: 'none' })).toEqual(['none', 'none'])
    expect(at({ traffic: 'all', ready: false })).toEqual(['none', 'none'])
    expect(at({ ready: true })).toEqual(['waypoint', 'none'])
  })

  test('another namespace has to be admitted', () => {
    const mesh = meshWith({ namespaces: [namespace('bank', { labels: { team: 'red' } })], waypoints: [waypoint()] })
    const admitted = (admits: Waypoint['admits']) => ['shop', 'bank'].map((one) => admitsNamespace(mesh, waypoint({ admits }), one))
    expect([admitted('same'), admitted('all'), admitted('none')]).toEqual([
      [true, false],
      [true, true],
      [false, false],
    ])
    expect(admitted({ labels: { team: 'red' }, expressions: [] })).toEqual([false, true])
    expect(admitted({ labels: { 'kubernetes.io/metadata.name': 'shop' }, expressions: [] })).toEqual([true, false])
    expect(named(boundWaypoint(mesh, service('till', { ...bound, namespace: 'bank' }), 'service'))).toBe('none')
  })

  test('a gateway is that of the Service, where it is to use it', () => {
    const asked = (service1: boolean | undefined, ofNamespace: boolean | undefined, flags: Record<string, string> = {}) => {
      const mesh = meshWith({
        settings: { flags },
        waypoints: [waypoint()],
        namespaces: [namespace('shop', ofNamespace === undefined ? {} : { ingressUsesWaypoint: ofNamespace })],
      })
      const one = service('till', { ...bound, ...(service1 === undefined ? {} : { ingressUsesWaypoint: service1 }) })
      expect(named(gatewayWaypointOf(mesh, one))).toBe(ingressUsesWaypoint(mesh, one) ? 'waypoint' : 'none')
      return ingressUsesWaypoint(mesh, one)
    }
    expect([asked(undefined, undefined), asked(true, undefined), asked(false, true), asked(undefined, true)]).toEqual([
      false,
      true,
      false,
      true,
    ])
    expect(asked(true, true, { ENABLE_INGRESS_WAYPOINT_ROUTING: 'false' })).toBe(false)
    expect(ingressUsesWaypoint(meshWith({}), service('till'))).toBe(false)
  })

  describe('a share of the requests', () => {
    const shares = (
      own: Partial<Parameters<typeof withCanary>[1]>,
      ofNamespace?: WaypointCanary,
      changes: Partial<Waypoint> = {},
    ): string => {
      const primary = waypoint()
      const mesh = meshWith({
        waypoints: [primary, waypoint({ name: 'canary', ...changes })],
        namespaces: [namespace('shop', ofNamespace === undefined ? {} : { canary: ofNamespace })],
      })
      return withCanary(mesh, { ...service('till'), ...own } as Parameters<typeof withCanary>[1], primary)
        .map((one) => `${one.waypoint.name} ${one.share}`)
        .join(', ')
    }
    const canary = to('canary')

    test.each<[says: string, own: Partial<Parameters<typeof withCanary>[1]>, ofNamespace: WaypointCanary | undefined, shares: string]>([
      ['is all without a canary', {}, undefined, 'waypoint 1'],
      ['goes to its canary', { canary: { binding: canary, share: 0.25 } }, undefined, 'waypoint 0.75, canary 0.25'],
      ['goes to that of its namespace', {}, { binding: canary, share: 0.25 }, 'waypoint 0.75, canary 0.25'],
      ['goes to none of its namespace where its waypoint is its own', bound, { binding: canary, share: 0.25 }, 'waypoint 1'],
      ['has its own size', { canary: { share: 0.5 } }, { binding: canary, share: 0.25 }, 'waypoint 0.5, canary 0.5'],
      ['has its own name', { canary: { binding: to('waypoint') } }, { binding: canary, share: 0.25 }, 'waypoint 1'],
      ['is nothing without a size', { canary: { binding: canary } }, undefined, 'waypoint 1'],
      ['is nothing with an invalid size', { canary: { binding: canary, share: 'invalid' } }, undefined, 'waypoint 1'],
      ['may be all', { canary: { binding: canary, share: 1 } }, undefined, 'canary 1'],
      ['is nothing where it opts out', { canary: { binding: to('canary', { none: true }), share: 0.5 } }, undefined, 'waypoint 1'],
      ['is nothing where the canary is not there', { canary: { binding: to('gone'), share: 0.5 } }, undefined, 'waypoint 1'],
    ])('%s', (_, own, ofNamespace, expected) => expect(shares(own, ofNamespace)).toBe(expected))

    test('is nothing where the canary takes no such traffic', () => {
      expect(shares({ canary: { binding: canary, share: 0.5 } }, undefined, { traffic: 'workload' })).toBe('waypoint 1')
    })
  })
})

// istio:pilot/pkg/model/policyattachment.go
describe('a waypoint enforces what targets', () => {
  const targeting = (kind: PolicyTarget['kind'], name: string, where = 'shop') =>
    policy('p', 'allow', [], { namespace: where, attachment: { scope: 'targets', namespace: where, targets: [{ kind, name, place }] } })
  const target = service('till')

  test.each<[says: string, one: ReturnType<typeof policy>, service: boolean, entry: boolean, pods: boolean]>([
    ['its Service', targeting('Service', 'till'), true, false, false],
    ['another Service', targeting('Service', 'cart'), false, false, false],
    ['a Service of another namespace', targeting('Service', 'till', 'istio-system'), false, false, false],
    ['its ServiceEntry', targeting('ServiceEntry', 'till'), false, true, false],
    ['itself', targeting('Gateway', 'waypoint'), true, true, true],
    ['another Gateway', targeting('Gateway', 'edge'), false, false, false],
    ['a Gateway of another namespace', targeting('Gateway', 'waypoint', 'istio-system'), false, false, false],
    ['its class', targeting('GatewayClass', 'istio-waypoint', 'istio-system'), true, true, true],
    ['its class from its own namespace', targeting('GatewayClass', 'istio-waypoint'), false, false, false],
    ['another class', targeting('GatewayClass', 'istio', 'istio-system'), false, false, false],
    ['anything else', targeting('other', 'waypoint'), false, false, false],
    ['nothing', policy('p', 'allow', []), false, false, false],
  ])('%s', (_, one, atService, atEntry, atPods) => {
    const mesh = meshWith({ authorization: [one] })
    const enforced = (of: Parameters<typeof policiesAtWaypoint>[2]) => policiesAtWaypoint(mesh, waypoint(), of).authorization.length === 1
    expect([enforced(target), enforced(entry()), enforced(undefined)]).toEqual([atService, atEntry, atPods])
  })

  test('a class other than that of waypoints, nobody', () => {
    const mesh = meshWith({ authorization: [targeting('GatewayClass', 'own', 'istio-system')] })
    expect(policiesAtWaypoint(mesh, waypoint({ className: 'own' }), target).authorization).toEqual([])
  })

  test('a Service of another namespace than its own', () => {
    const mesh = meshWith({ authorization: [targeting('Service', 'till', 'bank')] })
    expect(policiesAtWaypoint(mesh, waypoint(), service('till', { namespace: 'bank' })).authorization).toHaveLength(1)
    expect(policiesAtWaypoint(mesh, waypoint(), target).authorization).toEqual([])
  })
})
