import { describe, expect, test } from 'vitest'
import { endOf } from '../../../src/decide/cilium/cilium-endpoint.ts'
import { decideOnCiliumLeg } from '../../../src/decide/cilium/cilium-leg.ts'
import { decide } from '../../../src/decide/decide.ts'
import type { Arrival } from '../../../src/decide/points/arrival.ts'
import type { Request } from '../../../src/model/request.ts'
import { findWorkload } from '../../../src/resolve/services.ts'
import { document } from '../documents.ts'
import { meshOf } from '../mesh-of.ts'

const pods = (name: string): object =>
  document(
    'apps/v1',
    'Deployment',
    { name, namespace: 'n' },
    { template: { metadata: { labels: { app: name } }, spec: { containers: [{ name }] } } },
  )

const policy = (name: string, app: string, spec: object): object =>
  document('cilium.io/v2', 'CiliumNetworkPolicy', { name, namespace: 'n' }, { endpointSelector: { matchLabels: { app } }, ...spec })

const toPort = (port: string) => [{ ports: [{ port, protocol: 'TCP' }] }]

function points(labels: object, arrival: Partial<Arrival>, ...policies: object[]) {
  const objects = [document('v1', 'Namespace', { name: 'n', labels }), pods('web'), pods('api'), ...policies]
  const mesh = meshOf([{ path: 'mesh.yaml', text: objects.map((object) => JSON.stringify(object)).join('\n---\n') }])
  const [web, api] = [findWorkload(mesh, 'n', 'web')!, findWorkload(mesh, 'n', 'api')!]
  const whole: Arrival = { identity: undefined, peerAddress: 'unknown', tunnelled: false, behindWaypoint: false, ...arrival }
  const request: Request = { client: { kind: 'workload', namespace: 'n', name: 'web' }, address, protocol: 'tcp' }
  return decideOnCiliumLeg(mesh, { end: endOf(web), workload: web }, { pod: api, port: 80 }, { arrival: whole }, request).points
}

const address = { kind: 'pod', namespace: 'n', workload: 'api', port: 80 } as const

describe('a connection meets Cilium', () => {
  const ingress = policy('in', 'api', { ingress: [{ fromEndpoints: [{ matchLabels: { app: 'web' } }], toPorts: toPort('80') }] })
  const egress = policy('out', 'web', { egress: [{ toEndpoints: [{ matchLabels: { app: 'api' } }], toPorts: toPort('81') }] })

  test('where it leaves the client and where it enters the pod', () => {
    expect(points({}, {}, ingress, egress).map(({ at, verdict }) => [at, verdict])).toEqual([
      ['n/web', 'denied'],
      ['n/api', 'allowed'],
    ])
  })

  test('not at all without policies', () => {
    expect(points({}, {})).toEqual([])
  })

  test('with the tunnel in place of the port where ztunnel guards the pod', () => {
    const ambient = { 'istio.io/dataplane-mode': 'ambient' }
    const [point] = points(ambient, { identity: 'cluster.local/ns/n/sa/default' }, ingress)
    expect(point).toMatchObject({ verdict: 'denied', saw: { port: 15_008 } })
    expect(points(ambient, {}, ingress)[0]).toMatchObject({ verdict: 'allowed', saw: { port: 80 } })
  })

  test('with the tunnel in place of the port where a sidecar is reached by it', () => {
    const sidecar = { 'istio-injection': 'enabled' }
    expect(points(sidecar, { tunnelled: true }, ingress)[0]).toMatchObject({ verdict: 'denied', saw: { port: 15_008 } })
    expect(points(sidecar, { identity: 'cluster.local/ns/n/sa/default' }, ingress)[0]).toMatchObject({
      verdict: 'allowed',
      saw: { port: 80 },
    })
  })
})

describe('a request meets Cilium', () => {
  const waypoint = document(
    'gateway.networking.k8s.io/v1',
    'Gateway',
    { name: 'waypoint', namespace: 'n' },
    { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
  )
  const service = (labels: object): object =>
    document('v1', 'Service', { name: 'api', namespace: 'n', labels }, { selector: { app: 'api' }, ports: [{ name: 'tcp', port: 80 }] })
  const closed = policy('out', 'web', { egress: [{ toEndpoints: [{ matchLabels: { app: 'api' } }], toPorts: toPort('80') }] })

  function walk(host: string | undefined, ...objects: object[]) {
    const namespace = document('v1', 'Namespace', { name: 'n', labels: { 'istio.io/dataplane-mode': 'ambient' } })
    const text = [namespace, pods('web'), pods('api'), ...objects].map((object) => JSON.stringify(object)).join('\n---\n')
    return decide(meshOf([{ path: 'mesh.yaml', text }]), {
      client: { kind: 'workload', namespace: 'n', name: 'web' },
      address: host === undefined ? { kind: 'service', namespace: 'n', name: 'api', port: 80 } : { kind: 'host', host, port: 443 },
      protocol: 'tcp',
    })
  }

  test('on its way to a Service, in the tunnel', () => {
    const decision = walk(undefined, service({}), closed)
    expect(decision.verdict).toBe('denied')
    expect(decision.branches[0]?.points.map(({ point, at, saw }) => [point, at, saw.port])).toEqual([['cilium endpoint', 'n/web', 15_008]])
  })

  test('on its way to a waypoint, which is another pod', () => {
    const decision = walk(undefined, service({ 'istio.io/use-waypoint': 'waypoint' }), waypoint, closed)
    expect(decision.verdict).toBe('denied')
    expect(decision.points.map(({ at }) => at)).toEqual(['n/web'])
    const open = policy('out', 'web', { egress: [{ toPorts: toPort('15008') }] })
    expect(walk(undefined, service({ 'istio.io/use-waypoint': 'waypoint' }), waypoint, open).verdict).toBe('allowed')
  })

  test('on its way out of the cluster', () => {
    expect(walk('api.example.com', closed).verdict).toBe('denied')
    expect(walk('api.example.com', policy('out', 'web', { egress: [{ toEntities: ['world'] }] })).verdict).toBe('allowed')
    expect(walk('api.example.com', policy('out', 'web', { egress: [{ toCIDR: ['192.0.2.0/24'] }] })).verdict).toBe('undetermined')
  })
})

describe('what the proxy of a node reads of a connection', () => {
  const read = (app: string, direction: 'ingress' | 'egress') =>
    policy(`${direction}-http`, app, {
      [direction]: [{ toPorts: [{ ports: [{ port: '80', protocol: 'TCP' }], rules: { http: [{ method: 'GET', path: '/a' }] } }] }],
    })
  const named = policy('names', 'api', {
    ingress: [{ toPorts: [{ ports: [{ port: '80', protocol: 'TCP' }], serverNames: ['api.example.com'] }] }],
  })
  const http = (method: string, target: string): Partial<Request> => ({
    protocol: 'http',
    http: { method, target, authority: 'api', headers: {}, token: { kind: 'none' } },
  })

  function leg(
    request: Partial<Request>,
    policies: readonly object[],
    { foreign = false, ...arrival }: Partial<Arrival> & { foreign?: boolean } = {},
  ) {
    const objects = [document('v1', 'Namespace', { name: 'n' }), pods('web'), pods('api'), ...policies]
    const mesh = meshOf([{ path: 'mesh.yaml', text: objects.map((object) => JSON.stringify(object)).join('\n---\n') }])
    const [web, api] = [findWorkload(mesh, 'n', 'web')!, findWorkload(mesh, 'n', 'api')!]
    const whole: Arrival = { identity: undefined, peerAddress: 'unknown', tunnelled: false, behindWaypoint: false, ...arrival }
    const sent: Request = { client: { kind: 'workload', namespace: 'n', name: 'web' }, address, protocol: 'tcp', ...request }
    return decideOnCiliumLeg(
      mesh,
      { end: endOf(web), workload: web },
      { pod: api, port: 80 },
      { arrival: whole, ...(foreign ? { doubt: 'foreign' } : {}) },
      sent,
    )
  }
  const said = (...asked: Parameters<typeof leg>) =>
    leg(...asked).points.map(({ verdict, code }) => (verdict === 'denied' ? code : verdict))

  test('is each request of a client that sends plain HTTP, at both ends', () => {
    const both = [read('web', 'egress'), read('api', 'ingress')]
    expect(said(http('GET', '/a'), both)).toEqual(['allowed', 'allowed'])
    expect(said(http('POST', '/a'), both)).toEqual(['403', '403'])
  })

  // Measured: Cilium 1.20.2 with Envoy 1.40.0. Mutual TLS, HBONE and TLS of a DestinationRule are bytes to it.
  test.each<[says: string, arrival: Parameters<typeof leg>[2]]>([
    ['mutual TLS of a sidecar', { identity: 'cluster.local/ns/n/sa/default' }],
    ['the tunnel of a ztunnel', { tunnelled: true }],
    ['TLS that a DestinationRule asks for', { foreign: true }],
  ])('is nothing of a request inside of %s', (_, arrival) => {
    expect(said(http('GET', '/a'), [read('api', 'ingress')], arrival)).toEqual(['connection closed'])
    expect(said({ ...http('GET', '/a'), sni: 'api.example.com' }, [named], arrival)).toEqual(['undetermined'])
  })

  test("is the server name of the client's own TLS", () => {
    expect(said({ sni: 'api.example.com' }, [named])).toEqual(['allowed'])
    expect(said({ sni: 'www.example.com' }, [named])).toEqual(['connection closed'])
    expect(said({}, [named])).toEqual(['connection closed'])
    expect(said(http('GET', '/a'), [named])).toEqual(['connection closed'])
  })

  test('is what the proxy before it has normalised, and so is what the pod gets', () => {
    const both = [read('web', 'egress'), read('api', 'ingress')]
    expect(leg(http('GET', '/x/../a'), both).request.http?.target).toBe('/a')
    expect(leg(http('GET', '/x/../a'), [policy('open', 'api', { ingress: [{}] })]).request.http?.target).toBe('/x/../a')
    expect(leg({ sni: 'api.example.com' }, [named]).request.http).toBeUndefined()
  })

  test('is refused before any rule where the listener refuses it', () => {
    expect(said(http('GET', '/a#b'), [read('api', 'ingress')])).toEqual(['400'])
    expect(said(http('GET', '/%2fa'), [read('api', 'ingress')])).toEqual(['307'])
  })
})

describe('policies for what leaves a pod', () => {
  const closed = document('cilium.io/v2', 'CiliumNetworkPolicy', { name: 'out', namespace: 'n' }, { endpointSelector: {}, egress: [{}] })
  const from = (start: Parameters<typeof decideOnCiliumLeg>[1]) => {
    const objects = [document('v1', 'Namespace', { name: 'n' }), pods('api'), closed]
    const mesh = meshOf([{ path: 'mesh.yaml', text: objects.map((object) => JSON.stringify(object)).join('\n---\n') }])
    const arrival: Arrival = { identity: undefined, peerAddress: 'unknown', tunnelled: false, behindWaypoint: false }
    const request: Request = { client: { kind: 'unmeshed' }, address, protocol: 'tcp' }
    return decideOnCiliumLeg(mesh, start, { pod: findWorkload(mesh, 'n', 'api')!, port: 80 }, { arrival }, request).points.map(
      ({ at, verdict }) => `${verdict} at ${at}`,
    )
  }

  test('count for pods of their namespace that the input does not have', () => {
    expect(from({ end: { kind: 'pod', namespace: 'n' }, workload: undefined })).toEqual(['denied at a pod of n'])
    expect(from({ end: { kind: 'pod', namespace: 'm' }, workload: undefined })).toEqual([])
  })

  test('count neither for machines outside nor for a waypoint, whose pods have labels that the input does not tell', () => {
    expect(from({ end: { kind: 'world' }, workload: undefined })).toEqual([])
    expect(from({ end: { kind: 'pod', namespace: 'n' }, workload: undefined, waypoint: true })).toEqual([])
  })
})

describe('a host outside the cluster', () => {
  const entry = (spec: object): object =>
    document('networking.istio.io/v1', 'ServiceEntry', { name: 'partner', namespace: 'n' }, { hosts: ['partner.example'], ...spec })
  const ports = [{ number: 443, name: 'tls', protocol: 'TLS' }]
  const out = policy('out', 'web', { egress: [{ toCIDR: ['192.0.2.7/32'] }] })

  function leaving(client: Request['client'], labels: object, ...objects: object[]) {
    const text = [document('v1', 'Namespace', { name: 'n', labels }), pods('web'), pods('api'), ...objects]
    return decide(meshOf([{ path: 'mesh.yaml', text: text.map((object) => JSON.stringify(object)).join('\n---\n') }]), {
      client,
      address: { kind: 'host', host: 'partner.example', port: 443 },
      protocol: 'tcp',
    })
  }
  const web = { kind: 'workload', namespace: 'n', name: 'web' } as const
  const sidecar = { 'istio-injection': 'enabled' }

  test('is where a sidecar connects: to the endpoints that a ServiceEntry lists', () => {
    const one = entry({ ports, resolution: 'STATIC', endpoints: [{ address: '192.0.2.7' }] })
    expect(leaving(web, sidecar, out, one).verdict).toBe('allowed')
    expect(leaving(web, sidecar, out, entry({ ports, resolution: 'STATIC', endpoints: [{ address: '192.0.2.8' }] })).verdict).toBe('denied')
  })

  test('is not known where some of them are let through and others are not', () => {
    const two = entry({ ports, resolution: 'STATIC', endpoints: [{ address: '192.0.2.7' }, { address: '192.0.2.8' }] })
    const decision = leaving(web, sidecar, out, two)
    expect(decision).toMatchObject({ verdict: 'undetermined', needs: 'which endpoint is connected to' })
    const point = decision.branches[0]?.points.find((one) => one.point === 'cilium endpoint')
    expect(point).toMatchObject({ verdict: 'undetermined', reason: 'its endpoints are told apart' })
    expect(point).not.toHaveProperty('code')
    expect(leaving(web, sidecar, policy('out', 'web', { egress: [{ toCIDR: ['192.0.2.0/24'] }] }), two).verdict).toBe('allowed')
  })

  test('is what its name is looked up to for a client without a proxy', () => {
    const one = entry({ ports, resolution: 'STATIC', endpoints: [{ address: '192.0.2.7' }] })
    expect(leaving(web, {}, out, one).verdict).toBe('undetermined')
    expect(leaving({ kind: 'unmeshed', ip: '203.0.113.1' }, {}, out, one).verdict).toBe('allowed')
    expect(
      leaving({ kind: 'unmeshed', namespace: 'n', labels: { app: 'web' } }, {}, policy('out', 'web', { egress: [{}] }), one).verdict,
    ).toBe('denied')
  })
})
