import type { Waypoint } from '../../model/gateway.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { Request } from '../../model/request.ts'
import type { ExternalHost, PortProtocol, Service } from '../../model/service.ts'
import type { PointDecision } from '../../model/verdict.ts'
import { understandsHttp } from '../../resolve/declared-protocol.ts'
import type { Truth } from '../../resolve/truth.ts'
import { policiesAtWaypoint } from '../../resolve/waypoints.ts'
import { connectAuthorization } from './connect-authorization.ts'
import { pointDecision } from './point-decision.ts'
import { type ProxyDecision, throughProxy } from './proxy.ts'
import { proxyAcceptsPeer } from './trust-domain.ts'

export { waypointIdentity } from '../../resolve/attach/waypoint-identity.ts'

/** The chain of a waypoint that a request takes. */
export interface WaypointChain {
  /** Undefined for the chain of pod addresses. */
  readonly service: Service | ExternalHost | undefined
  readonly port: number
  readonly protocol: PortProtocol
}

/** What comes to a waypoint. */
export interface WaypointCall {
  readonly request: Request
  readonly identity: string | undefined
  readonly clientIp: string | 'unknown'
  /** Whether external authorizers (`CUSTOM`) let it pass. */
  readonly externalAllows: Truth
}

/**
 * What a waypoint decides on the chain of a Service or ServiceEntry, or on the one for pod addresses (`service` undefined, `port` that of
 * the pod with protocol `auto`): it sees the port that was addressed and the client's own identity, the request before any route of its
 * own, and it cannot match peer addresses (istio:pilot/pkg/networking/core/listener_waypoint.go).
 */
export function decideAtWaypoint(mesh: Mesh, waypoint: Waypoint, chain: WaypointChain, call: WaypointCall): PointDecision {
  const { request, identity, clientIp } = call
  const path = request.protocol === 'http' ? request.http?.target : undefined
  const seen = { point: 'waypoint', at: `${waypoint.namespace}/${waypoint.name}`, identity, port: chain.port } as const
  const decide = (): ProxyDecision => {
    if (waypoint.proxy === 'other') return unknownProxy(waypoint)
    const tunnel = atTunnelEnd(mesh, waypoint, identity, clientIp)
    if (tunnel.allowed === false) return tunnel
    const inside = onChain(mesh, waypoint, chain, call)
    return tunnel.allowed === 'unknown' && inside.allowed !== false ? tunnel : inside
  }
  return pointDecision({ ...seen, ...(path === undefined ? {} : { path }) }, decide())
}

/** Proxies of others read policies in a way of their own (istio:pilot/pkg/config/kube/agentgateway). */
function unknownProxy({ className, place }: Waypoint): ProxyDecision {
  const reason = `it is not known what a waypoint of class ${className} enforces`
  return { allowed: 'unknown', reason, because: [place], needs: `what a waypoint of class ${className} enforces and how it routes` }
}

/** A waypoint's tunnel always wants a client certificate that it accepts. */
function atTunnelEnd(mesh: Mesh, waypoint: Waypoint, identity: string | undefined, clientIp: string | 'unknown'): ProxyDecision {
  const refused = (reason: string): ProxyDecision => ({ allowed: false, code: 'connection refused', reason, because: [] })
  if (identity === undefined) return refused('a waypoint takes no plaintext')
  const accepted = proxyAcceptsPeer(identity, mesh.settings)
  if (accepted === false) return refused('the trust domain of the peer is not accepted')
  if (accepted === 'unknown')
    return { allowed: 'unknown', reason: 'caCertificates may accept the peer', because: [], needs: 'the trust domains of `caCertificates`' }
  return { code: 'connection closed', ...connectAuthorization(mesh, waypoint, identity, clientIp) }
}

function onChain(mesh: Mesh, waypoint: Waypoint, chain: WaypointChain, { request, identity, externalAllows }: WaypointCall): ProxyDecision {
  const { service, port, protocol } = chain
  const http = understandsHttp(protocol, request.protocol) ? request.http : undefined
  if (understandsHttp(protocol, request.protocol) && (request.protocol !== 'http' || http === undefined))
    return { allowed: false, code: 'connection closed', reason: 'the port speaks HTTP only', because: [] }
  return throughProxy(
    policiesAtWaypoint(mesh, waypoint, service),
    {
      identity,
      peerAddress: 'hidden',
      // What a waypoint takes for the client's address is not to be relied on (measured: istiod 1.31-alpha, commit eed52ebb, with Envoy 1.40.0).
      clientAddress: 'unknown',
      destinationAddress: 'unknown',
      port,
      http,
      ...certificateHeaderAt(waypoint),
      sni: serverName(chain, request),
    },
    mesh.settings,
    externalAllows,
  )
}

/** The connection inside the tunnel shows no certificate, unless the waypoint is configured to write who the client is. */
export function certificateHeaderAt({ writesCertificateHeader }: Waypoint): { readonly certificateHeader?: 'absent' } {
  return writesCertificateHeader === true ? {} : { certificateHeader: 'absent' }
}

/** Only ports for TLS are inspected for it; on the chain for pod addresses that depends on the waypoint's other Services. */
function serverName({ service, protocol }: WaypointChain, { sni }: Request): string | undefined | 'unknown' {
  if (sni === undefined || protocol === 'tls' || protocol === 'https') return sni
  return service === undefined ? 'unknown' : undefined
}
