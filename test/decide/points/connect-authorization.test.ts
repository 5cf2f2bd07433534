import { describe, expect, test } from 'vitest'
import { connectAuthorization } from '../../../src/decide/points/connect-authorization.ts'
import type { AuthorizationPolicy } from '../../../src/model/authorization.ts'
import { type AtomBody, all, always, never, not, type Predicate } from '../../../src/model/predicate.ts'
import { meshWith, waypoint } from '../meshed.ts'
import { clause, policy, rule } from '../rules/policies.ts'
import { atom, placeAt } from '../rules/seen.ts'
import { caller } from './scenes.ts'

// istio:pilot/pkg/networking/core/listener_waypoint.go buildHCMConnectTerminateChain
describe('policies in front of a waypoint', () => {
  const on1 = { ENABLE_LAYERED_WAYPOINT_AUTHORIZATION_POLICIES: 'true' }
  const at = (
    attachment: AuthorizationPolicy['attachment'],
    flags: Record<string, string> = on1,
    predicate: Predicate = always,
  ): string => {
    const authorization = [policy('p', 'deny', [rule('r', clause('source', predicate))], { attachment })]
    const { allowed, needs } = connectAuthorization(meshWith({ authorization, settings: { flags } }), waypoint(), caller, '10.1.0.4')
    return `${allowed}${needs === undefined ? '' : ` ${needs}`}`
  }
  const target = (kind: 'Gateway' | 'Service', name: string, namespace = 'shop'): AuthorizationPolicy['attachment'] => ({
    scope: 'targets',
    namespace,
    targets: [{ kind, name, place: placeAt('t') }],
  })
  const labels = (wanted: Record<string, string>): AuthorizationPolicy['attachment'] => ({
    scope: 'workloads',
    namespace: 'shop',
    labels: wanted,
    place: placeAt('l'),
  })

  test.each<[says: string, attachment: AuthorizationPolicy['attachment'], decided: string]>([
    ['by its name', target('Gateway', 'waypoint'), 'false'],
    ['by another name', target('Gateway', 'other'), 'true'],
    ['by another kind', target('Service', 'waypoint'), 'true'],
    ['from another namespace', target('Gateway', 'waypoint', 'bank'), 'true'],
    ['of the mesh', { scope: 'mesh' }, 'false'],
    ['of its namespace', { scope: 'namespace', namespace: 'shop' }, 'false'],
    ['of another namespace', { scope: 'namespace', namespace: 'bank' }, 'true'],
    ['by the label of its name', labels({ 'gateway.networking.k8s.io/gateway-name': 'waypoint' }), 'false'],
    ['by the label of another name', labels({ 'gateway.networking.k8s.io/gateway-name': 'other' }), 'true'],
    ['by the label of its controller', labels({ 'gateway.istio.io/managed': 'istio.io-mesh-controller' }), 'false'],
    ['by that of another controller', labels({ 'gateway.istio.io/managed': 'istio.io-gateway-controller' }), 'true'],
    ['by other labels', labels({ app: 'waypoint' }), 'unknown the labels of the pods of shop/waypoint'],
    ['by other labels, of another name', labels({ app: 'waypoint', 'gateway.networking.k8s.io/gateway-name': 'other' }), 'true'],
    [
      'by labels in every namespace',
      { scope: 'workloads', labels: { 'gateway.networking.k8s.io/gateway-name': 'waypoint' }, place: placeAt('l') },
      'false',
    ],
  ])('%s', (_, attachment, expected) => expect(at(attachment)).toBe(expected))

  test('are enforced only where a flag says so, and by selectors unless another does', () => {
    expect(at({ scope: 'mesh' }, {})).toBe('true')
    const named = { ...on1, ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY: 'false' }
    expect([at({ scope: 'mesh' }, named), at(target('Gateway', 'waypoint'), named)]).toEqual(['true', 'false'])
  })

  test('see the client itself', () => {
    const sees = (body: AtomBody) => at({ scope: 'mesh' }, on1, atom(body))
    expect(sees({ kind: 'identity', match: { by: 'service-account', namespace: 'shop', name: 'cart' } })).toBe('false')
    expect([sees({ kind: 'peer-address', range: '10.1.0.4/32' }), sees({ kind: 'client-address', range: '10.1.0.4/32' })]).toEqual([
      'false',
      'false',
    ])
    expect(sees({ kind: 'destination-port', port: 80, of: 'service' })).toBe('unknown the port that the proxy sees')
    expect(at({ scope: 'mesh' }, on1, all([never, not(always)]))).toBe('true')
  })
})
