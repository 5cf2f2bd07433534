import { describe, expect, test } from 'vitest'
import type { Attachment } from '../../../../src/model/authorization.ts'
import type { Mesh } from '../../../../src/model/mesh.ts'
import type { IdentityMatch } from '../../../../src/model/predicate.ts'
import type { Labels } from '../../../../src/model/workload.ts'
import { anonymousClientProblems, anonymousClients } from '../../../../translators/cilium/authorization/anonymous-clients.ts'
import { meshWith, namespace, peerAuthentication, pods, service, servicePort } from '../../../decide/meshed.ts'
import { clause, policy, rule } from '../../../decide/rules/policies.ts'
import { atom, placeAt } from '../../../decide/rules/seen.ts'
import { entry } from '../../../resolve/entry.ts'

const place = placeAt('p')
const shop: Attachment = { scope: 'namespace', namespace: 'shop' }
const ofTill: Attachment = { scope: 'workloads', namespace: 'shop', labels: { app: 'till' }, place }
const plaintext = [peerAuthentication('p', 'disable')]
const till = service('till', { ports: [servicePort(80, { targetPort: 8080 })] })
const base = { namespaces: [namespace('shop'), namespace('bank')], services: [till], workloads: [pods('till')] }

type Parts = Partial<Omit<Mesh, 'settings'>> & { readonly settings?: Partial<Mesh['settings']> }

/** What is said of clients that a policy names, with why. */
function said(
  parts: Parts,
  {
    attachment = ofTill,
    names = ['bank'],
    labels,
  }: { attachment?: Attachment; names?: readonly string[]; labels?: readonly Labels[] } = {},
) {
  const mesh = meshWith({ ...base, ...parts })
  const found = anonymousClients(
    mesh,
    attachment,
    (name) => names.includes(name),
    placeAt('identity'),
    () => labels,
  )
  return found.map(({ message, place: at, related }) => {
    expect([at?.path.join('.'), ...related.map((one) => one.message)]).toEqual(['identity', 'this is why'])
    return `${message} (${related[0]?.place.path.join('.')})`
  })
}

describe('clients in plaintext', () => {
  test('are said once for each namespace that is named and may have sidecars', () => {
    expect(said({})).toEqual([])
    expect(said({ peerAuthentication: plaintext })).toEqual([
      expect.stringMatching(/`bank`.*`till`.*is DISABLE for its whole namespace.*\(p\)$/),
    ])
    expect(said({ peerAuthentication: plaintext }, { names: ['bank', 'shop'] })).toHaveLength(2)
    expect(said({ peerAuthentication: plaintext }, { names: ['desk'] })).toEqual([])
    const namespaces = [namespace('bank', { dataPlane: 'none' }), namespace('desk', { dataPlane: 'unknown' })]
    expect(said({ peerAuthentication: plaintext, namespaces }, { names: ['bank', 'desk'] })).toEqual([expect.stringContaining('`desk`')])
    expect(said({ peerAuthentication: plaintext, services: [till, service('till-2', { selector: { app: 'till' } })] })).toHaveLength(1)
  })

  test('are at Services with pods of the policy, or with pods that the input lacks', () => {
    const at = (parts: Parts, attachment?: Attachment) =>
      said({ peerAuthentication: plaintext, ...parts }, attachment === undefined ? {} : { attachment }).length
    expect([at({}, shop), at({}, { scope: 'mesh' }), at({}, { scope: 'namespace', namespace: 'bank' })]).toEqual([1, 1, 0])
    expect(at({ services: [service('cart')], workloads: [pods('cart')] })).toBe(0)
    expect(at({ services: [service('cart', { selector: { zone: 'a' } })], workloads: [] })).toBe(1)
    expect(at({ services: [service('cart', { selector: { zone: 'a' } })], workloads: [pods('cart', { labels: { zone: 'a' } })] })).toBe(0)
    const { selector: _, ...bare } = till
    expect(at({ services: [bare], workloads: [] })).toBe(1)
  })

  test('are at ServiceEntries with pods of the policy', () => {
    const at = (changes: Parameters<typeof entry>[0], workloads = [pods('till')]) =>
      said({ services: [], workloads, externalHosts: [entry({ location: 'external', ...changes })] }).length
    expect(at({ workloadSelector: { app: 'till' } })).toBe(1)
    expect(at({})).toBe(0)
    expect(at({ workloadSelector: { app: 'cart' } })).toBe(0)
    expect(at({ workloadSelector: { zone: 'a' } })).toBe(1)
    expect(at({ workloadSelector: { zone: 'a' } }, [pods('cart', { labels: { zone: 'a' } })])).toBe(0)
  })

  test('are those of named accounts where a Sidecar tells them apart', () => {
    const egress = [
      { name: 's', namespace: 'bank', labels: { app: 'x' }, hosts: [], listeners: [], boundEgress: [], place: placeAt('sidecar') },
    ]
    expect([
      said({ egress }).length,
      said({ egress }, { labels: [{ app: 'x' }] }).length,
      said({ egress }, { labels: [{ app: 'y' }] }).length,
    ]).toEqual([1, 1, 0])
  })
})

describe('clients past their sidecars', () => {
  const excluding = (ports: string, changes: Parameters<typeof pods>[1] = {}) =>
    pods('past', { namespace: 'bank', annotations: { 'traffic.sidecar.istio.io/excludeOutboundPorts': ports }, ...changes })
  const past = (...others: readonly ReturnType<typeof pods>[]) => said({ workloads: [pods('till'), ...others] })

  test('are single pods that exclude a port of the Service or of its pods', () => {
    expect(past(excluding('80'))).toEqual([expect.stringMatching(/Deployment bank\/past.*`till`/)])
    expect([past(excluding('8080')).length, past(excluding('81')).length, past(excluding('')).length]).toEqual([1, 0, 0])
    expect(past(excluding('80', { namespace: 'desk' }))).toEqual([])
    expect(past(excluding('80', { dataPlane: 'none' }))).toEqual([])
    expect(past(excluding('80', { gateway: true }))).toEqual([])
    expect(past(excluding('80'), excluding('80', { name: 'second' }))).toHaveLength(2)
  })

  test('are those of the labels that are named', () => {
    const own = excluding('80')
    const parts = { workloads: [pods('till'), own] }
    expect([
      said(parts, { labels: [own.labels] }).length,
      said(parts, { labels: [{ app: 'other' }] }).length,
      said(parts, { labels: [] }).length,
    ]).toEqual([1, 0, 0])
  })

  test('are all pods by a setting of the mesh', () => {
    const capture = { excludeOutboundPorts: { value: '80', place: placeAt('mesh') } }
    expect(said({ settings: { capture } })).toEqual([expect.stringMatching(/`every pod` to `till`.*\(mesh\)$/)])
    expect(said({ settings: { capture: { excludeOutboundPorts: { value: '81', place: placeAt('mesh') } } } })).toEqual([])
  })

  test('are no pods without interception at their own Service', () => {
    const annotations = { 'sidecar.istio.io/interceptionMode': 'NONE' }
    const asked = (names: readonly string[]) =>
      said({ workloads: [pods('till', { annotations }), pods('past', { namespace: 'bank', annotations })] }, { names }).length
    expect([asked(['shop']), asked(['bank']), asked(['desk'])]).toEqual([0, 1, 0])
  })
})

describe('a policy', () => {
  const asks = (...matches: readonly IdentityMatch[]) => {
    const rules = matches.map((match) => rule('r', clause('source', atom({ kind: 'identity', match }))))
    const mesh = meshWith({ ...base, peerAuthentication: plaintext })
    return anonymousClientProblems(policy('p', 'allow', rules, { attachment: ofTill }), mesh).length
  }

  test('has such clients where it names them', () => {
    expect(asks()).toBe(0)
    expect([asks({ by: 'any' }), asks({ by: 'namespace', glob: 'bank' }), asks({ by: 'namespace', glob: 'desk' })]).toEqual([2, 1, 0])
    expect(asks({ by: 'namespace', glob: 'desk' }, { by: 'namespace', glob: 'bank' })).toBe(1)
    const others = policy('p', 'allow', [rule('r', clause('operation', atom({ kind: 'destination-port', port: 80, of: 'container' })))])
    expect(anonymousClientProblems({ ...others, attachment: ofTill }, meshWith({ ...base, peerAuthentication: plaintext }))).toEqual([])
  })

  test('has none where the pods of the account that it names keep their identity', () => {
    const egress = [
      { name: 's', namespace: 'bank', labels: { app: 'x' }, hosts: [], listeners: [], boundEgress: [], place: placeAt('sidecar') },
    ]
    const workloads = [pods('till'), pods('x', { namespace: 'bank' }), pods('y', { namespace: 'bank' })]
    const of = (name: string) => {
      const match: IdentityMatch = { by: 'service-account', namespace: 'bank', name }
      const rules = [rule('r', clause('source', atom({ kind: 'identity', match })))]
      return anonymousClientProblems(policy('p', 'allow', rules, { attachment: ofTill }), meshWith({ ...base, workloads, egress })).length
    }
    expect([of('x'), of('y'), of('gone')]).toEqual([1, 0, 1])
  })
})
