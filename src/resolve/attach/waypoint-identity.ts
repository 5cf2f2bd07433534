import type { Waypoint } from '../../model/gateway.ts'
import type { Mesh } from '../../model/mesh.ts'

/** The identity that a waypoint presents to the pods behind it. */
export function waypointIdentity(mesh: Mesh, waypoint: Waypoint): string {
  return `${mesh.settings.trustDomain}/ns/${waypoint.namespace}/sa/${waypoint.serviceAccount}`
}
