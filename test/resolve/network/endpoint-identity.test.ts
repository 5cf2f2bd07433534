import { describe, expect, test } from 'vitest'
import type { EndpointAttribute, EndpointPeer } from '../../../src/model/endpoint-policy.ts'
import { type EndpointIdentity, isAmong, selectorHolds } from '../../../src/resolve/network/endpoint-identity.ts'
import type { Truth } from '../../../src/resolve/truth.ts'
import { meshWith, namespace } from '../../decide/meshed.ts'
import { placeAt } from '../../decide/rules/seen.ts'
import { fromPods, label, needs } from './endpoint-policies.ts'

const place = placeAt('peer')
const mesh = meshWith({
  namespaces: [namespace('shop', { labels: { team: 'red' }, place: placeAt('shop') }), namespace('bank', { labels: { team: 'red' } })],
})

const till: EndpointIdentity = { kind: 'pod', namespace: 'shop', serviceAccount: 'till', labels: { app: 'till' } }
const stranger: EndpointIdentity = { kind: 'pod', namespace: 'bank' }
const outside: EndpointIdentity = { kind: 'world', ip: '192.0.2.7' }
const anywhere: EndpointIdentity = { kind: 'world' }
const gateway: EndpointIdentity = { kind: 'ingress' }
const host: EndpointIdentity = { kind: 'host' }
const node: EndpointIdentity = { kind: 'remote-node' }

// cc:pkg/policy/types/selector.go MatchesRequirement
describe('a requirement about', () => {
  const teams: EndpointAttribute = { kind: 'namespace-label', name: 'team' }
  const nameOfNamespace: EndpointAttribute = { kind: 'namespace-label', name: 'kubernetes.io/metadata.name' }
  const entity = (name: string): EndpointAttribute => ({ kind: 'entity', name })

  /** What holds of `In VALUE`; `Exists` where there is no value. */
  test.each<[says: string, attribute: EndpointAttribute, value: string | undefined, who: EndpointIdentity, holds: Truth]>([
    ['a label', { kind: 'label', name: 'app' }, 'till', till, true],
    ['another value of it', { kind: 'label', name: 'app' }, 'cart', till, false],
    ['a label that is not there', { kind: 'label', name: 'tier' }, undefined, till, false],
    ['what every object inherits', { kind: 'label', name: 'constructor' }, undefined, till, false],
    ['labels of pods that are not in the input', { kind: 'label', name: 'app' }, 'till', stranger, 'unknown'],
    ['a label that the injection of sidecars adds', { kind: 'label', name: 'service.istio.io/canonical-name' }, 'till', till, 'unknown'],
    ['a label that Istio adds', { kind: 'label', name: 'istio.io/rev' }, undefined, till, 'unknown'],
    ['a label that the Job controller adds', { kind: 'label', name: 'job-name' }, undefined, till, 'unknown'],
    ['its newer name', { kind: 'label', name: 'batch.kubernetes.io/job-name' }, undefined, till, 'unknown'],
    ['a name that only looks like it', { kind: 'label', name: 'old-job-name' }, undefined, till, false],
    ['one that goes on', { kind: 'label', name: 'job-name-x' }, undefined, till, false],
    ['one of another domain', { kind: 'label', name: 'notistio.io/rev' }, undefined, till, false],
    ['a label, of no pod', { kind: 'label', name: 'app' }, undefined, outside, false],
    ['the namespace', { kind: 'namespace' }, 'shop', till, true],
    ['another namespace', { kind: 'namespace' }, 'bank', till, false],
    ['the namespace, of no pod', { kind: 'namespace' }, undefined, gateway, false],
    ['the service account', { kind: 'service-account' }, 'till', till, true],
    ['a service account that is not known', { kind: 'service-account' }, 'till', stranger, 'unknown'],
    ['labels of the namespace', teams, 'red', till, true],
    ['other labels of it', { kind: 'namespace-label', name: 'tier' }, undefined, till, false],
    ['labels of a Namespace that is not in the input', teams, 'red', stranger, 'unknown'],
    ['labels of a namespace that nothing names', teams, 'red', { kind: 'pod', namespace: 'dev' }, 'unknown'],
    ['its name, which every namespace has', nameOfNamespace, 'bank', stranger, true],
    ['a label that nobody has', { kind: 'absent' }, undefined, till, false],
    ['a label that nothing is known of', { kind: 'unknown' }, undefined, till, 'unknown'],
    ['the mark of the world', entity('world'), '', outside, true],
    ['the mark of the world, of a pod', entity('world'), undefined, till, false],
    ['pods have no mark', entity('pod'), undefined, till, false],
    ['marks of address families', entity('world-ipv4'), undefined, outside, 'unknown'],
    ['of the other, too', entity('world-ipv6'), undefined, outside, 'unknown'],
    ['the mark of nodes, of the world', entity('host'), undefined, outside, false],
    ['the mark of the node', entity('host'), '', host, true],
    ['the mark of the node, of another', entity('host'), undefined, node, false],
    ['the API server may run on a node', entity('kube-apiserver'), undefined, host, 'unknown'],
    ['or on another', entity('kube-apiserver'), undefined, node, 'unknown'],
    ['but in no gateway', entity('kube-apiserver'), undefined, gateway, false],
    ['and not outside', entity('kube-apiserver'), undefined, outside, false],
  ])('%s', (_, attribute, value, who, holds) => {
    const yes = value === undefined ? needs(attribute, 'Exists') : needs(attribute, 'In', 'other', value)
    const no = value === undefined ? needs(attribute, 'DoesNotExist') : needs(attribute, 'NotIn', 'other', value)
    expect([selectorHolds(mesh, [yes], who), selectorHolds(mesh, [no], who)]).toEqual([holds, holds === 'unknown' ? 'unknown' : !holds])
  })

  test('each of several counts', () => {
    expect(selectorHolds(mesh, [], outside)).toBe(true)
    expect(selectorHolds(mesh, [label('app', 'till'), label('tier')], till)).toBe(false)
  })
})

describe('peers', () => {
  const entity = (name: Extract<EndpointPeer, { kind: 'entity' }>['entity']): EndpointPeer => ({ kind: 'entity', entity: name, place })
  const range = (cidr: string, ...except: string[]): EndpointPeer => ({ kind: 'range', cidr, except, place })

  test.each<[says: string, peers: readonly EndpointPeer[] | undefined, who: EndpointIdentity, holds: Truth]>([
    ['that are not named are everybody', undefined, outside, true],
    ['of an empty list are nobody', [], till, false],
    ['are any of several', [fromPods(label('app', 'cart')), fromPods(label('app', 'till'))], till, true],
    ['may be anybody', [{ kind: 'unknown', place }], till, 'unknown'],
    ['are all', [entity('all')], outside, true],
    ['are in the cluster', [entity('cluster')], node, true],
    ['are pods in the cluster', [entity('cluster')], till, true],
    ['are not in the cluster', [entity('cluster')], outside, false],
    ['are the world', [entity('world')], anywhere, true],
    ['are not the world', [entity('world')], till, false],
    ['are the node', [entity('host')], host, true],
    ['are another node', [entity('host')], node, false],
    ['are gateways', [entity('ingress')], gateway, true],
    ['may be the API server', [entity('kube-apiserver')], host, 'unknown'],
    ['may be the API server elsewhere', [entity('kube-apiserver')], node, 'unknown'],
    ['are no API server', [entity('kube-apiserver')], till, false],
    ['are none', [entity('none')], till, false],
    // cc:pkg/policy/types/selector.go CIDRSelector
    ['are in a range', [range('192.0.2.0/24')], outside, true],
    ['are in another range', [range('198.51.100.0/24')], outside, false],
    ['are excepted from a range', [range('192.0.2.0/24', '192.0.2.128/25', '192.0.2.0/28')], outside, false],
    ['are not those that are excepted', [range('192.0.2.0/24', '192.0.2.128/25')], outside, true],
    ['may be in a range', [range('0.0.0.0/0')], anywhere, 'unknown'],
    ['are no pods, whatever the range', [range('0.0.0.0/0')], till, false],
    ['are no nodes, whatever the range', [range('0.0.0.0/0')], node, false],
    ['are in no range that is none', [range('192.0.2')], outside, false],
  ])('%s', (_, peers, who, holds) => expect(isAmong(mesh, peers, who)).toBe(holds))
})
