import type { Attachment, AuthorizationPolicy } from '../../model/authorization.ts'
import type { Waypoint } from '../../model/gateway.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { MeshSettings } from '../../model/settings.ts'
import { and, type Truth } from '../../resolve/truth.ts'
import { proxyAuthorization, type RuleDecision } from '../rules/proxy-authorization.ts'
import { decideWith } from './uncertain.ts'

/**
 * With `ENABLE_LAYERED_WAYPOINT_AUTHORIZATION_POLICIES` a waypoint enforces, where its tunnel ends, the policies that would select its own
 * pods if they are not waypoints, as on a TCP filter chain and against the client's own identity and address
 * (istio:pilot/pkg/networking/core/listener_waypoint.go buildHCMConnectTerminateChain, plugin/authz/authorization.go).
 */
export function connectAuthorization(mesh: Mesh, waypoint: Waypoint, identity: string, clientIp: string | 'unknown'): RuleDecision {
  if (mesh.settings.flags.ENABLE_LAYERED_WAYPOINT_AUTHORIZATION_POLICIES !== 'true')
    return { allowed: true, reason: 'no policy is enforced in front of the waypoint', because: [] }
  const reaching = (truth: Truth): AuthorizationPolicy[] =>
    mesh.authorization.filter(({ attachment }) => reaches(attachment, waypoint, mesh.settings) === truth)
  return decideWith(
    { certain: reaching(true), maybe: reaching('unknown') },
    (policies) =>
      proxyAuthorization(policies, {
        identity,
        peerAddress: clientIp,
        clientAddress: clientIp,
        destinationAddress: 'unknown',
        port: 'unknown',
        http: undefined,
        sni: 'unknown',
      }),
    `the labels of the pods of ${waypoint.namespace}/${waypoint.name}`,
  )
}

function reaches(attachment: Attachment, waypoint: Waypoint, settings: MeshSettings): Truth {
  if (attachment.scope === 'targets')
    return (
      attachment.namespace === waypoint.namespace &&
      attachment.targets.some(({ kind, name }) => kind === 'Gateway' && name === waypoint.name)
    )
  if (settings.flags.ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY === 'false') return false
  if (attachment.scope === 'mesh') return true
  if (attachment.namespace !== undefined && attachment.namespace !== waypoint.namespace) return false
  return attachment.scope === 'namespace' || and(Object.entries(attachment.labels).map(([key, value]) => hasLabel(waypoint, key, value)))
}

/** The controller sets two labels; the others are the Gateway's own, which the model does not carry. */
function hasLabel(waypoint: Waypoint, key: string, value: string): Truth {
  if (key === 'gateway.networking.k8s.io/gateway-name') return value === waypoint.name
  return key === 'gateway.istio.io/managed' ? value === 'istio.io-mesh-controller' : 'unknown'
}
