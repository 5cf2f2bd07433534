import { describe, expect, test } from 'vitest'
import { decideAtWaypoint } from '../../../src/decide/points/waypoint.ts'
import type { AuthorizationPolicy } from '../../../src/model/authorization.ts'
import type { Waypoint } from '../../../src/model/gateway.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { always } from '../../../src/model/predicate.ts'
import type { Request } from '../../../src/model/request.ts'
import type { PortProtocol } from '../../../src/model/service.ts'
import type { MeshSettings } from '../../../src/model/settings.ts'
import { meshWith, service, waypoint } from '../meshed.ts'
import { placeAt } from '../rules/seen.ts'
import { allow, caCertificates, caller, deny, foreigner, line, on, tcp, web } from './scenes.ts'

describe('a waypoint', () => {
  const targets: AuthorizationPolicy['attachment'] = {
    scope: 'targets',
    namespace: 'shop',
    targets: [{ kind: 'Service', name: 'till', place: placeAt('target') }],
  }
  const here = (one: AuthorizationPolicy): Partial<Omit<Mesh, 'settings'>> => ({ authorization: [{ ...one, attachment: targets }] })
  const allowed = 'waypoint allowed, no policy denies and none only allows'

  interface At {
    readonly waypoint?: Partial<Waypoint>
    readonly mesh?: Partial<Omit<Mesh, 'settings'>>
    readonly settings?: Partial<MeshSettings>
    readonly protocol?: PortProtocol
    readonly request?: Request
    readonly identity?: string | 'nobody'
    readonly toPod?: true
  }

  function decidedAt({
    waypoint: changes,
    mesh = {},
    settings = {},
    protocol = 'http',
    request = web,
    identity = caller,
    toPod,
  }: At): string {
    const who = identity === 'nobody' ? undefined : identity
    const target = toPod === true ? undefined : service('till')
    return line(
      decideAtWaypoint(
        meshWith({ ...mesh, settings }),
        waypoint(changes),
        { service: target, port: 80, protocol },
        { request, identity: who, clientIp: '10.1.0.4', externalAllows: 'unknown' },
      ),
    )
  }

  test.each<[says: string, scene: At, decided: string]>([
    ['lets in', {}, allowed],
    ['takes no plaintext', { identity: 'nobody' }, 'waypoint denied, connection refused, a waypoint takes no plaintext'],
    [
      'takes no other trust domain',
      { identity: foreigner },
      'waypoint denied, connection refused, the trust domain of the peer is not accepted',
    ],
    [
      'may take one that `caCertificates` accepts',
      { identity: foreigner, settings: caCertificates },
      'waypoint undetermined, caCertificates may accept the peer, needs the trust domains of `caCertificates`',
    ],
    [
      'denies on its chain all the same',
      { identity: foreigner, settings: caCertificates, mesh: here(on('deny', always)) },
      'waypoint denied, 403, denied by shop/p',
    ],
    [
      'of others is not known',
      { waypoint: { proxy: 'other', className: 'agent' } },
      'waypoint undetermined, it is not known what a waypoint of class agent enforces, needs what a waypoint of class agent enforces and how it routes',
    ],
    [
      'sees the port of the Service',
      { mesh: here(allow({ kind: 'destination-port', port: 80, of: 'service' })) },
      'waypoint allowed, allowed by shop/p',
    ],
    [
      'sees no address of a peer',
      { mesh: here(allow({ kind: 'peer-address', range: '0.0.0.0/0' })) },
      'waypoint denied, 403, no ALLOW rule matches',
    ],
    [
      'is not relied on for addresses of clients',
      { mesh: here(deny({ kind: 'client-address', range: '10.1.0.4/32' })) },
      'waypoint undetermined, shop/p may deny, needs the address of the client',
    ],
    [
      'does not know addresses of destinations',
      { mesh: here(deny({ kind: 'destination-address', range: '10.1.0.4/32' })) },
      'waypoint undetermined, shop/p may deny, needs the address of the destination',
    ],
    ['enforces nothing but what targets it', { mesh: { authorization: [on('deny', always)] } }, allowed],
    ['enforces nothing of a Service on the way to a pod', { toPod: true, mesh: here(on('deny', always)) }, allowed],
    ['speaks HTTP only where the Service says so', { request: tcp }, 'waypoint denied, connection closed, the port speaks HTTP only'],
    [
      'reads no HTTP where the Service says TCP',
      { protocol: 'tcp', mesh: here(deny({ kind: 'method', match: { op: 'exact', value: 'PUT' } })) },
      'waypoint denied, connection closed, denied by shop/p',
    ],
    ['finds no certificate', { mesh: here(deny({ kind: 'header', name: 'x-forwarded-client-cert', match: { op: 'present' } })) }, allowed],
    [
      'may write one',
      {
        waypoint: { writesCertificateHeader: true },
        mesh: here(deny({ kind: 'header', name: 'x-forwarded-client-cert', match: { op: 'present' } })),
      },
      'waypoint undetermined, shop/p may deny, needs what proxies write into the header',
    ],
    [
      'inspects TLS for its server name',
      { protocol: 'tls', request: tcp, mesh: here(deny({ kind: 'sni', match: { op: 'present' } })) },
      'waypoint denied, connection closed, denied by shop/p',
    ],
    [
      'also HTTPS',
      { protocol: 'https', request: tcp, mesh: here(deny({ kind: 'sni', match: { op: 'present' } })) },
      'waypoint denied, connection closed, denied by shop/p',
    ],
    ['but no other ports', { protocol: 'tcp', request: tcp, mesh: here(deny({ kind: 'sni', match: { op: 'present' } })) }, allowed],
  ])('%s', (_, scene, expected) => expect(decidedAt(scene)).toBe(expected))

  test('may see the server name on the way to a pod', () => {
    const gateway = {
      scope: 'targets',
      namespace: 'shop',
      targets: [{ kind: 'Gateway', name: 'waypoint', place: placeAt('target') }],
    } as const
    const mesh = { authorization: [{ ...deny({ kind: 'sni', match: { op: 'present' } }), attachment: gateway }] }
    expect(decidedAt({ toPod: true, protocol: 'auto', request: tcp, mesh })).toBe(
      'waypoint undetermined, shop/p may deny, needs the server name that the proxy sees',
    )
    const { sni: _sni, ...without } = tcp
    expect(decidedAt({ toPod: true, protocol: 'auto', request: without, mesh })).toBe(allowed)
  })

  test('is named, with what it saw', () => {
    const at = decideAtWaypoint(
      meshWith({}),
      waypoint(),
      { service: service('till'), port: 80, protocol: 'http' },
      { request: web, identity: caller, clientIp: 'unknown', externalAllows: true },
    )
    expect(at).toMatchObject({ at: 'shop/waypoint', saw: { identity: caller, port: 80, path: '/buy?item=5' } })
  })
})
