import { describe, expect, test } from 'vitest'
import type { AuthorizationPolicy } from '../../../src/model/authorization.ts'
import type { WaypointBinding } from '../../../src/model/workload.ts'
import { policiesAtZtunnel } from '../../../src/resolve/attach/ztunnel-policies.ts'
import { meshWith, pods, service, waypoint } from '../../decide/meshed.ts'
import { policy } from '../../decide/rules/policies.ts'
import { placeAt } from '../../decide/rules/seen.ts'

const binding: WaypointBinding = { name: 'waypoint', namespace: 'shop', none: false, place: placeAt('label') }
const till = pods('till', { dataPlane: 'ambient' })

// istio:pilot/pkg/serviceregistry/ambient/workloads.go buildWorkloadPolicies
describe('istiod hands to ztunnel', () => {
  const shop = (emptySelector?: 'without-labels' | 'empty-labels'): AuthorizationPolicy['attachment'] => ({
    scope: 'namespace',
    namespace: 'shop',
    ...(emptySelector === undefined ? {} : { emptySelector }),
  })
  test.each<[says: string, one: AuthorizationPolicy, sent: boolean]>([
    ['ALLOW', policy('p', 'allow', []), true],
    ['DENY', policy('p', 'deny', []), true],
    ['no AUDIT', policy('p', 'audit', []), false],
    ['no CUSTOM', policy('p', 'external', []), false],
    ['no dry runs', policy('p', 'deny', [], { dryRun: true }), false],
    ['nothing for other pods', policy('p', 'deny', [], { attachment: { scope: 'namespace', namespace: 'bank' } }), false],
    ['no policy with `selector: {}`', policy('p', 'deny', [], { attachment: shop('without-labels') }), false],
    ['one with `matchLabels: {}`', policy('p', 'deny', [], { attachment: shop('empty-labels') }), true],
    [
      'one for pods by their labels',
      policy('p', 'deny', [], { attachment: { scope: 'workloads', labels: { app: 'till' }, place: placeAt('l') } }),
      true,
    ],
  ])('%s', (_, one, sent) => {
    expect(policiesAtZtunnel(meshWith({ authorization: [one] }), till)).toEqual(sent ? [one] : [])
  })
})

// istio:pilot/pkg/serviceregistry/ambient/policies.go implicitWaypointPolicy
test('with its flag each pod allows its own waypoint and those of its Services', () => {
  const waypoints = [waypoint({ traffic: 'all' }), waypoint({ name: 'other', traffic: 'workload' })]
  const sent = (flag: string, pod = till, services = [service('till')]): string[] => {
    const mesh = meshWith({ waypoints, services, settings: { flags: { PILOT_AUTO_ALLOW_WAYPOINT_POLICY: flag } } })
    return policiesAtZtunnel(mesh, pod).map(({ name }) => name)
  }
  const bound = [service('till', { waypoint: binding })]
  const other = { ...till, waypoint: { ...binding, name: 'other' } }
  expect(sent('true')).toEqual([])
  expect(sent('true', till, bound)).toEqual(['istio_allow_waypoint_shop_waypoint'])
  expect(sent('false', till, bound)).toEqual([])
  expect(sent('true', other)).toEqual(['istio_allow_waypoint_shop_other'])
  expect(sent('true', other, bound)).toEqual(['istio_allow_waypoint_shop_other', 'istio_allow_waypoint_shop_waypoint'])
  expect(sent('true', { ...till, waypoint: binding }, bound)).toEqual(['istio_allow_waypoint_shop_waypoint'])
})
