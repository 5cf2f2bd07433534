import { describe, expect, test } from 'vitest'
import { peerAuthentication, waypoint } from '../meshed.ts'
import { placeAt } from '../rules/seen.ts'
import { allow, atPort, caller, decided, deny, foreigner, oldest, plaintext, type Scene, strict } from './scenes.ts'

describe('a pod behind ztunnel', () => {
  const pod = { dataPlane: 'ambient' } as const
  const allowed = 'ztunnel allowed, no policy denies and none only allows'
  test.each<[says: string, scene: Scene, decided: string]>([
    ['lets in', { pod }, allowed],
    ['lets plaintext in', { pod, arrival: plaintext }, allowed],
    [
      'refuses plaintext where it is STRICT',
      { pod, arrival: plaintext, mesh: { peerAuthentication: strict } },
      'ztunnel denied, connection closed, plaintext is refused (STRICT)',
    ],
    ['lets identities in where it is STRICT', { pod, mesh: { peerAuthentication: strict } }, allowed],
    [
      'may refuse plaintext',
      { pod, arrival: plaintext, mesh: { peerAuthentication: [...strict, peerAuthentication('z', 'permissive')] } },
      `ztunnel undetermined, it depends on ${oldest}, needs ${oldest}`,
    ],
    // ztunnel:src/tls/certificate.rs
    [
      'takes no other trust domain',
      { pod, arrival: { identity: foreigner }, settings: { trustDomainAliases: ['old'] } },
      'ztunnel denied, connection refused, ztunnel accepts peers of its own trust domain only',
    ],
    [
      'denies by policies',
      { pod, mesh: { authorization: [deny({ kind: 'destination-port', port: 8080, of: 'container' })] } },
      'ztunnel denied, connection closed, denied by shop/p',
    ],
    [
      'sees the address of its peer',
      { pod, mesh: { authorization: [allow({ kind: 'peer-address', range: '10.1.0.4/32' })] } },
      'ztunnel allowed, allowed by shop/p',
    ],
    [
      'does not know its own address',
      { pod, mesh: { authorization: [deny({ kind: 'destination-address', range: '10.1.0.9/32' })] } },
      'ztunnel undetermined, shop/p may deny, needs shop/p may deny',
    ],
    [
      'is not asked about policies with an empty selector',
      {
        pod,
        mesh: {
          authorization: [
            {
              ...deny({ kind: 'destination-port', port: 8080, of: 'container' }),
              attachment: { scope: 'namespace', namespace: 'shop', emptySelector: 'without-labels' },
            },
          ],
        },
      },
      allowed,
    ],
    [
      'is asked about policies without labels',
      {
        pod,
        mesh: {
          authorization: [
            {
              ...deny({ kind: 'destination-port', port: 8080, of: 'container' }),
              attachment: { scope: 'namespace', namespace: 'shop', emptySelector: 'empty-labels' },
            },
          ],
        },
      },
      'ztunnel denied, connection closed, denied by shop/p',
    ],
    ['is not in the mesh', { pod: { dataPlane: 'none' } }, 'no enforcement allowed, nothing of the mesh guards the port'],
    [
      'is in a mesh of which nobody says',
      { pod: { dataPlane: 'unknown' } },
      'no enforcement undetermined, the input does not say whether the pod is in the mesh, needs the Namespace shop',
    ],
  ])('%s', (_, scene, expected) => expect(decided(scene)).toBe(expected))

  // istio:pilot/pkg/serviceregistry/ambient/policies.go implicitWaypointPolicy
  test('allows its waypoint and nobody else where the flag says so', () => {
    const bound = { ...atPort('http')[0]!, waypoint: { name: 'waypoint', namespace: 'shop', none: false, place: placeAt('w') } }
    const settings = { flags: { PILOT_AUTO_ALLOW_WAYPOINT_POLICY: 'true' } }
    const at = (identity: string, services = [bound]) =>
      decided({ pod, settings, arrival: { identity }, mesh: { services, waypoints: [waypoint()] } })
    expect(at('cluster.local/ns/shop/sa/waypoint')).toBe('ztunnel allowed, allowed by shop/istio_allow_waypoint_shop_waypoint')
    expect(at(caller)).toBe('ztunnel denied, connection closed, no ALLOW rule matches')
    expect(at(caller, [])).toBe(allowed)
    expect(decided({ pod, mesh: { services: [bound], waypoints: [waypoint()] } })).toBe(allowed)
  })
})
