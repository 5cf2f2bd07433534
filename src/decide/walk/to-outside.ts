import type { ExternalHost } from '../../model/service.ts'
import type { Decision } from '../../model/verdict.ts'
import { boundWaypoint } from '../../resolve/waypoints.ts'
import type { ClientProxy } from '../client.ts'
import { byClientSidecar } from './by-client-sidecar.ts'
import { byWaypoint } from './by-waypoint.ts'
import { branchesTo } from './forward.ts'
import type { Addressed } from './routed.ts'
import { ended, fromBranches, type Walk } from './walk.ts'

/** A port of a host outside of the cluster's Services; `called` is the name by which it was found, where that is another one. */
interface OutsidePort {
  readonly host: string
  readonly port: number
  readonly called?: string
}

/** A request to a host that a ServiceEntry declares, or that nothing in the input declares. */
export function toOutside(walk: Walk, { host, port, called = host }: OutsidePort, owner: ExternalHost | undefined): Decision {
  const declared = owner?.ports.find((candidate) => candidate.port === port)
  if (owner !== undefined && declared === undefined) return ended('unreachable')
  const destination = { kind: 'external', host, port, ...(owner === undefined ? {} : { owner }) } as const
  const addressed: Addressed = { destination, host: called, port }
  const { proxy } = walk.client
  if (proxy === 'sidecar') return byClientSidecar(walk, addressed, owner?.namespace)
  const waypoint = owner === undefined ? undefined : waypointOf(walk, proxy, owner)
  if (waypoint !== undefined && declared !== undefined && owner !== undefined)
    return byWaypoint(walk, waypoint, owner, declared, { ...addressed, host })
  return fromBranches(branchesTo(walk, destination, 1, [], { points: [] }))
}

function waypointOf({ mesh }: Walk, proxy: Exclude<ClientProxy, 'sidecar'>, owner: ExternalHost) {
  const takesIt = { ztunnel: true, gateway: owner.ingressUsesWaypoint === true, none: false }[proxy]
  return takesIt ? boundWaypoint(mesh, owner, 'service') : undefined
}
