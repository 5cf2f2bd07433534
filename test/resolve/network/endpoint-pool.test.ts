import { describe, expect, test } from 'vitest'
import type { EndpointPolicy, EndpointTraffic } from '../../../src/model/endpoint-policy.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { type EndpointFlow, matchingRules, poolOf } from '../../../src/resolve/network/endpoint-pool.ts'
import type { Truth } from '../../../src/resolve/truth.ts'
import { meshWith, pods } from '../../decide/meshed.ts'
import { placeAt } from '../../decide/rules/seen.ts'
import { endpointPolicy, endpointRule, fromPods, label, needs, toPort } from './endpoint-policies.ts'

const till = pods('till')
const open = { allow: [endpointRule('open')] }

type Unread = Mesh['unread'][number]
const unread = (kinds: readonly string[] | 'any', namespaces?: readonly string[]): Unread =>
  ({ what: 'a file', reach: { kinds, ...(namespaces === undefined ? {} : { namespaces }) } }) as unknown as Unread

/** The names of the policies in the pool of pods `shop/till`, with a question mark where it is not known whether they apply. */
function pool(mesh: Partial<Mesh>, pod: Parameters<typeof poolOf>[1] = till, direction: 'ingress' | 'egress' = 'ingress'): string {
  const found = poolOf(meshWith(mesh), pod, direction)
  if (found === undefined) return 'none'
  const own = found.policies.map(({ policy, applies }) => `${policy.name}${applies === true ? '' : '?'}`)
  return [...own, ...found.unread.map(() => 'unread')].join(' ')
}

// cc:pkg/policy/repository.go
describe('the pool of a pod has', () => {
  const ofNodes: EndpointPolicy['subject'] = { kind: 'nodes', selector: [] }
  const closed = endpointPolicy('closed', { defaultDeny: true })

  test('policies that govern it', () => {
    expect(pool({})).toBe('none')
    expect(pool({ endpointPolicies: [endpointPolicy('a', open), closed, endpointPolicy('d', { deny: [endpointRule('d')] })] })).toBe(
      'a closed d',
    )
    expect(
      pool({ endpointPolicies: [endpointPolicy('a', open, { subject: { kind: 'endpoints', selector: [label('app', 'cart')] } })] }),
    ).toBe('none')
    expect(
      pool({ endpointPolicies: [endpointPolicy('a', open, { subject: { kind: 'endpoints', selector: [label('app', 'till')] } })] }),
    ).toBe('a')
    expect(pool({ endpointPolicies: [endpointPolicy('a', open, { subject: ofNodes })] })).toBe('none')
  })

  test('no policies that say nothing of the direction', () => {
    expect(pool({ endpointPolicies: [endpointPolicy('a', {})] })).toBe('none')
    expect(pool({ endpointPolicies: [endpointPolicy('a', open)] }, till, 'egress')).toBe('none')
    const leaving = endpointPolicy('a', {}, { egress: { defaultDeny: true, allow: [], deny: [] } })
    expect([pool({ endpointPolicies: [leaving] }, till, 'egress'), pool({ endpointPolicies: [leaving] })]).toEqual(['a', 'none'])
  })

  test('none that the agent refuses', () => {
    expect(pool({ endpointPolicies: [endpointPolicy('a', open, { refused: placeAt('refused') })] })).toBe('none')
  })

  test('policies of which it is not known whether they apply', () => {
    expect(pool({ endpointPolicies: [endpointPolicy('a', open, { unmodelled: [placeAt('part')] })] })).toBe('a?')
    const selected = endpointPolicy('a', open, { subject: { kind: 'endpoints', selector: [label('app', 'till')] } })
    expect(pool({ endpointPolicies: [selected] }, { namespace: 'shop', hostNetwork: false })).toBe('a?')
    expect(pool({ endpointPolicies: [selected] }, { namespace: 'shop', labels: { app: 'till' }, hostNetwork: false })).toBe('a')
    const account = endpointPolicy('a', open, {
      subject: { kind: 'endpoints', selector: [needs({ kind: 'service-account' }, 'In', 'till')] },
    })
    expect(pool({ endpointPolicies: [account] }, { namespace: 'shop', serviceAccount: 'till', hostNetwork: false })).toBe('a')
    expect(pool({ endpointPolicies: [account] }, { namespace: 'shop', hostNetwork: false })).toBe('a?')
  })

  test('for host-network pods those of nodes, if the cluster enforces them at all', () => {
    const host = pods('agent', { hostNetwork: true })
    expect(pool({ endpointPolicies: [endpointPolicy('a', open)] }, host)).toBe('none')
    const other = { kubernetesPolicies: [endpointPolicy('np', { defaultDeny: true })], unread: [unread(['CiliumNetworkPolicy'])] }
    expect(pool({ endpointPolicies: [endpointPolicy('a', open, { subject: ofNodes })], ...other }, host)).toBe('a?')
  })

  test("Kubernetes' own policies beside those of Cilium, and none where Cilium has none", () => {
    const beside = (changes: Partial<EndpointPolicy>, pod: Parameters<typeof poolOf>[1] = till) =>
      pool({ endpointPolicies: [closed], kubernetesPolicies: [endpointPolicy('np', { defaultDeny: true }, changes)] }, pod)
    const carts: Partial<EndpointPolicy> = { subject: { kind: 'endpoints', selector: [label('app', 'cart')] } }
    expect(beside({})).toBe('closed np')
    expect(pool({ kubernetesPolicies: [endpointPolicy('np', { defaultDeny: true })] })).toBe('none')
    expect(beside(carts)).toBe('closed')
    expect(beside(carts, { namespace: 'shop', hostNetwork: false })).toBe('closed np?')
  })
})

/** Rules of one policy that a connection to port 8080 from `shop/till` meets. */
const flow: EndpointFlow = {
  peer: { kind: 'pod', namespace: 'shop', labels: { app: 'till' } },
  port: 8080,
  transport: 'TCP',
  named: [
    { name: 'web', port: 8080, protocol: 'TCP' },
    { name: 'dns', port: 8080, protocol: 'UDP' },
    { name: 'admin', port: 9090, protocol: 'TCP' },
  ],
}

describe('a rule carries', () => {
  const icmp = (family: 'IPv4' | 'IPv6', type: number | string): EndpointTraffic => ({ kind: 'icmp', family, type, place: placeAt('icmp') })
  const range = (from: number, to: number, transport: 'any' | 'TCP' = 'TCP'): EndpointTraffic => ({
    kind: 'ports',
    transport,
    port: { from, to },
    place: placeAt('ports'),
  })
  const truthOf = (traffic: readonly EndpointTraffic[] | undefined, changes: Partial<EndpointFlow> = {}): Truth => {
    const mesh = meshWith({
      endpointPolicies: [endpointPolicy('a', { allow: [endpointRule('r', traffic === undefined ? {} : { traffic })] })],
    })
    const [match] = matchingRules(mesh, poolOf(mesh, till, 'ingress')!, 'allow', { ...flow, ...changes })
    return match?.truth ?? false
  }
  const ping = { transport: 'ping' } as const

  test.each<[says: string, traffic: readonly EndpointTraffic[] | undefined, changes: Partial<EndpointFlow>, truth: Truth]>([
    ['everything', undefined, {}, true],
    ['nothing', [], {}, false],
    ['its port', [toPort(9090), toPort(8080)], {}, true],
    ['another port', [toPort(9090)], {}, false],
    ['the first port of a range', [range(8080, 8090)], {}, true],
    ['the last port of a range', [range(8000, 8080)], {}, true],
    ['a port above a range', [range(8000, 8079)], {}, false],
    ['a port below a range', [range(8081, 8090)], {}, false],
    ['another transport', [toPort(8080, 'UDP')], {}, false],
    ['any transport', [toPort(8080, 'any')], { transport: 'SCTP' }, true],
    ['a port by its name', [toPort('web')], {}, true],
    ['a name of another port', [toPort('admin')], {}, false],
    ['a name of another transport', [toPort('dns', 'any')], {}, false],
    ['a name that the pod does not have', [toPort('metrics')], {}, false],
    ['an echo request', [icmp('IPv4', 8)], ping, true],
    ['an echo request by its name', [icmp('IPv4', 'EchoRequest')], ping, true],
    ['another message', [icmp('IPv4', 0)], ping, false],
    ['the same of IPv6', [icmp('IPv6', 8)], ping, false],
    ['an echo request is no connection', [icmp('IPv4', 8)], {}, false],
    ['every port takes in no ICMP', [range(0, 65_535, 'any')], ping, false],
    ['a port does not', [range(80, 80, 'any')], ping, false],
    ['every port of TCP does not', [range(0, 65_535)], ping, false],
    ['a name does not', [toPort('web', 'any')], ping, false],
  ])('%s', (_, traffic, changes, truth) => expect(truthOf(traffic, changes)).toBe(truth))
})

test('a rule matches its peers, as far as all of it is known', () => {
  const rules = (changes: Parameters<typeof endpointRule>[1], policy: Partial<EndpointPolicy> = {}): string => {
    const rule = endpointRule('r', changes)
    const mesh = meshWith({ endpointPolicies: [endpointPolicy('a', { allow: [rule], deny: [] }, policy)] })
    const own = poolOf(mesh, till, 'ingress')!
    expect(matchingRules(mesh, own, 'deny', flow)).toEqual([])
    return matchingRules(mesh, own, 'allow', flow)
      .map(({ truth }) => String(truth))
      .join()
  }
  expect(rules({ peers: [fromPods(label('app', 'till'))] })).toBe('true')
  expect(rules({ peers: [fromPods(label('app', 'cart'))] })).toBe('')
  expect(rules({ unmodelled: [placeAt('part')] })).toBe('unknown')
  expect(rules({}, { unmodelled: [placeAt('part')] })).toBe('unknown')
})
