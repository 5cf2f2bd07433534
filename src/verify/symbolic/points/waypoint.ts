import type { Mutation } from '../../../model/action.ts'
import { canonical } from '../../../model/canonical.ts'
import type { Waypoint } from '../../../model/gateway.ts'
import type { Mesh } from '../../../model/mesh.ts'
import type { ExternalHost, PortProtocol, Service } from '../../../model/service.ts'
import { waypointIdentity } from '../../../resolve/attach/waypoint-identity.ts'
import { understandsHttp } from '../../../resolve/declared-protocol.ts'
import { policiesAtWaypoint } from '../../../resolve/waypoints.ts'
import { writtenHeaders } from '../../../resolve/written-headers.ts'
import { digest } from '../../lists/digest.ts'
import { allOf, alwaysTrue, type Condition, neverTrue, unknown } from '../condition.ts'
import type { UnfollowedChange } from '../decision-tree.ts'
import { proxyAllows } from '../rules/proxy-authorization.ts'
import { seenToken, writtenByTokens } from '../rules/token.ts'
import type { SeenRequest } from '../rules/view.ts'
import { proxyAcceptsClient } from './trust-domain.ts'

type Target = Service | ExternalHost | undefined
interface TargetPort {
  readonly port: number
  readonly protocol: PortProtocol
}

/** Requests that reach a waypoint on their way to a Service or ServiceEntry, or to pod addresses. */
export interface WaypointTraffic {
  readonly mesh: Mesh
  readonly waypoint: Waypoint
  /** Undefined for pod addresses. */
  readonly target: Target
  /** The port that was addressed. */
  readonly port: TargetPort
  readonly protocol: 'http' | 'tcp'
  /** Those of a gateway in front. */
  readonly mutations?: readonly Mutation[] | undefined
}

/** The requests that a waypoint lets through: it sees the client's identity and the port that was addressed, and the request as it was sent. */
export function waypointAllows(traffic: WaypointTraffic): Condition {
  const { mesh, waypoint, target, port, protocol } = traffic
  const seen = seenAtWaypoint(traffic)
  if (waypoint.proxy === 'other') return unknownProxy(traffic, seen)
  if (seen.http === undefined && understandsHttp(port.protocol, protocol)) return neverTrue
  const layered = mesh.settings.flags.ENABLE_LAYERED_WAYPOINT_AUTHORIZATION_POLICIES === 'true'
  return allOf([
    proxyAcceptsClient(mesh.settings),
    proxyAllows(policiesAtWaypoint(mesh, waypoint, target).authorization, seen, mesh.settings),
    layered
      ? unknown(`tunnel of ${seen.point} with ${contentOf(mesh.authorization)}`, 'what policies in front of the waypoint allow')
      : alwaysTrue,
  ])
}

/** The same doubt in both meshes only where the same is attached. */
function unknownProxy({ mesh, waypoint, target }: WaypointTraffic, { point, port }: SeenRequest): Condition {
  const chain = target === undefined ? 'pods' : `${target.namespace}/${target.name}`
  return unknown(
    `${point} for ${chain}:${port} with ${contentOf(policiesAtWaypoint(mesh, waypoint, target))}`,
    `what a waypoint of class ${waypoint.className} enforces and how it routes`,
  )
}

/** The same for policies that say the same, wherever they stand. */
function contentOf(policies: unknown): string {
  return digest(canonical(policies))
}

export function seenAtWaypoint({ mesh, waypoint, target, port, protocol, mutations = [] }: WaypointTraffic): SeenRequest {
  const { authentication } = policiesAtWaypoint(mesh, waypoint, target)
  return {
    point: `waypoint ${waypoint.namespace}/${waypoint.name}`,
    identity: 'client',
    peer: 'hidden',
    origin: 'unreliable',
    port: port.port,
    // Conditions on the client are compared with the waypoint itself.
    clientIs: { namespace: waypoint.namespace },
    ...(protocol === 'http' && understandsHttp(port.protocol, protocol)
      ? {
          http: {
            mutations,
            token: seenToken(authentication),
            written: writtenHeaders(authentication),
            ...(waypoint.writesCertificateHeader === true ? {} : { certificateHeader: 'absent' }),
          },
        }
      : {}),
  }
}

/** What a waypoint makes of the requests that it lets through. */
export function waypointWrites({ mesh, waypoint, target, port, protocol }: WaypointTraffic): readonly UnfollowedChange[] {
  if (protocol !== 'http' || !understandsHttp(port.protocol, protocol)) return []
  return writtenByTokens(policiesAtWaypoint(mesh, waypoint, target).authentication)
}

export const principalOf = waypointIdentity
