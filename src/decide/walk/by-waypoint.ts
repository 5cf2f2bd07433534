import type { Waypoint } from '../../model/gateway.ts'
import type { HttpRequest } from '../../model/request.ts'
import type { ExternalHost, PortProtocol, Service } from '../../model/service.ts'
import type { Decision } from '../../model/verdict.ts'
import { understandsHttp } from '../../resolve/declared-protocol.ts'
import { waypointRoutes } from '../../resolve/routes/route-chain.ts'
import { policiesAtWaypoint, withCanary } from '../../resolve/waypoints.ts'
import { behindTokenCheck } from '../../resolve/written-headers.ts'
import { decideTowardsWaypoint } from '../cilium/cilium-leg.ts'
import { certificateHeaderAt, decideAtWaypoint } from '../points/waypoint.ts'
import { normalised } from '../rules/normal-path.ts'
import { type Addressed, type RoutingPoint, throughRoutes } from './routed.ts'
import { seenByRoutes } from './routed-headers.ts'
import { ended, sharesOf, verdictAlong, type Walk } from './walk.ts'

/** A request that its client's ztunnel, or a gateway, hands to the waypoint of its target, or to a canary of that. */
export function byWaypoint(
  walk: Walk,
  primary: Waypoint,
  target: Service | ExternalHost,
  port: { readonly port: number; readonly protocol: PortProtocol },
  addressed: Addressed,
): Decision {
  return sharesOf(
    withCanary(walk.mesh, target, primary).map(({ waypoint, share }) => ({
      decision: throughWaypoint(walk, waypoint, target, port, addressed),
      share,
    })),
  )
}

/** Policies first, then routes. */
function throughWaypoint(
  walk: Walk,
  waypoint: Waypoint,
  target: Service | ExternalHost,
  port: { readonly port: number; readonly protocol: PortProtocol },
  addressed: Addressed,
): Decision {
  const { mesh, request, client, externalAllows } = walk
  const leaving = decideTowardsWaypoint(mesh, client, waypoint)
  if (verdictAlong(leaving) === 'denied') return ended('denied', leaving)
  const admitted = decideAtWaypoint(
    mesh,
    waypoint,
    { ...port, service: target },
    { request, identity: client.identity, clientIp: client.ip, externalAllows },
  )
  if (admitted.verdict === 'denied') return ended('denied', [...leaving, admitted])
  const http = understandsHttp(port.protocol, request.protocol)
  const onward: Walk = http ? { ...walk, request: normalised(request, mesh.settings.pathNormalization) } : walk
  const behind = behindTokenCheck(policiesAtWaypoint(mesh, waypoint, target).authentication)
  const routing: RoutingPoint = {
    point: 'waypoint',
    at: `${waypoint.namespace}/${waypoint.name}`,
    view: {
      identity: client.identity,
      peerAddress: 'hidden',
      clientAddress: client.ip,
      destinationAddress: 'unknown',
      port: port.port,
      http: http ? httpSeen(onward) : undefined,
      ...certificateHeaderAt(waypoint),
      writtenHeaders: behind.headers,
      takenParameters: behind.parameters,
      sni: request.sni,
      // It takes itself for the client.
      client: { namespace: waypoint.namespace, labels: {} },
    },
    stream: { at: 'waypoint', hosts: 'resolution' in target ? target.hosts : [target.host] },
    waypoint,
  }
  return throughRoutes(onward, waypointRoutes(mesh, waypoint, target, port.port), routing, addressed, [...leaving, admitted])
}

/** Routes look at no tokens. */
function httpSeen(walk: Walk): HttpRequest | undefined {
  const { http } = walk.request
  return http === undefined ? undefined : { ...seenByRoutes(walk, http), token: { kind: 'none' } }
}
