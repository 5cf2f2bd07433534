import type { Waypoint } from '../../model/gateway.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { HttpRule, RouteTable } from '../../model/route.ts'
import type { ExternalHost, Service } from '../../model/service.ts'
import { flattenDelegates } from '../delegates.ts'
import { perMesh } from '../host-index.ts'
import { hostsMatch } from '../hosts.ts'
import { boundWaypoint, waypointOf, withCanary } from '../waypoints.ts'
import { meshHosts, visibleTo } from './table-hosts.ts'

/** Bytes of a direct response that Envoy takes where a route configuration does not allow more, as those of waypoints do not. */
const maximalBody = 4096

/**
 * A table that keeps a waypoint from taking any configuration at all, because of a direct response that is too long for it: the waypoint goes
 * on with what it had before (istio:pilot/pkg/networking/core/listener_waypoint.go buildWaypointInboundHTTPRouteConfig).
 */
export function tableThatFreezes(mesh: Mesh, waypoint: Waypoint): RouteTable | undefined {
  const long = tablesWithLongAnswers(mesh)
  if (long.length === 0) return undefined
  const served = [
    ...mesh.services
      .filter((service) => serves(mesh, waypoint, service, waypointOf(mesh, service)))
      .map(({ host, namespace }) => ({ hosts: [host], namespace })),
    ...mesh.externalHosts.filter((entry) => serves(mesh, waypoint, entry, boundWaypoint(mesh, entry, 'service'))),
  ]
  return long.find(
    (table) =>
      visibleTo(mesh, table, waypoint.namespace) &&
      served.some(
        ({ hosts, namespace }) =>
          (table.namespace === namespace || table.namespace === waypoint.namespace) &&
          meshHosts(mesh, table).some((name) => hosts.some((host) => hostsMatch(name, host))),
      ),
  )
}

function serves(mesh: Mesh, waypoint: Waypoint, target: Service | ExternalHost, primary: Waypoint | undefined): boolean {
  return primary !== undefined && withCanary(mesh, target, primary).some((one) => one.waypoint === waypoint)
}

const tablesWithLongAnswers = perMesh((mesh) =>
  mesh.routes.filter((table) => flattenDelegates(table, mesh).table.http.some(answersAtLength)),
)

function answersAtLength({ action: { kind, response } }: HttpRule): boolean {
  if (kind !== 'respond' || response?.body === undefined) return false
  const { body } = response
  const bytes = 'text' in body ? new TextEncoder().encode(body.text).length : Math.floor((body.base64.replace(/=+$/, '').length * 3) / 4)
  return bytes > maximalBody
}
