import type { Waypoint } from '../../../model/gateway.ts'
import type { ExternalHost, Service } from '../../../model/service.ts'
import { waypointRoutes } from '../../../resolve/routes/route-chain.ts'
import { policiesAtWaypoint, withCanary } from '../../../resolve/waypoints.ts'
import { behindTokenCheck } from '../../../resolve/written-headers.ts'
import { leavesToWaypoint } from '../cilium/cilium-leg.ts'
import { allOf } from '../condition.ts'
import { type DecisionTree, guarded, writtenTo } from '../decision-tree.ts'
import { seenAtWaypoint, type WaypointTraffic, waypointAllows, waypointWrites } from '../points/waypoint.ts'
import type { SeenRequest } from '../rules/view.ts'
import { type Addressed, routed } from './routed.ts'
import type { Asked } from './walk.ts'

/** Through the waypoint that the target is bound to, or a canary of it. */
export function byWaypoint(asked: Asked, primary: Waypoint, target: Service | ExternalHost, addressed: Addressed): DecisionTree {
  const parts = withCanary(asked.mesh, target, primary).map(({ waypoint, share }) => ({
    tree: throughWaypoint(asked, waypoint, target, addressed),
    share,
  }))
  const [only] = parts
  return only !== undefined && parts.length === 1 ? only.tree : { kind: 'split', settings: [], parts, alternatives: true }
}

function throughWaypoint(asked: Asked, waypoint: Waypoint, target: Service | ExternalHost, addressed: Addressed): DecisionTree {
  const { mesh, protocol } = asked
  const port = { port: addressed.port, protocol: addressed.protocol }
  const traffic: WaypointTraffic = { mesh, waypoint, target, port, protocol, mutations: asked.mutations }
  const seen = seenAtWaypoint(traffic)
  const hosts = 'resolution' in target ? target.hosts : [target.host]
  const routes = waypointRoutes(mesh, waypoint, target, addressed.port)
  const tree = routed(asked, routes, addressed, { seen: seenByRoutes(traffic, seen), stream: { at: 'waypoint', hosts }, waypoint })
  const written = writtenTo(tree, waypointWrites(traffic))
  return guarded(allOf([leavesToWaypoint(asked, waypoint), waypointAllows(traffic)]), written)
}

/** The request as routes look at it, which are chosen again once the tokens in it are checked. */
function seenByRoutes({ mesh, waypoint, target }: WaypointTraffic, seen: SeenRequest): SeenRequest {
  if (seen.http === undefined) return seen
  const { headers, parameters } = behindTokenCheck(policiesAtWaypoint(mesh, waypoint, target).authentication)
  return { ...seen, http: { ...seen.http, written: headers, takenParameters: parameters } }
}
