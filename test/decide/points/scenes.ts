import type { Arrival } from '../../../src/decide/points/arrival.ts'
import { decideAtPod } from '../../../src/decide/points/destination.ts'
import type { AuthorizationPolicy } from '../../../src/model/authorization.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import type { AtomBody, Predicate } from '../../../src/model/predicate.ts'
import type { Request } from '../../../src/model/request.ts'
import type { PortProtocol, Service } from '../../../src/model/service.ts'
import type { MeshSettings } from '../../../src/model/settings.ts'
import type { PointDecision } from '../../../src/model/verdict.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { meshWith, peerAuthentication, pods, service, servicePort } from '../meshed.ts'
import { clause, policy, rule } from '../rules/policies.ts'
import { atom, http, placeAt } from '../rules/seen.ts'

export const caller = 'cluster.local/ns/shop/sa/cart'
export const foreigner = 'old/ns/shop/sa/cart'
export const atPort = (protocol: PortProtocol): readonly [Service] => [
  service('till', { ports: [servicePort(80, { targetPort: 8080, protocol })] }),
]
export const web: Request = {
  client: { kind: 'unmeshed' },
  address: { kind: 'service', namespace: 'shop', name: 'till', port: 80 },
  protocol: 'http',
  http: http({ headers: { 'x-forwarded-for': '192.0.2.7', 'x-forwarded-client-cert': 'By=x' } }),
}
const { http: _, ...connection } = web
export const tcp: Request = { ...connection, protocol: 'tcp', sni: 'till.example' }

export const on = (effect: AuthorizationPolicy['effect'], predicate: Predicate) =>
  policy('p', effect, [rule('r', clause('condition', predicate))])
export const allow = (body: AtomBody) => on('allow', atom(body))
export const deny = (body: AtomBody) => on('deny', atom(body))

export function line(point: PointDecision): string {
  const { verdict, code, reason, needs } = point
  return [
    `${point.point} ${verdict}`,
    ...(code === undefined ? [] : [code]),
    reason,
    ...(needs === undefined ? [] : [`needs ${needs}`]),
  ].join(', ')
}

export interface Scene {
  readonly pod?: Partial<Workload>
  readonly mesh?: Partial<Omit<Mesh, 'settings'>>
  readonly settings?: Partial<MeshSettings>
  readonly protocol?: PortProtocol
  readonly request?: Request
  readonly arrival?: Partial<Arrival>
}

export function decided({ pod, mesh = {}, settings = {}, protocol = 'http', request = web, arrival }: Scene): string {
  const own = pods('till', pod)
  const whole = meshWith({ workloads: [own], services: atPort(protocol), ...mesh, settings })
  const comes: Arrival = { identity: caller, peerAddress: '10.1.0.4', tunnelled: false, behindWaypoint: false, ...arrival }
  return line(decideAtPod(whole, own, { port: 8080, request, arrival: comes, externalAllows: 'unknown' }))
}

export const plaintext = { identity: undefined }
export const strict = [peerAuthentication('strict', 'strict')]
export const off = [peerAuthentication('off', 'disable')]
export const oldest = 'which PeerAuthentication is the oldest (creationTimestamp)'
export const caCertificates: Partial<MeshSettings> = { unmodelled: [placeAt('mesh', 'caCertificates')] }
