import { describe, expect, test } from 'vitest'
import type { Attachment } from '../../../../src/model/authorization.ts'
import type { Mesh } from '../../../../src/model/mesh.ts'
import type { IdentityMatch } from '../../../../src/model/predicate.ts'
import type { Labels } from '../../../../src/model/workload.ts'
import { factsOf } from '../../../../translators/cilium/authorization/facts.ts'
import { governedMachines } from '../../../../translators/cilium/authorization/governed-machines.ts'
import { injectedLabel } from '../../../../translators/cilium/authorization/injected-label.ts'
import { labelsOfNamed } from '../../../../translators/cilium/authorization/named-clients.ts'
import { unmeshedSubjects } from '../../../../translators/cilium/authorization/unmeshed-subjects.ts'
import { meshWith, namespace, pods } from '../../../decide/meshed.ts'
import { placeAt } from '../../../decide/rules/seen.ts'

const place = placeAt('policy')
type ByLabels = Extract<Attachment, { scope: 'workloads' }>
const labelled = (labels: Labels, where?: string): ByLabels => ({
  scope: 'workloads',
  labels,
  place,
  ...(where === undefined ? {} : { namespace: where }),
})
const shop: Attachment = { scope: 'namespace', namespace: 'shop' }
const targets: Attachment = { scope: 'targets', namespace: 'shop', targets: [{ kind: 'Service', name: 'till', place }] }

// istio:pkg/kube/inject/webhook.go: what the injector adds is gone with the sidecar
describe('a label that pods lose with their sidecar', () => {
  const name = 'service.istio.io/canonical-name'
  const till = (changes: Parameters<typeof pods>[1] = {}) =>
    pods('till', { labels: { app: 'till', [name]: 'till' }, injected: { labels: { [name]: 'till' }, unknown: [] }, ...changes })
  const given = (workloads: readonly Mesh['workloads'][number][], labels: Labels = { [name]: 'till' }, where?: string) =>
    injectedLabel(labelled(labels, where), meshWith({ workloads }))

  test('is one of those that the injector writes', () => {
    expect(given([till()])).toBe(name)
    expect(given([till()], { app: 'till' })).toBeUndefined()
    expect(given([till()], { app: 'till', [name]: 'till' })).toBe(name)
    expect(given([])).toBe(name)
  })

  test('is none where each pod that is selected has it in its template', () => {
    const own = till({ injected: { labels: {}, unknown: [] } })
    const { injected: _, ...plain } = own
    expect([given([own]), given([plain])]).toEqual([undefined, undefined])
    expect(given([own, till()])).toBe(name)
    expect(given([own, till({ namespace: 'bank' })], undefined, 'shop')).toBeUndefined()
    expect(given([own, till({ namespace: 'bank' })])).toBe(name)
    expect(given([own, till({ labels: { [name]: 'cart' } })])).toBeUndefined()
  })

  test('may be one that the input does not say', () => {
    const own = till({ injected: { labels: {}, unknown: [] } })
    const unsure = (unknown: readonly string[], labels: Labels = { app: 'cart' }) =>
      pods('cart', { labels, injected: { labels: {}, unknown } })
    expect(given([own, unsure([name])])).toBe(name)
    expect(given([own, unsure(['topology.istio.io/network', name])])).toBe(name)
    expect(given([own, unsure(['topology.istio.io/network'])])).toBeUndefined()
    expect(given([own, unsure([name], { app: 'cart', [name]: 'cart' })])).toBeUndefined()
    expect(given([own, pods('cart')])).toBeUndefined()
  })
})

describe('a machine that a policy may be attached to', () => {
  const vm = pods('vm', { address: '192.0.2.1', labels: { app: 'vm' } })
  const group = { name: 'group', namespace: 'shop', place: placeAt('group') }
  const said = (attachment: Attachment, parts: Parameters<typeof meshWith>[0] = { workloads: [pods('till'), vm] }) =>
    governedMachines({ attachment, place }, meshWith(parts)).map(({ place: at, related }) => [
      at?.path.join('.'),
      ...related.map((one) => `${one.place.path.join('.')}: ${one.message}`),
    ])

  test('is one with an address, by its namespace and its labels', () => {
    expect(said(shop)).toEqual([['policy.spec', 'vm: the policy may be attached to it']])
    expect(said({ scope: 'mesh' })).toHaveLength(1)
    expect(said(labelled({ app: 'vm' }, 'shop'))).toHaveLength(1)
    expect(said(labelled({ zone: 'a' }, 'shop'))).toHaveLength(1)
    expect(said(labelled({ app: 'till' }, 'shop'))).toEqual([])
    expect(said({ scope: 'namespace', namespace: 'bank' })).toEqual([])
    expect(said(targets)).toEqual([])
    expect(said(shop, { workloads: [pods('till')] })).toEqual([])
  })

  test('is any that a group registers', () => {
    expect(said(labelled({ app: 'till' }, 'shop'), { machineGroups: [group] })).toEqual([
      ['policy.spec', 'group: the policy may be attached to it'],
    ])
    expect(said({ scope: 'namespace', namespace: 'bank' }, { machineGroups: [group] })).toEqual([])
    expect(said(targets, { machineGroups: [group] })).toEqual([])
  })
})

describe('a pod without a sidecar that a policy selects', () => {
  const found = (attachment: Attachment, changes: Parameters<typeof pods>[1] = {}, parts: Partial<Omit<Mesh, 'settings'>> = {}) =>
    unmeshedSubjects(
      { attachment, place },
      factsOf(meshWith({ workloads: [pods('cart'), pods('till', { dataPlane: 'none', ...changes })], ...parts })),
    ).length === 1

  test('is one of those that Cilium selects', () => {
    expect([found(shop), found(labelled({ app: 'till' }, 'shop')), found(labelled({ app: 'till' }))]).toEqual([true, true, true])
    expect([found(labelled({ app: 'cart' }, 'shop')), found({ scope: 'namespace', namespace: 'bank' })]).toEqual([false, false])
    expect([found(shop, { address: '192.0.2.1' }), found(shop, { hostNetwork: true })]).toEqual([false, false])
    expect([found(shop, { dataPlane: 'unknown' }), found(shop, { dataPlane: 'ambient' })]).toEqual([false, false])
  })

  test('is none of a namespace that is known to be without sidecars, for the mesh', () => {
    const shopIs = (dataPlane: Mesh['namespaces'][number]['dataPlane']) => ({
      namespaces: [namespace('shop', { dataPlane, place: placeAt('namespace') })],
    })
    expect([found({ scope: 'mesh' }, {}, shopIs('none')), found({ scope: 'mesh' }, {}, shopIs('ambient'))]).toEqual([false, false])
    expect(found({ scope: 'mesh' }, {}, shopIs('sidecar'))).toBe(true)
  })

  test('is one of a namespace without its object, for the mesh', () => {
    expect(found({ scope: 'mesh' })).toBe(true)
    expect(
      found(
        { scope: 'mesh' },
        { namespace: 'istio-system' },
        { workloads: [pods('till', { dataPlane: 'none', namespace: 'istio-system' })] },
      ),
    ).toBe(false)
  })
})

describe('the labels of named clients', () => {
  const workloads = [
    pods('till'),
    pods('till-2', { serviceAccount: 'till' }),
    pods('cart'),
    pods('vm', { address: '192.0.2.1', serviceAccount: 'vm' }),
    pods('far', { namespace: 'bank', serviceAccount: 'far' }),
  ]
  const labels = (...matches: readonly IdentityMatch[]) => labelsOfNamed(meshWith({ workloads }), matches, 'shop')?.map(({ app }) => app)
  const account = (name: string, where = 'shop'): IdentityMatch => ({ by: 'service-account', namespace: where, name })
  const principal = (value: string, op: 'exact' | 'prefix' = 'exact'): IdentityMatch => ({ by: 'principal', match: { op, value } })

  test('are those of the pods with their accounts', () => {
    expect(labels(account('till'))).toEqual(['till', 'till-2'])
    expect(labels(principal('cluster.local/ns/shop/sa/cart'), account('till'))).toEqual(['till', 'till-2', 'cart'])
    expect(labels(account('till', 'bank'))).toEqual([])
    expect(labels()).toEqual([])
  })

  test('are not known where all pods may be meant, or some that the input lacks', () => {
    const unknown: readonly IdentityMatch[] = [
      { by: 'any' },
      { by: 'namespace', glob: 'shop' },
      { by: 'trust-domain', glob: 'cluster.local' },
      account('gone'),
      account('vm'),
      account('far'),
      principal('cluster.local/ns/shop/sa/till', 'prefix'),
      principal('cluster.local/ns/shop/sa/till/x'),
      principal('x/cluster.local/ns/shop/sa/till'),
      principal('spiffe'),
      { by: 'principal', match: { op: 'present' } },
      { by: 'service-account', namespace: 'shop', name: 'till', pattern: 'till|cart' },
    ]
    expect(unknown.filter((match) => labels(match) !== undefined)).toEqual([])
    expect(labels(account('till'), { by: 'namespace', glob: 'shop' })).toBeUndefined()
  })
})
