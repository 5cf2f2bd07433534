import { describe, expect, test } from 'vitest'
import type { Attachment, AuthorizationPolicy, PolicyTarget } from '../../../src/model/authorization.ts'
import type { EdgeGateway } from '../../../src/model/gateway.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { Labels, Workload } from '../../../src/model/workload.ts'
import { policiesAtAbsentGateway, policiesAtGateway } from '../../../src/resolve/attach/gateway-policies.ts'
import { policyText } from '../../../src/resolve/attach/policy-text.ts'
import { meshWith, pods } from '../../decide/meshed.ts'
import { policy } from '../../decide/rules/policies.ts'
import { placeAt } from '../../decide/rules/seen.ts'
import { believing, issuer } from '../../decide/rules/tokens.ts'

const place = placeAt('edge')
const edge: Labels = { istio: 'edge' }

/** Gateway `shop/edge` for pods with the labels. */
const gateway = (selector: Labels = edge): EdgeGateway => ({ api: 'istio', name: 'edge', namespace: 'shop', selector, servers: [], place })
const byController: EdgeGateway = { api: 'gateway-api', name: 'edge', namespace: 'shop', servers: [], place }
const controllersLabels = { 'gateway.networking.k8s.io/gateway-name': 'edge' }

const inNamespace = (namespace: string): Attachment => ({ scope: 'namespace', namespace })
const withLabels = (labels: Labels, namespace?: string): Attachment => ({
  scope: 'workloads',
  labels,
  place,
  ...(namespace === undefined ? {} : { namespace }),
})
const targeting = (name: string, kind: PolicyTarget['kind'] = 'Gateway', namespace = 'shop'): Attachment => ({
  scope: 'targets',
  namespace,
  targets: [
    { kind: 'Service', name: 'other', place },
    { kind, name, place },
  ],
})

/** Each policy by itself: the names of those that count, or undefined where the pods are there. */
function counting(
  attachments: Readonly<Record<string, Attachment>>,
  { gateways = [gateway()], workloads = [] }: Partial<Pick<Mesh, 'gateways' | 'workloads'>> = {},
  ask: typeof policiesAtGateway | typeof policiesAtAbsentGateway = policiesAtAbsentGateway,
): readonly string[] | undefined {
  const policies = Object.entries(attachments).map(([name, attachment]) => policy(name, 'allow', [], { attachment, provider: name }))
  const text = ask(meshWith({ gateways, workloads, authorization: policies }), 'shop/edge')
  return text === undefined ? undefined : policies.filter((one) => text.split('\n').includes(policyText(one))).map(({ name }) => name)
}

const other = pods('till')
const own = (changes: Partial<Workload> = {}) => pods('edge', { labels: { ...edge, app: 'edge' }, gateway: true, ...changes })

describe('at a gateway whose pods the input lacks', () => {
  test('whole-mesh policies count, and those that name it', () => {
    const attachments = {
      mesh: { scope: 'mesh' },
      named: targeting('edge'),
      another: targeting('gate'),
      service: targeting('edge', 'Service'),
      elsewhere: targeting('edge', 'Gateway', 'bank'),
    } as const
    expect(counting(attachments)).toEqual(['mesh', 'named'])
    expect(counting(attachments, { gateways: [] })).toEqual(['mesh', 'named'])
    expect(counting(attachments, { gateways: [byController] })).toEqual(['mesh', 'named'])
  })

  test('those of a namespace count where its pods may be', () => {
    const attachments = { shop: inNamespace('shop'), bank: inNamespace('bank') }
    expect(counting(attachments)).toEqual(['shop', 'bank'])
    expect(counting(attachments, { workloads: [other] })).toEqual(['bank'])
    expect(counting(attachments, { gateways: [byController] })).toEqual(['shop'])
    expect(counting(attachments, { gateways: [byController], workloads: [other] })).toEqual(['shop'])
  })

  test('those for labels count where nothing speaks against it', () => {
    const attachments = {
      exact: withLabels(edge),
      more: withLabels({ ...edge, app: 'any' }),
      unlike: withLabels({ istio: 'other' }),
      half: withLabels({ istio: 'other', app: 'any' }),
      local: withLabels(edge, 'bank'),
      here: withLabels(edge, 'shop'),
    }
    expect(counting(attachments)).toEqual(['exact', 'more', 'local', 'here'])
    expect(counting(attachments, { workloads: [other] })).toEqual(['exact', 'more', 'local'])
    expect(counting({ any: withLabels({ app: 'any' }), till: withLabels({ app: 'till' }) }, { workloads: [other] })).toEqual(['any'])
    expect(counting(attachments, { gateways: [byController] })).toEqual(['exact', 'more', 'unlike', 'half', 'here'])
    expect(
      counting({ named: withLabels(controllersLabels), gate: withLabels({ ...controllersLabels, ...edge }) }, { gateways: [byController] }),
    ).toEqual(['named', 'gate'])
  })

  test('nothing is said where its pods are there', () => {
    expect(counting({}, { workloads: [other, own()] })).toBeUndefined()
    expect(counting({}, { workloads: [own({ namespace: 'bank' })] })).toBeUndefined()
    expect(counting({}, { workloads: [own({ labels: { app: 'edge' } })] })).toEqual([])
    const made = own({ labels: controllersLabels })
    expect(counting({}, { gateways: [byController], workloads: [made] })).toBeUndefined()
    expect(counting({}, { gateways: [byController], workloads: [{ ...made, namespace: 'bank' }] })).toEqual([])
  })

  test('policies that nothing enforces do not count, and checks of tokens do', () => {
    const at = (parts: Partial<Omit<Mesh, 'settings'>>) =>
      policiesAtAbsentGateway(meshWith({ gateways: [gateway()], ...parts }), 'shop/edge')
    const attachment: Attachment = { scope: 'mesh' }
    const trying: readonly AuthorizationPolicy[] = [
      policy('dry', 'deny', [], { attachment, dryRun: true }),
      policy('audit', 'audit', [], { attachment }),
    ]
    expect(at({ authorization: trying })).toBe('')
    const tokens = { ...believing(issuer('a')), attachment }
    const deny = policy('deny', 'deny', [], { attachment })
    const both = [policyText(tokens), policyText(deny)].sort().join('\n')
    expect(at({ authorization: [deny, { ...deny, name: 'again' }], requestAuthentication: [tokens] })).toBe(both)
  })

  test('gateways for the same pods are told apart by the policies that name them', () => {
    const gateways = ['edge', 'gate', 'more'].map((name) => ({ ...gateway(), name }))
    const mesh = meshWith({
      gateways,
      authorization: [
        policy('p', 'deny', [], { attachment: targeting('gate') }),
        policy('m', 'deny', [], { attachment: { scope: 'mesh' } }),
      ],
    })
    const lines = gateways.map(({ name }) => policiesAtAbsentGateway(mesh, `shop/${name}`)?.split('\n').length)
    expect(lines).toEqual([1, 2, 1])
    const apart = meshWith({ gateways: [gateway(), { ...gateway({ istio: 'gate' }), name: 'gate' }], workloads: [own()] })
    expect(['edge', 'gate'].map((name) => policiesAtAbsentGateway(apart, `shop/${name}`))).toEqual([undefined, ''])
    const byTokens = meshWith({ gateways, requestAuthentication: [{ ...believing(issuer('a')), attachment: targeting('more') }] })
    expect(gateways.map(({ name }) => policiesAtAbsentGateway(byTokens, `shop/${name}`) !== '')).toEqual([false, false, true])
  })
})

describe('at a gateway', () => {
  test('the policies of its pods count where they are there', () => {
    const attachments = {
      mesh: { scope: 'mesh' },
      shop: inNamespace('shop'),
      bank: inNamespace('bank'),
      labels: withLabels(edge),
      unlike: withLabels({ istio: 'other' }),
      named: targeting('edge'),
      another: targeting('gate'),
      service: targeting('edge', 'Service'),
      elsewhere: targeting('edge', 'Gateway', 'bank'),
    } as const
    expect(counting(attachments, { workloads: [other, own()] }, policiesAtGateway)).toEqual(['mesh', 'shop', 'labels', 'named'])
    expect(counting(attachments, { workloads: [own({ namespace: 'bank' })] }, policiesAtGateway)).toEqual([
      'mesh',
      'bank',
      'labels',
      'named',
    ])
    expect(counting(attachments, { workloads: [other] }, policiesAtGateway)).toEqual(['mesh', 'bank', 'labels', 'named'])
  })

  test('those that nothing enforces do not count there', () => {
    const attachment: Attachment = { scope: 'mesh' }
    const at = (...authorization: readonly AuthorizationPolicy[]) =>
      policiesAtGateway(meshWith({ gateways: [gateway()], workloads: [own()], authorization }), 'shop/edge')
    const deny = policy('deny', 'deny', [], { attachment })
    expect(at(policy('dry', 'deny', [], { attachment, dryRun: true }), policy('audit', 'audit', [], { attachment }))).toBe('')
    expect(at(deny, { ...deny, name: 'again' })).toBe(policyText(deny))
    const allow = policy('allow', 'allow', [], { attachment })
    expect(at(deny, allow)).toBe([policyText(deny), policyText(allow)].sort().join('\n'))
    expect(at(deny, allow)).toBe(at(allow, deny))
    const tokens = { ...believing(issuer('a')), attachment }
    const mesh = meshWith({ gateways: [gateway()], workloads: [own()], requestAuthentication: [tokens] })
    expect(policiesAtGateway(mesh, 'shop/edge')).toBe(policyText(tokens))
  })
})
