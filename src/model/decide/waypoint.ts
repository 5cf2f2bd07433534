import type { Waypoint } from '../gateway.ts'
import type { Mesh } from '../mesh.ts'
import type { ExternalHost, PortProtocol, Service } from '../service.ts'
import { proxyAuthorization } from './proxy-authorization.ts'
import type { Request } from './request.ts'
import { isHttp, policiesAtWaypoint } from './topology.ts'
import type { Truth } from './truth.ts'
import type { PointDecision } from './verdict.ts'
import type { View } from './view.ts'

/** The identity that a waypoint presents to the pods behind it. */
export function waypointIdentity(mesh: Mesh, waypoint: Waypoint): string {
  return `${mesh.settings.trustDomain}/ns/${waypoint.namespace}/sa/${waypoint.serviceAccount}`
}

/**
 * What a waypoint decides on the chain of a Service or ServiceEntry, or on the one for pod addresses (`service` undefined, `port` that of
 * the pod with protocol `auto`): it sees the port that was addressed and the client's own identity, the request before any route of its
 * own, and it cannot match peer addresses (istio:pilot/pkg/networking/core/listener_waypoint.go).
 */
export function decideAtWaypoint(
  mesh: Mesh,
  waypoint: Waypoint,
  service: Service | ExternalHost | undefined,
  port: { readonly port: number; readonly protocol: PortProtocol },
  request: Request,
  identity: string | undefined,
  clientIp: string | 'unknown',
  externalAllows: Truth,
): PointDecision {
  const http = isHttp(port.protocol, request.protocol) ? request.http : undefined
  const forwarded = http?.headers['x-forwarded-for']
  const view: View = {
    identity,
    peerAddress: 'hidden',
    clientAddress: forwarded === undefined ? clientIp : forwarded.split(',').at(-1)!.trim(),
    destinationAddress: 'unknown',
    port: port.port,
    http,
    sni: 'unknown',
  }
  const seen = { ...(identity === undefined ? {} : { identity }), port: port.port }
  const at = `${waypoint.namespace}/${waypoint.name}`
  const policies = policiesAtWaypoint(mesh, mesh.authorization, waypoint, service)
  if (http?.token.kind === 'invalid') {
    const authentication = policiesAtWaypoint(mesh, mesh.requestAuthentication, waypoint, service)
    const external = proxyAuthorization(
      policies.filter((policy) => policy.effect === 'external'),
      view,
      externalAllows,
    )
    if (authentication.length > 0 && external.allowed !== false)
      return {
        point: 'waypoint',
        at,
        verdict: 'denied',
        code: '401',
        reason: 'the token is invalid',
        saw: seen,
        because: authentication.map((one) => one.place),
      }
  }
  const decision = proxyAuthorization(policies, view, externalAllows)
  return {
    point: 'waypoint',
    at,
    verdict: decision.allowed === true ? 'allowed' : decision.allowed === false ? 'denied' : 'undetermined',
    ...(decision.allowed === false ? { code: http === undefined ? 'connection closed' : '403' } : {}),
    reason: decision.reason,
    saw: seen,
    because: decision.because,
  }
}
