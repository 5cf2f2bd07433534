import { describe, expect, test } from 'vitest'
import { type ClientSide, clientSide, proxyOf, waysTo } from '../../src/decide/client.ts'
import type { Client } from '../../src/model/request.ts'
import type { Workload } from '../../src/model/workload.ts'
import type { ClientTls } from '../../src/resolve/routes/client-tls.ts'
import { meshWith, namespace, peerAuthentication, pods } from './meshed.ts'

const mesh = meshWith({
  settings: { trustDomain: 'td' },
  namespaces: [namespace('shop'), namespace('bank', { dataPlane: 'ambient' })],
  workloads: [pods('till'), pods('bare', { dataPlane: 'none' }), pods('vm', { address: '192.0.2.7' })],
})

describe('who a client is to others', () => {
  const shown = (client: Client): string => {
    const { proxy, identity, ip, end } = clientSide(mesh, client)
    return `${proxy} ${identity ?? 'nobody'} ${ip} ${JSON.stringify(end)}`
  }
  const stranger = { kind: 'stranger', namespace: 'shop', serviceAccount: 'cart' } as const

  test.each<[says: string, client: Client, shown: string]>([
    [
      'pods',
      { kind: 'workload', namespace: 'shop', name: 'till', ip: '10.1.0.4' },
      'sidecar td/ns/shop/sa/till 10.1.0.4 {"kind":"pod","namespace":"shop","serviceAccount":"till","labels":{"app":"till"}}',
    ],
    [
      'pods outside of the mesh',
      { kind: 'workload', namespace: 'shop', name: 'bare' },
      'none nobody unknown {"kind":"pod","namespace":"shop","serviceAccount":"bare","labels":{"app":"bare"}}',
    ],
    [
      'a machine',
      { kind: 'workload', namespace: 'shop', name: 'vm' },
      'sidecar td/ns/shop/sa/vm unknown {"kind":"world","ip":"192.0.2.7"}',
    ],
    [
      'pods that are not there',
      { kind: 'workload', namespace: 'shop', name: 'gone' },
      'none nobody unknown {"kind":"pod","namespace":"shop"}',
    ],
    [
      'other pods of the mesh',
      { ...stranger, dataPlane: 'ambient' },
      'ztunnel td/ns/shop/sa/cart unknown {"kind":"pod","namespace":"shop","serviceAccount":"cart"}',
    ],
    [
      'other pods, as their namespace says',
      { ...stranger, dataPlane: 'namespace', namespace: 'bank', labels: { a: 'b' } },
      'ztunnel td/ns/bank/sa/cart unknown {"kind":"pod","namespace":"bank","serviceAccount":"cart","labels":{"a":"b"}}',
    ],
    [
      'other pods of a namespace that is not there',
      { ...stranger, dataPlane: 'namespace', namespace: 'dev' },
      'none nobody unknown {"kind":"pod","namespace":"dev","serviceAccount":"cart"}',
    ],
    [
      'pods of another trust domain',
      { ...stranger, dataPlane: 'sidecar', trustDomain: 'old' },
      'sidecar old/ns/shop/sa/cart unknown {"kind":"pod","namespace":"shop","serviceAccount":"cart"}',
    ],
    [
      'a gateway',
      { kind: 'ingress', namespace: 'edge', serviceAccount: 'edge' },
      'gateway td/ns/edge/sa/edge unknown {"kind":"pod","namespace":"edge","serviceAccount":"edge"}',
    ],
    ['pods without any proxy', { kind: 'unmeshed', namespace: 'dev' }, 'none nobody unknown {"kind":"pod","namespace":"dev"}'],
    [
      'with an account',
      { kind: 'unmeshed', namespace: 'dev', serviceAccount: 'a' },
      'none nobody unknown {"kind":"pod","namespace":"dev","serviceAccount":"a"}',
    ],
    ['a machine outside', { kind: 'unmeshed', ip: '192.0.2.7' }, 'none nobody 192.0.2.7 {"kind":"world","ip":"192.0.2.7"}'],
    ['anything outside', { kind: 'unmeshed' }, 'none nobody unknown {"kind":"world"}'],
  ])('%s', (_, client, expected) => expect(shown(client)).toBe(expected))

  test('labels are known where the input has them', () => {
    const labels = (client: Client) => clientSide(mesh, client).labels
    expect(labels({ kind: 'workload', namespace: 'shop', name: 'till' })).toEqual({ app: 'till' })
    expect(labels({ ...stranger, dataPlane: 'ambient', labels: { a: 'b' } })).toEqual({ a: 'b' })
    expect(labels({ ...stranger, dataPlane: 'ambient' })).toBeUndefined()
  })

  test('pods are carried by what they have', () => {
    const carried = (changes: Partial<Workload>) => proxyOf(pods('till', changes))
    expect([carried({}), carried({ dataPlane: 'ambient' }), carried({ dataPlane: 'none' }), carried({ dataPlane: 'unknown' })]).toEqual([
      'sidecar',
      'ztunnel',
      'none',
      'unknown',
    ])
    expect([carried({ gateway: true, hostNetwork: true }), carried({ hostNetwork: true })]).toEqual(['gateway', 'none'])
  })
})

describe('how connections arrive', () => {
  const by = (proxy: ClientSide['proxy']): ClientSide => ({
    ...clientSide(mesh, { kind: 'workload', namespace: 'shop', name: 'till', ip: '10.1.0.4' }),
    proxy,
  })
  const anonymous = { ...by('none'), identity: undefined }
  const sidecar = pods('cart')
  const ambient = pods('cart', { dataPlane: 'ambient' })
  const bare = pods('cart', { dataPlane: 'none' })
  const namedCart = { names: [`spiffe://cluster.local/ns/shop/sa/${sidecar.serviceAccount}`] }
  const ways = (
    client: ClientSide,
    pod: Workload,
    tls: ClientTls = 'unset',
    flags: Record<string, string> = {},
    disabled = false,
  ): string =>
    waysTo(
      meshWith({
        settings: { flags },
        peerAuthentication: disabled ? [peerAuthentication('p', 'disable'), peerAuthentication('q', 'strict')] : [],
      }),
      client,
      pod,
      8080,
      tls,
    )
      .map(({ arrival, doubt }) => {
        expect([arrival.peerAddress, arrival.behindWaypoint]).toEqual(['10.1.0.4', false])
        const kind = doubt ?? (arrival.identity === undefined ? 'plaintext' : 'identity')
        return arrival.tunnelled ? `${kind} in HBONE` : kind
      })
      .join(' or ')

  test.each<[says: string, client: ClientSide, pod: Workload, tls: ClientTls, ways: string]>([
    ['between sidecars', by('sidecar'), sidecar, 'unset', 'identity'],
    ['between sidecars, without TLS', by('sidecar'), sidecar, 'none', 'plaintext'],
    ['between sidecars, with other TLS', by('sidecar'), sidecar, 'own', 'foreign'],
    ['from a gateway', by('gateway'), sidecar, 'mesh', 'identity'],
    ['from a sidecar to ztunnel', by('sidecar'), ambient, 'unset', 'identity'],
    ['from a sidecar to ztunnel, asked for', by('sidecar'), ambient, 'mesh', 'identity'],
    ['from a sidecar to ztunnel, without TLS', by('sidecar'), ambient, 'none', 'plaintext'],
    ['from a sidecar to ztunnel, with other TLS', by('gateway'), ambient, 'own', 'foreign'],
    ['from a sidecar to pods outside', by('sidecar'), bare, 'unset', 'plaintext'],
    ['from a sidecar to pods outside, asked for', by('sidecar'), bare, 'mesh', 'untaken'],
    ['without a proxy to pods outside, asked for', by('none'), bare, 'mesh', 'plaintext'],
    ['between sidecars, with the name of the pod', by('sidecar'), sidecar, namedCart, 'identity'],
    [
      'between sidecars, with the name of others',
      by('sidecar'),
      sidecar,
      { names: ['cart', 'spiffe://other/ns/shop/sa/cart'] },
      'misnamed',
    ],
    ['from a sidecar to ztunnel, with the name of others', by('sidecar'), ambient, { names: ['cart'] }, 'identity'],
    ['from a sidecar to pods outside, with their name', by('sidecar'), bare, namedCart, 'untaken'],
    ['from a sidecar to pods outside, with other TLS', by('sidecar'), bare, 'own', 'foreign'],
    ['from ztunnel to ztunnel', by('ztunnel'), ambient, 'unset', 'identity'],
    ['from ztunnel to a sidecar', by('ztunnel'), sidecar, 'unset', 'identity in HBONE'],
    ['from ztunnel to pods outside', by('ztunnel'), bare, 'own', 'plaintext'],
    ['from outside', anonymous, sidecar, 'own', 'plaintext'],
    ['to pods of which nobody says', by('sidecar'), pods('cart', { dataPlane: 'unknown' }), 'unset', 'plaintext'],
  ])('%s', (_, client, pod, tls, expected) => expect(ways(client, pod, tls)).toBe(expected))

  test('without HBONE ztunnel and sidecars speak plaintext to each other', () => {
    expect(ways(by('ztunnel'), sidecar, 'unset', { ISTIO_META_ENABLE_HBONE: 'false' })).toBe('plaintext')
    expect(ways(by('sidecar'), ambient, 'unset', { PILOT_ENABLE_SENDING_HBONE: 'false' })).toBe('plaintext')
    expect(ways(by('sidecar'), ambient, 'mesh', { PILOT_ENABLE_SENDING_HBONE: 'false' })).toBe('untaken')
  })

  test('in each way that may be', () => expect(ways(by('sidecar'), sidecar, 'unset', {}, true)).toBe('identity or plaintext'))
})
