import { describe, expect, test } from 'vitest'
import type { Arrival } from '../../../src/decide/points/arrival.ts'
import { decideAtPod } from '../../../src/decide/points/destination.ts'
import { meshWith, peerAuthentication, pods } from '../meshed.ts'
import {
  allow,
  atPort,
  caCertificates,
  caller,
  decided,
  deny,
  foreigner,
  off,
  oldest,
  plaintext,
  type Scene,
  strict,
  tcp,
  web,
} from './scenes.ts'

describe('a pod with a sidecar', () => {
  const allowed = 'destination sidecar allowed, no policy denies and none only allows'
  const byPolicy = 'destination sidecar denied, 403, denied by shop/p'
  const admitted = 'destination sidecar allowed, allowed by shop/p'
  const nothing = 'destination sidecar denied, 403, no ALLOW rule matches'
  const present = { op: 'present' } as const

  test.each<[says: string, scene: Scene, decided: string]>([
    ['lets in', {}, allowed],
    ['lets plaintext in', { arrival: plaintext }, allowed],
    [
      'refuses plaintext where it is STRICT',
      { arrival: plaintext, mesh: { peerAuthentication: strict } },
      'destination sidecar denied, connection refused, plaintext is refused (STRICT)',
    ],
    ['lets identities in where it is STRICT', { mesh: { peerAuthentication: strict } }, allowed],
    [
      'may refuse plaintext',
      { arrival: plaintext, mesh: { peerAuthentication: [...strict, peerAuthentication('z', 'permissive')] } },
      `destination sidecar undetermined, it depends on ${oldest}, needs ${oldest}`,
    ],
    [
      'takes nothing but identities from the tunnel',
      { arrival: { identity: undefined, tunnelled: true } },
      'destination sidecar denied, connection refused, plaintext is refused (STRICT)',
    ],
    // istio:pilot/pkg/networking/core/listener_inbound.go
    [
      'asks no PeerAuthentication about the tunnel',
      {
        arrival: { tunnelled: true },
        mesh: { peerAuthentication: off, authorization: [allow({ kind: 'identity', match: { by: 'any' } })] },
      },
      admitted,
    ],
    [
      'knows nobody where it is DISABLE',
      { mesh: { peerAuthentication: off, authorization: [allow({ kind: 'identity', match: { by: 'any' } })] } },
      nothing,
    ],
    [
      'knows its callers',
      { mesh: { authorization: [allow({ kind: 'identity', match: { by: 'service-account', namespace: 'shop', name: 'cart' } })] } },
      admitted,
    ],
    [
      'takes no other trust domain',
      { arrival: { identity: foreigner } },
      'destination sidecar denied, connection refused, the trust domain of the peer is not accepted',
    ],
    [
      'may take one that `caCertificates` accepts',
      { arrival: { identity: foreigner }, settings: caCertificates },
      'destination sidecar undetermined, caCertificates may accept the peer, needs the trust domains of `caCertificates`',
    ],
    ['asks no trust domain of whom it does not know', { arrival: { identity: foreigner }, mesh: { peerAuthentication: off } }, allowed],
    [
      'sees the port of the container',
      { mesh: { authorization: [allow({ kind: 'destination-port', port: 8080, of: 'container' })] } },
      admitted,
    ],
    ['sees the address of its peer', { mesh: { authorization: [allow({ kind: 'peer-address', range: '10.1.0.4/32' })] } }, admitted],
    // istio#46982
    [
      'sees no address of a peer through the tunnel',
      { arrival: { tunnelled: true }, mesh: { authorization: [allow({ kind: 'peer-address', range: '0.0.0.0/0' })] } },
      nothing,
    ],
    ['sees the address of the client', { mesh: { authorization: [allow({ kind: 'client-address', range: '192.0.2.0/24' })] } }, admitted],
    [
      'takes the peer for the client of a connection',
      { protocol: 'tcp', request: tcp, mesh: { authorization: [allow({ kind: 'client-address', range: '10.1.0.4/32' })] } },
      admitted,
    ],
    [
      'does not know the client of a connection through the tunnel',
      {
        protocol: 'tcp',
        request: tcp,
        arrival: { tunnelled: true },
        mesh: { authorization: [allow({ kind: 'client-address', range: '10.1.0.4/32' })] },
      },
      'destination sidecar undetermined, shop/p may allow, needs the address of the client',
    ],
    [
      'does not know its own address',
      { mesh: { authorization: [deny({ kind: 'destination-address', range: '10.1.0.9/32' })] } },
      'destination sidecar undetermined, shop/p may deny, needs the address of the destination',
    ],
    [
      'knows the address of a machine',
      { pod: { address: '10.1.0.9' }, mesh: { authorization: [deny({ kind: 'destination-address', range: '10.1.0.9/32' })] } },
      byPolicy,
    ],
    [
      'does not know a name for an address',
      { pod: { address: 'vm.example' }, mesh: { authorization: [deny({ kind: 'destination-address', range: '10.1.0.9/32' })] } },
      'destination sidecar undetermined, shop/p may deny, needs the address of the destination',
    ],
    [
      'speaks HTTP only where its Service says so',
      { request: tcp },
      'destination sidecar denied, connection closed, the port speaks HTTP only',
    ],
    [
      'reads no HTTP where its Service says TCP',
      { protocol: 'tcp', mesh: { authorization: [deny({ kind: 'method', match: { op: 'exact', value: 'PUT' } })] } },
      'destination sidecar denied, connection closed, denied by shop/p',
    ],
    [
      'looks for HTTP where nobody says',
      { mesh: { services: [], authorization: [deny({ kind: 'method', match: { op: 'exact', value: 'PUT' } })] } },
      allowed,
    ],
    ['takes other bytes there', { request: tcp, mesh: { services: [] } }, allowed],
    [
      'may read either where Services disagree',
      { mesh: { services: [...atPort('http'), ...atPort('tcp').map((one) => ({ ...one, name: 'other' }))] } },
      'destination sidecar undetermined, Services declare the port with different protocols, needs which Service of port 8080 is the oldest (creationTimestamp)',
    ],
    [
      'writes who its peer is',
      { mesh: { authorization: [deny({ kind: 'header', name: 'x-forwarded-client-cert', match: present })] } },
      byPolicy,
    ],
    [
      'takes that away where it knows nobody',
      { arrival: plaintext, mesh: { authorization: [deny({ kind: 'header', name: 'x-forwarded-client-cert', match: present })] } },
      allowed,
    ],
    [
      'may write it through the tunnel',
      {
        arrival: { tunnelled: true },
        mesh: { authorization: [deny({ kind: 'header', name: 'x-forwarded-client-cert', match: present })] },
      },
      'destination sidecar undetermined, shop/p may deny, needs what proxies write into the header',
    ],
    [
      'may write it in a gateway',
      {
        pod: { gateway: true },
        mesh: { services: [], authorization: [deny({ kind: 'header', name: 'x-forwarded-client-cert', match: present })] },
      },
      'destination sidecar undetermined, shop/p may deny, needs what proxies write into the header',
    ],
    [
      'does not know the name that sidecars use',
      { protocol: 'tcp', request: tcp, mesh: { authorization: [deny({ kind: 'sni', match: present })] } },
      'destination sidecar undetermined, shop/p may deny, needs the server name that the proxy sees',
    ],
    [
      'sees the name in TLS of the client',
      {
        protocol: 'tcp',
        request: tcp,
        arrival: plaintext,
        mesh: { authorization: [deny({ kind: 'sni', match: { op: 'exact', value: 'till.example' } })] },
      },
      'destination sidecar denied, connection closed, denied by shop/p',
    ],
    [
      'does not look for it where it is DISABLE',
      { protocol: 'tcp', request: tcp, mesh: { peerAuthentication: off, authorization: [deny({ kind: 'sni', match: present })] } },
      allowed,
    ],
    // istio:pilot/pkg/networking/core/gateway.go
    [
      'asks no PeerAuthentication in a gateway',
      { pod: { gateway: true }, arrival: plaintext, mesh: { services: [], peerAuthentication: strict } },
      allowed,
    ],
  ])('%s', (_, scene, expected) => expect(decided(scene)).toBe(expected))

  test('is named, with what it saw', () => {
    const own = pods('till')
    const arrival: Arrival = { identity: caller, peerAddress: 'unknown', tunnelled: false, behindWaypoint: false }
    const mesh = meshWith({ services: atPort('http') })
    expect(decideAtPod(mesh, own, { port: 8080, request: web, arrival, externalAllows: true })).toMatchObject({
      at: 'shop/till',
      saw: { identity: caller, port: 8080, path: '/buy?item=5' },
    })
    expect(
      decideAtPod(meshWith({}), own, { port: 8080, request: tcp, arrival: { ...arrival, identity: undefined }, externalAllows: true }).saw,
    ).toEqual({ port: 8080 })
  })
})
