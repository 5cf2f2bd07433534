import { describe, expect, test } from 'vitest'
import { decideAtCiliumEgress, decideAtCiliumEndpoint, type EndpointPeerEnd, endOf } from '../../../src/decide/cilium/cilium-endpoint.ts'
import type { EndpointDirection, EndpointPeer } from '../../../src/model/endpoint-policy.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { PointDecision } from '../../../src/model/verdict.ts'
import { endpointPolicy, endpointRule, fromPods, label, toPort } from '../../resolve/network/endpoint-policies.ts'
import { meshWith, pods } from '../meshed.ts'
import { placeAt } from '../rules/seen.ts'

const till: EndpointPeerEnd = { kind: 'pod', namespace: 'shop', serviceAccount: 'till', labels: { app: 'till' } }
const cart = pods('cart', { ports: [{ name: 'web', port: 8080, protocol: 'TCP' }] })
const tills = [fromPods(label('app', 'till'))]
const carts = [fromPods(label('app', 'cart'))]
const entity = (name: Extract<EndpointPeer, { kind: 'entity' }>['entity']): EndpointPeer => ({
  kind: 'entity',
  entity: name,
  place: placeAt('entity'),
})

function line(point: PointDecision | undefined): string {
  if (point === undefined) return 'no policies'
  const { verdict, reason, because, needs } = point
  return `${verdict}: ${reason} [${because.map(({ path }) => path.join('.')).join(' ')}]${needs === undefined ? '' : ` needs ${needs}`}`
}

const ingress = (name: string, side: Partial<EndpointDirection>) => endpointPolicy(name, side)
const rule = endpointRule
const closing = ingress('closing', { defaultDeny: true })
/** A NetworkPolicy of Kubernetes that admits carts. */
const kubernetes = endpointPolicy('np', { defaultDeny: true, allow: [rule('n', { peers: carts })] })

// cc:pkg/policy/repository.go, mapstate.go
describe('what comes in at an endpoint', () => {
  const labels = 'the labels of the other end'
  const bank: EndpointPeerEnd = { kind: 'pod', namespace: 'shop' }

  test.each<[says: string, mesh: Partial<Mesh>, from: EndpointPeerEnd, decided: string]>([
    ['without policies nobody decides', {}, till, 'no policies'],
    [
      'a policy that closes nothing',
      { endpointPolicies: [ingress('a', { allow: [rule('r', { peers: carts })] })] },
      till,
      'allowed: no policy of Cilium denies it []',
    ],
    ['default-deny', { endpointPolicies: [closing] }, till, 'denied: no policy of Cilium allows it [closing]'],
    [
      'a rule that allows',
      { endpointPolicies: [closing, ingress('a', { allow: [rule('r', { peers: tills })] })] },
      till,
      'allowed: allowed by shop/a [r]',
    ],
    [
      'a rule for others',
      { endpointPolicies: [closing, ingress('a', { allow: [rule('r', { peers: carts })] })] },
      till,
      'denied: no policy of Cilium allows it [closing]',
    ],
    [
      'a rule for another port',
      { endpointPolicies: [closing, ingress('a', { allow: [rule('r', { traffic: [toPort(9090)] })] })] },
      till,
      'denied: no policy of Cilium allows it [closing]',
    ],
    [
      'a rule for the port by its name',
      { endpointPolicies: [closing, ingress('a', { allow: [rule('r', { traffic: [toPort('web')] })] })] },
      till,
      'allowed: allowed by shop/a [r]',
    ],
    [
      'a denial comes first',
      { endpointPolicies: [ingress('a', { allow: [rule('r')], deny: [rule('d', { peers: tills })] })] },
      till,
      'denied: denied by shop/a [d]',
    ],
    [
      'a denial without any default-deny',
      { endpointPolicies: [ingress('a', { deny: [rule('d')] })] },
      till,
      'denied: denied by shop/a [d]',
    ],
    [
      'a policy of the cluster',
      { endpointPolicies: [closing, endpointPolicy('all', { allow: [rule('r')] }, { namespace: '' })] },
      till,
      'allowed: allowed by all [r]',
    ],
    [
      'an allow that may be for it',
      { endpointPolicies: [closing, ingress('a', { allow: [rule('r', { peers: tills })] })] },
      bank,
      `undetermined: shop/a may allow [r] needs ${labels}`,
    ],
    [
      'a denial that may be for it',
      { endpointPolicies: [ingress('a', { deny: [rule('d', { peers: tills })] })] },
      bank,
      `undetermined: shop/a may deny [d] needs ${labels}`,
    ],
    [
      'an address that is not known',
      {
        endpointPolicies: [
          closing,
          ingress('a', { allow: [rule('r', { peers: [{ kind: 'range', cidr: '10.0.0.0/8', except: [], place: placeAt('range') }] })] }),
        ],
      },
      { kind: 'world' },
      'undetermined: shop/a may allow [r] needs the address of the other end',
    ],
    [
      'a condition beside a permission',
      { endpointPolicies: [closing, ingress('a', { allow: [rule('r', { unmodelled: [placeAt('l7')] })] })] },
      till,
      'undetermined: shop/a may allow [l7] needs what `l7` of Any shop/any does',
    ],
    [
      'binds other permissions',
      { endpointPolicies: [closing, ingress('a', { allow: [rule('s'), rule('r', { unmodelled: [placeAt('l7')] })] })] },
      till,
      'undetermined: shop/a may allow [l7] needs what `l7` of Any shop/any does',
    ],
    [
      'a peer that is not known',
      { endpointPolicies: [closing, ingress('a', { allow: [rule('r', { peers: [{ kind: 'unknown', place: placeAt('peer') }] })] })] },
      till,
      'undetermined: shop/a may allow [peer] needs what `peer` of Any shop/any does',
    ],
    [
      'a policy that may close',
      { endpointPolicies: [endpointPolicy('a', { defaultDeny: true }, { unmodelled: [placeAt('part')] })] },
      till,
      'undetermined: shop/a may close the pod [part] needs what `part` of Any shop/any does',
    ],
    [
      "Kubernetes' policies in the same pool",
      { endpointPolicies: [closing], kubernetesPolicies: [kubernetes] },
      { kind: 'pod', namespace: 'shop', labels: { app: 'cart' } },
      'allowed: allowed by shop/np [n]',
    ],
    [
      'close the pod, too',
      { endpointPolicies: [ingress('a', { allow: [rule('r', { peers: carts })] })], kubernetesPolicies: [kubernetes] },
      till,
      'denied: no policy of Cilium allows it [np]',
    ],
    [
      'and open nothing that is denied',
      { endpointPolicies: [ingress('a', { deny: [rule('d')] })], kubernetesPolicies: [kubernetes] },
      till,
      'denied: denied by shop/a [d]',
    ],
    [
      'and close nothing that is allowed',
      { endpointPolicies: [ingress('a', { allow: [rule('r')] })], kubernetesPolicies: [kubernetes] },
      till,
      'allowed: allowed by shop/a [r]',
    ],
    // cc:pkg/policy/repository.go AlwaysAllowLocalhost
    ['the own node always gets in', { endpointPolicies: [closing] }, { kind: 'host' }, "allowed: the pod's own node always gets in []"],
    ['unless it is denied', { endpointPolicies: [ingress('a', { deny: [rule('d')] })] }, { kind: 'host' }, 'denied: denied by shop/a [d]'],
    ['another node does not', { endpointPolicies: [closing] }, { kind: 'remote-node' }, 'denied: no policy of Cilium allows it [closing]'],
    [
      'a node that may be the own one',
      { endpointPolicies: [closing] },
      { kind: 'node' },
      "undetermined: the pod's own node and other nodes are told apart [closing] needs the nodes that pods run on",
    ],
    [
      'nodes of which each is allowed',
      { endpointPolicies: [closing, ingress('a', { allow: [rule('r', { peers: [entity('cluster')] })] })] },
      { kind: 'node' },
      'allowed: allowed by shop/a [r]',
    ],
  ])('%s', (_, mesh, from, decided) => expect(line(decideAtCiliumEndpoint(meshWith(mesh), cart, 8080, from))).toBe(decided))

  test('says where, what it saw, and how a refusal looks', () => {
    const at = (endpointPolicies: Mesh['endpointPolicies'], from: EndpointPeerEnd) =>
      decideAtCiliumEndpoint(meshWith({ endpointPolicies }), cart, 8080, from)!
    expect(at([closing], till)).toMatchObject({
      point: 'cilium endpoint',
      at: 'shop/cart',
      code: 'connection timed out',
      saw: { identity: 'pod shop/till', port: 8080 },
    })
    const open = [ingress('a', { allow: [rule('r')] })]
    expect(at(open, till)).not.toHaveProperty('code')
    const names: readonly EndpointPeerEnd[] = [
      { kind: 'pod', namespace: 'shop' },
      { kind: 'world' },
      { kind: 'world', ip: '192.0.2.7' },
      { kind: 'ingress' },
    ]
    expect(names.map((from) => at(open, from).saw.identity)).toEqual(['pod shop/*', 'world', 'world 192.0.2.7', 'ingress'])
  })

  test('goes by the transport', () => {
    const mesh = meshWith({ endpointPolicies: [closing, ingress('a', { allow: [rule('r', { traffic: [toPort(53, 'UDP')] })] })] })
    expect([
      decideAtCiliumEndpoint(mesh, cart, 53, till, { transport: 'UDP' })?.verdict,
      decideAtCiliumEndpoint(mesh, cart, 53, till)?.verdict,
    ]).toEqual(['allowed', 'denied'])
  })

  test('is not decided for machines outside the cluster', () => {
    expect(
      decideAtCiliumEndpoint(meshWith({ endpointPolicies: [closing] }), pods('vm', { address: '192.0.2.7' }), 8080, till),
    ).toBeUndefined()
  })
})

describe('what leaves a pod', () => {
  const leaving = (side: Partial<EndpointDirection>) =>
    meshWith({ endpointPolicies: [endpointPolicy('out', {}, { egress: { defaultDeny: true, allow: [], deny: [], ...side } })] })
  const toCarts = leaving({ allow: [rule('r', { peers: carts, traffic: [toPort('web')] })] })

  test.each<[says: string, mesh: Mesh, to: Parameters<typeof decideAtCiliumEgress>[3], decided: string]>([
    ['is closed', leaving({}), cart, 'denied: no policy of Cilium allows it [out]'],
    ['is allowed by the labels and the ports of the destination', toCarts, cart, 'allowed: allowed by shop/out [r]'],
    ['to no other pods', toCarts, pods('bank', { ports: cart.ports }), 'denied: no policy of Cilium allows it [out]'],
    [
      'by no name of a port that is not known',
      toCarts,
      { kind: 'pod', namespace: 'shop', labels: { app: 'cart' } },
      'denied: no policy of Cilium allows it [out]',
    ],
    ['to the own node as to no other', leaving({}), { kind: 'host' }, 'denied: no policy of Cilium allows it [out]'],
    [
      'to machines by their address',
      leaving({ allow: [rule('r', { peers: [entity('world')] })] }),
      pods('vm', { address: '192.0.2.7' }),
      'allowed: allowed by shop/out [r]',
    ],
    [
      'to pods of nodes as to nodes',
      leaving({ allow: [rule('r', { peers: [entity('host'), entity('remote-node')] })] }),
      pods('agent', { hostNetwork: true }),
      'allowed: allowed by shop/out [r]',
    ],
  ])('%s', (_, mesh, to, decided) => expect(line(decideAtCiliumEgress(mesh, pods('till'), 8080, to))).toBe(decided))

  test('is decided for pods that are not in the input', () => {
    const point = decideAtCiliumEgress(leaving({}), { kind: 'pod', namespace: 'shop' }, 8080, cart)
    expect(point).toMatchObject({ verdict: 'denied', at: 'a pod of shop' })
  })
})

test('workloads are known by their labels, their node or their address', () => {
  expect(endOf(pods('till'))).toEqual(till)
  expect(endOf(pods('till', { hostNetwork: true }))).toEqual({ kind: 'node' })
  expect(endOf(pods('till', { hostNetwork: true, address: '192.0.2.7' }))).toEqual({ kind: 'world', ip: '192.0.2.7' })
})
