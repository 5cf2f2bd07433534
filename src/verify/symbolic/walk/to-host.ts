import { servicesForHost } from '../../../resolve/hosts.ts'
import type { RouteTarget } from '../../../resolve/routes/destination-host.ts'
import { boundWaypoint } from '../../../resolve/waypoints.ts'
import { type DecisionTree, unreachable } from '../decision-tree.ts'
import { byClientSidecar } from './by-client-sidecar.ts'
import { byWaypoint } from './by-waypoint.ts'
import { straightTo } from './forward.ts'
import type { Addressed } from './routed.ts'
import { toService } from './to-service.ts'
import type { Asked } from './walk.ts'

export function toHost(asked: Asked, host: string, port: number): DecisionTree {
  const { mesh, proxy } = asked
  const [owner] = servicesForHost(mesh, host, '')
  if (owner !== undefined && !('resolution' in owner)) {
    const own = owner.ports.find((candidate) => candidate.port === port)
    return own === undefined ? unreachable : toService(asked, owner, own)
  }
  const declared = owner?.ports.find((candidate) => candidate.port === port)
  if (owner !== undefined && declared === undefined) return unreachable
  const destination: RouteTarget = { kind: 'external', host, port, ...(owner === undefined ? {} : { owner }) }
  const addressed: Addressed = { destination, host, port, protocol: declared?.protocol ?? 'auto', declaredIn: owner?.namespace }
  if (proxy === 'sidecar') return byClientSidecar(asked, addressed)
  const takesIt = { ztunnel: true, gateway: owner?.ingressUsesWaypoint === true, none: false }[proxy]
  const waypoint = owner === undefined || !takesIt ? undefined : boundWaypoint(mesh, owner, 'service')
  return waypoint === undefined || owner === undefined ? straightTo(asked, destination) : byWaypoint(asked, waypoint, owner, addressed)
}
