import { describe, expect, test } from 'vitest'
import type {
  EndpointHttp,
  EndpointPattern,
  EndpointPeer,
  EndpointPolicy,
  EndpointRequirement,
  EndpointRule,
} from '../../../src/model/endpoint-policy.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { type EndpointIdentity, isAmong } from '../../../src/resolve/network/endpoint-identity.ts'
import { poolOf } from '../../../src/resolve/network/endpoint-pool.ts'
import { ingressEndpoint } from '../../../src/resolve/network/ingress-endpoint.ts'
import { permissionGroups } from '../../../src/resolve/network/permission-groups.ts'
import { isTaken, refusedIn, refusedPattern } from '../../../src/resolve/network/refused-pattern.ts'
import type { Truth } from '../../../src/resolve/truth.ts'
import { meshWith, pods, service } from '../../decide/meshed.ts'
import { placeAt } from '../../decide/rules/seen.ts'
import { endpointPolicy, endpointRule, fromPods, label, needs, toPort } from './endpoint-policies.ts'

const place = placeAt('peer')
const pattern = (text: string): EndpointPattern => ({ pattern: text, place: placeAt(text) }) as EndpointPattern
const asking = (part: Partial<EndpointHttp>): EndpointHttp => ({ headers: [], place, ...part }) as EndpointHttp
const everybody: EndpointPeer = { kind: 'entity', entity: 'all', place }
const world: EndpointPeer = { kind: 'entity', entity: 'world', place }

function groups(...rules: readonly EndpointRule[]): readonly string[] {
  return permissionGroups(rules.map((rule) => ({ rule }))).map(({ members, serverNames, http }) => {
    const names = members.map(
      ({ rule: { rule }, peer, traffic }) =>
        `${rule.place.path.join('.')}${peer === undefined ? '' : ` ${peer.kind}`}${traffic === undefined ? '' : ` ${traffic.kind}`}`,
    )
    return [
      names.join(' + '),
      ...(serverNames ?? []).map(({ pattern: text }) => `SNI ${text}`),
      ...(http === undefined ? [] : [`HTTP ${http.length}`]),
    ].join(', ')
  })
}

// measured: Cilium 1.20.2
describe('permissions are merged', () => {
  test('for one selector and one port', () => {
    const web = endpointRule('a', { peers: [fromPods(label('app', 'web'))], traffic: [toPort(80)] })
    expect(groups(web, { ...web, place: placeAt('b') })).toEqual(['a endpoints ports + b endpoints ports'])
    expect(groups(web, { ...web, place: placeAt('b'), traffic: [toPort(81)] })).toHaveLength(2)
    expect(groups(web, { ...web, place: placeAt('b'), peers: [fromPods(label('app', 'api'))] })).toHaveLength(2)
    expect(groups({ ...web, traffic: [toPort(80), toPort(81)] })).toEqual(['a endpoints ports', 'a endpoints ports'])
    const reversed = (...selector: readonly EndpointRequirement[]) => endpointRule('r', { peers: [fromPods(...selector)] })
    expect(groups(reversed(label('a', '1'), label('b', '2')), reversed(label('b', '2'), label('a', '1')))).toHaveLength(1)
  })

  test('for everybody, however that is written', () => {
    expect(groups(endpointRule('a'), endpointRule('b', { peers: [everybody] }))).toEqual(['a + b entity'])
    expect(groups(endpointRule('a'), endpointRule('b', { peers: [world] }))).toEqual(['a', 'b entity'])
    expect(groups(endpointRule('a', { peers: [world] }), endpointRule('b', { peers: [world] }))).toEqual(['a entity + b entity'])
    expect(groups(endpointRule('a', { traffic: [toPort(80)] }), endpointRule('b'))).toEqual(['a ports', 'b'])
  })

  test('with the names of servers of each, and with requests where all ask for some', () => {
    const names = endpointRule('a', { serverNames: [pattern('x')] })
    const get = endpointRule('b', { http: [asking({ method: pattern('GET') })] })
    const two = endpointRule('c', { http: [asking({}), asking({})] })
    expect(groups(names, get, two)).toEqual(['a + b + c, SNI x'])
    expect(groups(get, two)).toEqual(['b + c, HTTP 3'])
    expect(groups(get)).toEqual(['b, HTTP 1'])
    expect(groups(endpointRule('d', { http: [] }))).toEqual(['d, HTTP 0'])
  })
})

test('a pattern that Envoy may not take spoils the pods that it is asked of', () => {
  const large = pattern(`/${'a'.repeat(100)}.*`)
  const taken = (text: string, regexSize?: number) => isTaken(text, regexSize === undefined ? {} : { regexSize })
  expect([taken('/a.*'), taken(large.pattern), taken('(')]).toEqual([true, false, false])
  expect([taken(large.pattern, 300), taken(large.pattern, 60), taken('(', 300)]).toEqual([true, false, false])
  const rule = (part: Partial<EndpointHttp>) => endpointRule('r', { http: [asking({ path: pattern('/a') }), asking(part)] })
  const found = (one: EndpointRule) => refusedIn(one, {})?.pattern
  expect([{ path: large }, { method: large }, { host: large }].map((part) => found(rule(part)))).toEqual(Array(3).fill(large.pattern))
  expect([found(rule({})), found(endpointRule('r'))]).toEqual([undefined, undefined])
  const refused = (changes: Partial<EndpointPolicy>, name = 'till') =>
    refusedPattern(meshWith({ endpointPolicies: [endpointPolicy('p', {}, changes)] }), pods(name))?.pattern
  const side = { defaultDeny: true, allow: [endpointRule('x'), rule({ path: large })], deny: [] }
  expect([refused({ ingress: side }), refused({ egress: side }), refused({})]).toEqual([large.pattern, large.pattern, undefined])
  expect(refused({ ingress: side, subject: { kind: 'endpoints', selector: [label('app', 'cart')] } })).toBeUndefined()
})

test('a Service of a policy stands for the pods that it selects', () => {
  const services = [
    service('till', { namespace: 'bank', selector: { app: 'bank' } }),
    service('cart'),
    service('till'),
    service('bare', { selector: {} }),
  ]
  const among = (name: string, identity: EndpointIdentity, mesh: Partial<Omit<Mesh, 'settings'>> = { services }): Truth =>
    isAmong(meshWith(mesh), [{ kind: 'service', namespace: 'shop', name, place } as EndpointPeer], identity)
  const pod = (labels?: Record<string, string>, namespace = 'shop'): EndpointIdentity => ({
    kind: 'pod',
    namespace,
    ...(labels === undefined ? {} : { labels }),
  })
  expect([among('till', pod({ app: 'till' })), among('till', pod({ app: 'cart' })), among('till', pod())]).toEqual([true, false, 'unknown'])
  expect([among('till', pod({ app: 'till' }, 'bank')), among('till', { kind: 'world' }), among('gone', pod({ app: 'till' }))]).toEqual([
    false,
    false,
    'unknown',
  ])
  expect([among('bare', pod({ app: 'till' })), among('bare', { kind: 'host', apiServer: false })]).toEqual([false, false])
})

describe('denials alone leave what NetworkPolicies let in as it is', () => {
  const deny = endpointPolicy('deny', { deny: [endpointRule('d')] })
  const allow = endpointPolicy('allow', { allow: [endpointRule('a')] })
  const own = (...endpointPolicies: readonly EndpointPolicy[]) =>
    poolOf(
      meshWith({ endpointPolicies, kubernetesPolicies: [endpointPolicy('network', { defaultDeny: true })] }),
      pods('till'),
      'ingress',
    )?.policies.map(({ policy }) => policy.name)

  test('and permissions do not', () => {
    expect([own(deny), own(allow), own(deny, allow), own()]).toEqual([
      ['deny'],
      ['allow', 'network'],
      ['deny', 'allow', 'network'],
      undefined,
    ])
    expect(own(endpointPolicy('closed', { defaultDeny: true, deny: [endpointRule('d')] }))).toEqual(['closed', 'network'])
  })
})

test('the gateways of Cilium are endpoints by their entity alone', () => {
  const governed = (selector: readonly EndpointRequirement[], kind: 'endpoints' | 'nodes' = 'endpoints') =>
    poolOf(
      meshWith({ endpointPolicies: [endpointPolicy('p', { defaultDeny: true }, { subject: { kind, selector } })] }),
      ingressEndpoint,
      'ingress',
    ) !== undefined
  expect([governed([needs({ kind: 'namespace' }, 'In', 'shop')]), governed([]), governed([], 'nodes')]).toEqual([false, true, false])
})
