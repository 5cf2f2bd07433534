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
  return decideOnCiliumLeg(mesh, { end: endOf(web), workload: web }, { pod: api, port: 80 }, { arrival: whole, foreign: false }, request)
    .points
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
