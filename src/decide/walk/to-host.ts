import type { Request } from '../../model/request.ts'
import type { ExternalHost, Service } from '../../model/service.ts'
import type { Decision } from '../../model/verdict.ts'
import { servicesForHost } from '../../resolve/hosts.ts'
import { boundWaypoint } from '../../resolve/waypoints.ts'
import type { ClientProxy } from '../client.ts'
import { byClientSidecar } from './by-client-sidecar.ts'
import { byGateway } from './by-gateway.ts'
import { byWaypoint } from './by-waypoint.ts'
import { branchesTo } from './forward.ts'
import type { Addressed } from './routed.ts'
import { toPort } from './to-service.ts'
import { ended, fromBranches, type Walk } from './walk.ts'

/** A request to a host by name: one that a ServiceEntry declares, one of the cluster after all, or one that nothing in the input declares. */
export function toHost(walk: Walk, { host, port }: Extract<Request['address'], { kind: 'host' }>): Decision {
  const { mesh, request, client } = walk
  if (request.client.kind === 'ingress' && request.client.gateway !== undefined) return byGateway(walk, request.client.gateway, host, port)
  const [owner] = servicesForHost(mesh, host, client.namespace ?? '')
  if (owner !== undefined && !('resolution' in owner)) return toOwnService(walk, owner, port)
  const declared = owner?.ports.find((candidate) => candidate.port === port)
  if (owner !== undefined && declared === undefined) return ended('unreachable')
  const addressed: Addressed = { destination: { kind: 'external', host, port, ...(owner === undefined ? {} : { owner }) }, host, port }
  const { proxy } = client
  if (proxy === 'sidecar') return byClientSidecar(walk, addressed, owner?.namespace)
  const waypoint = owner === undefined ? undefined : waypointOf(walk, proxy, owner)
  if (waypoint !== undefined && declared !== undefined && owner !== undefined) return byWaypoint(walk, waypoint, owner, declared, addressed)
  return fromBranches(branchesTo(walk, addressed.destination, 1, [], { points: [] }))
}

function toOwnService(walk: Walk, service: Service, number: number): Decision {
  const port = service.ports.find((candidate) => candidate.port === number)
  return port === undefined ? ended('unreachable') : toPort(walk, service, port)
}

function waypointOf({ mesh }: Walk, proxy: Exclude<ClientProxy, 'sidecar'>, owner: ExternalHost) {
  const takesIt = { ztunnel: true, gateway: owner.ingressUsesWaypoint === true, none: false }[proxy]
  return takesIt ? boundWaypoint(mesh, owner, 'service') : undefined
}
