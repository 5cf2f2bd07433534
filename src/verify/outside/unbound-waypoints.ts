import { objectText, type Place } from '../../diagnostics/place.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { WaypointBinding } from '../../model/workload.ts'
import { findNamespace } from '../../resolve/namespaces.ts'
import { findService, findWorkload } from '../../resolve/services.ts'
import { admitsNamespace } from '../../resolve/waypoints.ts'
import type { ComparedDestination } from '../parts/compared-destination.ts'

/** Why a label `istio.io/use-waypoint` binds nothing to its waypoint, with the place of the label. */
export interface UnboundWaypoint {
  readonly what: string
  readonly place: Place
}

/**
 * Labels of a destination, or of its namespace, that name a waypoint and bind nothing to it: the Gateway is not in the input, is none of
 * waypoints, takes other traffic, or does not admit the namespace. Requests then go straight to the pods, past what the waypoint decides.
 */
export function unboundWaypoints(mesh: Mesh, { address }: ComparedDestination): readonly UnboundWaypoint[] {
  if (address.kind === 'host') return []
  const { namespace } = address
  const object = address.kind === 'service' ? findService(mesh, namespace, address.name) : findWorkload(mesh, namespace, address.workload)
  const own = object === undefined || !('waypoint' in object) ? undefined : object.waypoint
  const binding = own ?? findNamespace(mesh, namespace)?.waypoint
  if (binding === undefined || binding.none) return []
  const why = problemOf(mesh, binding, namespace, address.kind === 'service' ? 'service' : 'workload')
  if (why === undefined) return []
  const waypoint = `${binding.namespace}/${binding.name}`
  return [
    { what: `\`istio.io/use-waypoint\` of ${objectText(binding.place.object)} names Gateway ${waypoint}, ${why}`, place: binding.place },
  ]
}

function problemOf(mesh: Mesh, binding: WaypointBinding, namespace: string, traffic: 'service' | 'workload'): string | undefined {
  const named = (one: { readonly name: string; readonly namespace: string }): boolean =>
    one.name === binding.name && one.namespace === binding.namespace
  const waypoint = mesh.waypoints.find(named)
  if (waypoint === undefined) {
    const other = mesh.gateways.find((gateway) => gateway.api === 'gateway-api' && named(gateway))
    if (other === undefined) return 'which is not in the input'
    return `which is no waypoint${other.className === undefined ? '' : ` but a gateway of class \`${other.className}\``}`
  }
  // A waypoint for Services leaves pod addresses alone on purpose.
  if (traffic === 'workload' && waypoint.traffic !== 'workload' && waypoint.traffic !== 'all') return undefined
  if (waypoint.ready === false) return 'which is not programmed'
  if (traffic === 'service' && waypoint.traffic !== 'service' && waypoint.traffic !== 'all')
    return `which takes no traffic for Services (\`istio.io/waypoint-for: ${waypoint.traffic}\`)`
  return admitsNamespace(mesh, waypoint, namespace) ? undefined : `whose listener does not admit namespace ${namespace} (\`allowedRoutes\`)`
}
