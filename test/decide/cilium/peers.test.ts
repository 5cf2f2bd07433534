import { describe, expect, test } from 'vitest'
import { decideAtCiliumEgress, decideAtCiliumEndpoint, type EndpointPeerEnd } from '../../../src/decide/cilium/cilium-endpoint.ts'
import { findWorkload } from '../../../src/resolve/services.ts'
import { readManifests } from '../../../src/translate.ts'
import { document } from '../documents.ts'

const till = document(
  'v1',
  'Pod',
  { name: 'till', namespace: 'shop', labels: { app: 'till' } },
  {
    containers: [{ name: 'c', ports: [{ name: 'pay', containerPort: 7000 }] }],
  },
)

const policy = (spec: object): object =>
  document('cilium.io/v2', 'CiliumNetworkPolicy', { name: 'guard', namespace: 'shop' }, { endpointSelector: {}, ...spec })

const group = document('cilium.io/v2', 'CiliumCIDRGroup', { name: 'partners' }, { externalCIDRs: ['192.0.2.0/24', '2001:db8::/32'] })

const meshOf = (...objects: object[]) =>
  readManifests([{ path: 'mesh.yaml', text: [till, ...objects].map((object) => JSON.stringify(object)).join('\n---\n') }]).mesh

/** What comes in on port 7000. */
function into(objects: readonly object[], end: EndpointPeerEnd, port = 7000): string | undefined {
  const mesh = meshOf(...objects)
  return decideAtCiliumEndpoint(mesh, findWorkload(mesh, 'shop', 'till')!, port, end)?.verdict
}

/** What goes out to port 443. */
function out(objects: readonly object[], end: EndpointPeerEnd): string | undefined {
  const mesh = meshOf(...objects)
  return decideAtCiliumEgress(mesh, findWorkload(mesh, 'shop', 'till')!, 443, end)?.verdict
}

const pod = (namespace: string, labels = {}): EndpointPeerEnd => ({ kind: 'pod', namespace, serviceAccount: 'x', labels })
const world = (ip: string, names?: string[]): EndpointPeerEnd => ({ kind: 'world', ip, ...(names === undefined ? {} : { names }) })

describe('a group of addresses', () => {
  const byGroup = policy({ ingress: [{ fromCIDRSet: [{ cidrGroupRef: 'partners', except: ['192.0.2.9/32'] }] }] })

  test('lets in the ranges that it lists, without the exceptions of the rule', () => {
    expect(into([byGroup, group], world('192.0.2.7'))).toBe('allowed')
    expect(into([byGroup, group], world('192.0.2.9'))).toBe('denied')
    expect(into([byGroup, group], world('198.51.100.1'))).toBe('denied')
    expect(into([byGroup, group], pod('shop'))).toBe('denied')
  })

  test('that is not in the input is some address outside', () => {
    expect(into([byGroup], world('192.0.2.7'))).toBe('undetermined')
    expect(into([byGroup], pod('shop'))).toBe('denied')
    expect(into([byGroup], { kind: 'node' })).toBe('undetermined')
    expect(into([byGroup], { kind: 'remote-node' })).toBe('denied')
  })

  test('that is chosen by labels is some address outside', () => {
    const byLabels = policy({ ingress: [{ fromCIDRSet: [{ cidrGroupSelector: { matchLabels: { kind: 'partner' } } }] }] })
    expect(into([byLabels, group], world('192.0.2.7'))).toBe('undetermined')
    expect(into([byLabels, group], pod('shop'))).toBe('denied')
  })
})

describe('a selector that only rules out', () => {
  const others = (attribute: string) =>
    policy({ ingress: [{ fromEndpoints: [{ matchExpressions: [{ key: attribute, operator: 'NotIn', values: ['ops'] }] }] }] })
  const byNamespace = others('k8s:io.kubernetes.pod.namespace')

  test('takes in the pods that it does not rule out', () => {
    expect(into([byNamespace], pod('web'))).toBe('allowed')
  })

  test('may take in any other', () => {
    expect(into([byNamespace], pod('ops'))).toBe('undetermined')
    expect(into([byNamespace], world('192.0.2.7'))).toBe('undetermined')
    expect(into([byNamespace], { kind: 'remote-node' })).toBe('undetermined')
  })

  test('is of the own namespace where it does not speak of namespaces', () => {
    expect(into([others('app')], pod('web'))).toBe('denied')
    expect(into([others('app')], pod('shop', { app: 'ops' }))).toBe('denied')
    expect(into([others('app')], pod('shop', { app: 'web' }))).toBe('allowed')
  })
})

test('a range of ports that begins with a name begins with the port of that name', () => {
  const range = (endPort: number) => policy({ ingress: [{ toPorts: [{ ports: [{ port: 'pay', endPort, protocol: 'TCP' }] }] }] })
  expect([6999, 7000, 7009, 7010, 7011].map((port) => into([range(7010)], pod('web'), port))).toEqual([
    'denied',
    'allowed',
    'allowed',
    'allowed',
    'denied',
  ])
  expect([90, 7000, 7001].map((port) => into([range(90)], pod('web'), port))).toEqual(['denied', 'allowed', 'denied'])
})

test('the clusters of a mesh of clusters have this one among them, and nobody outside', () => {
  const joined = policy({ ingress: [{ fromEntities: ['cluster-mesh'] }] })
  expect(into([joined], pod('web'))).toBe('allowed')
  expect(into([joined], world('192.0.2.7'))).toBe('denied')
})

test('the API server is known only where it is said to run', () => {
  const api = policy({ ingress: [{ fromEntities: ['kube-apiserver'] }] })
  expect(into([api], { kind: 'remote-node' })).toBe('undetermined')
  expect(into([api], { kind: 'remote-node', apiServer: true })).toBe('allowed')
  expect(into([api], { kind: 'remote-node', apiServer: false })).toBe('denied')
})

describe('names that pods look up', () => {
  const to = (...rules: object[]) => policy({ egress: [{ toFQDNs: rules }] })

  test.each([
    [{ matchName: 'api.example.com' }, 'api.example.com.', true],
    [{ matchName: 'api.example.com' }, 'API.example.com', true],
    [{ matchName: 'api.example.com' }, 'apixexample.com', false],
    [{ matchPattern: '*.example.com' }, 'a.example.com', true],
    [{ matchPattern: '*.example.com' }, 'a.b.example.com', false],
    [{ matchPattern: '*.example.com' }, 'example.com', false],
    [{ matchPattern: '*example.com' }, 'aexample.com', true],
    [{ matchPattern: '**.example.com' }, 'a.b.example.com', true],
    [{ matchPattern: '**.example.com' }, 'example.com', false],
    [{ matchPattern: '*' }, 'anything.at.all', true],
  ])('%j and %s', (rule, name, matches) => {
    expect(out([to(rule)], world('192.0.2.7', [name]))).toBe(matches ? 'allowed' : 'denied')
  })

  test('are not known of an address that nothing is told of, and never those of pods', () => {
    expect(out([to({ matchPattern: '*' })], world('192.0.2.7'))).toBe('undetermined')
    expect(out([to({ matchPattern: '*' })], pod('web'))).toBe('denied')
  })
})

describe('a Service as a peer', () => {
  const toDb = (k8sService: object) => policy({ egress: [{ toServices: [{ k8sService }] }] })
  const db = document('v1', 'Service', { name: 'db', namespace: 'data' }, { selector: { app: 'db' }, ports: [{ port: 443 }] })
  const named = toDb({ serviceName: 'db', namespace: 'data' })

  test('is the pods behind it', () => {
    expect(out([named, db], pod('data', { app: 'db' }))).toBe('allowed')
    expect(out([named, db], pod('data', { app: 'web' }))).toBe('denied')
    expect(out([named, db], pod('shop', { app: 'db' }))).toBe('denied')
    expect(out([named, db], world('192.0.2.7'))).toBe('denied')
  })

  test('without a selector is addresses outside', () => {
    const bare = document('v1', 'Service', { name: 'db', namespace: 'data' }, { ports: [{ port: 443 }] })
    expect(out([named, bare], pod('data', { app: 'db' }))).toBe('denied')
    expect(out([named, bare], world('192.0.2.7'))).toBe('undetermined')
  })

  test('may be any that the input does not have, or that has no namespace', () => {
    expect(out([named], pod('data', { app: 'db' }))).toBe('undetermined')
    expect(out([toDb({ serviceName: 'db' }), db], pod('data', { app: 'db' }))).toBe('undetermined')
  })
})

test('ICMP has types by number and by name', () => {
  const icmp = policy({ ingress: [{ icmps: [{ fields: [{ family: 'IPv6', type: 'EchoRequest' }, { type: 8 }] }] }] })
  const mesh = meshOf(icmp)
  const asked = (family: 'IPv4' | 'IPv6', type: number) =>
    decideAtCiliumEndpoint(mesh, findWorkload(mesh, 'shop', 'till')!, 0, pod('web'), { transport: { family, type } })?.verdict
  expect([asked('IPv6', 128), asked('IPv4', 8), asked('IPv4', 0), asked('IPv6', 8)]).toEqual(['allowed', 'allowed', 'denied', 'denied'])
})

test('every port takes in no ICMP', () => {
  expect(meshVerdict(policy({ ingress: [{ toPorts: [{ ports: [{ port: '0' }] }] }] }))).toBe('denied')
})

function meshVerdict(one: object): string | undefined {
  const mesh = meshOf(one)
  return decideAtCiliumEndpoint(mesh, findWorkload(mesh, 'shop', 'till')!, 0, pod('web'), { transport: 'ping' })?.verdict
}
