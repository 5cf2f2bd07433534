import type { ExternalHost } from '../../../model/service.ts'
import type { RouteTarget } from '../../../resolve/routes/destination-host.ts'
import { boundWaypoint } from '../../../resolve/waypoints.ts'
import { type DecisionTree, unreachable } from '../decision-tree.ts'
import { byClientSidecar } from './by-client-sidecar.ts'
import { byWaypoint } from './by-waypoint.ts'
import { straightTo } from './forward.ts'
import type { Addressed } from './routed.ts'
import type { Asked } from './walk.ts'

/** To a port of a host outside of the cluster's Services, by its own name or by that of an ExternalName Service (`called`). */
export function toOutside(
  asked: Asked,
  { host, port, called = host }: { readonly host: string; readonly port: number; readonly called?: string },
  owner: ExternalHost | undefined,
): DecisionTree {
  const declared = owner?.ports.find((candidate) => candidate.port === port)
  if (owner !== undefined && declared === undefined) return unreachable
  const destination: RouteTarget = { kind: 'external', host, port, ...(owner === undefined ? {} : { owner }) }
  const addressed: Addressed = {
    destination,
    host: called,
    port,
    protocol: declared?.protocol ?? 'auto',
    declaredIn: owner?.namespace,
  }
  if (asked.proxy === 'sidecar') return byClientSidecar(asked, addressed)
  const takesIt = { ztunnel: true, gateway: owner?.ingressUsesWaypoint === true, none: false }[asked.proxy]
  const waypoint = owner === undefined || !takesIt ? undefined : boundWaypoint(asked.mesh, owner, 'service')
  return waypoint === undefined || owner === undefined
    ? straightTo(asked, destination)
    : byWaypoint(asked, waypoint, owner, { ...addressed, host })
}
