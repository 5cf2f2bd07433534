import { describe, expect, test } from 'vitest'
import type { Attachment } from '../../../../src/model/authorization.ts'
import type { Mesh } from '../../../../src/model/mesh.ts'
import { factsOf } from '../../../../translators/cilium/authorization/facts.ts'
import { meshWith, namespace, peerAuthentication, pods, service } from '../../../decide/meshed.ts'
import { policy } from '../../../decide/rules/policies.ts'
import { placeAt } from '../../../decide/rules/seen.ts'

type Parts = Parameters<typeof meshWith>[0]
const facts = (parts: Parts) => factsOf(meshWith(parts))
const place = placeAt('any')
const group = (name: string, inNamespace: string): Mesh['machineGroups'][number] => ({ name, namespace: inNamespace, place })

test('a mesh has its trust domain and its aliases', () => {
  expect(facts({}).trustDomains).toEqual(['cluster.local'])
  expect(facts({ settings: { trustDomain: 'td', trustDomainAliases: ['old'] } }).trustDomains).toEqual(['td', 'old'])
  expect(factsOf(meshWith({}), new Set(['shop/edge'])).gatewayAccounts).toEqual(new Set(['shop/edge']))
  expect(facts({}).gatewayAccounts.size).toBe(0)
})

describe('namespaces', () => {
  test('are meshed where they have sidecars', () => {
    const namespaces = [
      namespace('shop'),
      namespace('bank'),
      namespace('a', { dataPlane: 'ambient' }),
      namespace('n', { dataPlane: 'none' }),
      namespace('shop'),
    ]
    expect(facts({ namespaces }).meshed).toEqual(['bank', 'shop'])
  })

  test('are unclear where the input does not say, or where their pods are in ambient mode', () => {
    const given = (name: string, dataPlane: Mesh['namespaces'][number]['dataPlane']) => namespace(name, { dataPlane, place })
    const namespaces = [
      given('shop', 'sidecar'),
      given('out', 'none'),
      given('odd', 'unknown'),
      given('amb', 'ambient'),
      namespace('named', { dataPlane: 'unknown' }),
    ]
    expect(facts({ namespaces }).unclear).toEqual(['amb', 'odd'])
    expect(facts({ namespaces: [given('kube-system', 'unknown')] }).unclear).toEqual([])
  })

  test('are unclear by what is in them', () => {
    expect(facts({ workloads: [pods('a')] }).unclear).toEqual(['shop'])
    expect(facts({ services: [service('a', { namespace: 'bank' })] }).unclear).toEqual(['bank'])
    expect(facts({ authorization: [policy('p', 'allow', [])] }).unclear).toEqual(['shop'])
    expect(facts({ peerAuthentication: [peerAuthentication('p', 'strict')] }).unclear).toEqual(['shop'])
    expect(facts({ authorization: [policy('p', 'allow', [], { namespace: 'istio-system' })] }).unclear).toEqual([])
    expect(
      facts({ workloads: [pods('a', { namespace: 'kube-system' }), pods('b'), pods('c')], namespaces: [namespace('shop')] }).unclear,
    ).toEqual([])
  })
})

describe('a pod outside of the mesh', () => {
  const out = pods('till', { dataPlane: 'none' })

  test('is one without a sidecar, of the namespace and the account', () => {
    const { unmeshedPod } = facts({ workloads: [pods('cart'), out] })
    expect(unmeshedPod('shop')).toBe('Deployment shop/till')
    expect(unmeshedPod('shop', 'till')).toBe('Deployment shop/till')
    expect(unmeshedPod('shop', 'cart')).toBeUndefined()
    expect(unmeshedPod('bank')).toBeUndefined()
  })

  test('is no gateway, no machine, and none in the network of its node', () => {
    const found = (changes: Parameters<typeof pods>[1]) => facts({ workloads: [{ ...out, ...changes }] }).unmeshedPod('shop')
    expect([found({ gateway: true }), found({ address: '192.0.2.1' }), found({ hostNetwork: true })]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(found({ dataPlane: 'ambient' })).toBeUndefined()
  })

  test('may be one of which it is not known, where its namespace has sidecars', () => {
    const workloads = [pods('till', { dataPlane: 'unknown' })]
    expect(facts({ workloads }).unmeshedPod('shop')).toBeUndefined()
    expect(facts({ workloads, namespaces: [namespace('shop')] }).unmeshedPod('shop')).toBe('Deployment shop/till')
    expect(
      facts({ workloads: [pods('till', { dataPlane: 'ambient' })], namespaces: [namespace('shop')] }).unmeshedPod('shop'),
    ).toBeUndefined()
  })

  test('is any of a namespace that is outside', () => {
    const none = namespace('shop', { dataPlane: 'none', place })
    expect(facts({ namespaces: [none] }).unmeshedPod('shop')).toBe('Namespace shop')
    expect(facts({ namespaces: [none] }).unmeshedPod('shop', 'till')).toBeUndefined()
    expect(facts({ namespaces: [none] }).unmeshedPod('bank')).toBeUndefined()
    expect(facts({ namespaces: [namespace('shop', { dataPlane: 'none' })] }).unmeshedPod('shop')).toBeUndefined()
    expect(facts({ namespaces: [namespace('shop', { place })] }).unmeshedPod('shop')).toBeUndefined()
    expect(facts({}).unmeshedPod('kube-system')).toBe('Namespace kube-system')
    expect(facts({}).unmeshedPod('kube-system', 'coredns')).toBe('Namespace kube-system')
  })
})

test('a machine has an identity of its namespace and account, or one that its group does not say', () => {
  const { machine } = facts({ workloads: [pods('till'), pods('vm', { address: '192.0.2.1' })] })
  expect([machine('shop'), machine('shop', 'vm'), machine(undefined), machine(undefined, 'vm')]).toEqual(
    Array(4).fill('WorkloadEntry shop/vm'),
  )
  expect([machine('bank'), machine('shop', 'till')]).toEqual([undefined, undefined])
  const grouped = facts({ machineGroups: [group('a', 'bank'), group('b', 'shop')] })
  expect([grouped.machine('shop', 'any'), grouped.machine(undefined), grouped.machine('desk')]).toEqual([
    'WorkloadGroup shop/b',
    'WorkloadGroup bank/a',
    undefined,
  ])
})

test('mutual TLS is off where a policy for some of the pods switches it off', () => {
  const shop: Attachment = { scope: 'namespace', namespace: 'shop' }
  const off = (...peerAuthentications: Mesh['peerAuthentication']) =>
    facts({ peerAuthentication: peerAuthentications })
      .mtlsOff(shop)
      .map(({ path }) => path.join('.'))
  expect(off(peerAuthentication('a', 'strict'), peerAuthentication('b', 'disable'))).toEqual(['b'])
  expect(off({ ...peerAuthentication('b', 'disable'), modePlace: placeAt('mode') })).toEqual(['mode'])
  expect(off(peerAuthentication('c', 'unset', { ports: { 80: 'disable', 81: 'strict', 82: 'disable' } }))).toEqual(['c.80', 'c.82'])
  expect(off(peerAuthentication('d', 'disable', { attachment: { scope: 'namespace', namespace: 'bank' } }))).toEqual([])
  expect(off(peerAuthentication('e', 'disable', { attachment: { scope: 'mesh' } }))).toEqual(['e'])
})
