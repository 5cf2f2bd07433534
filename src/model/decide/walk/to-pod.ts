import { decideTowardsWaypoint } from '../cilium/cilium-leg.ts'
import { decideAtWaypoint } from '../points/waypoint.ts'
import type { Request } from '../request.ts'
import { podEgressFor } from '../routes/egress.ts'
import { boundWaypoint, findWorkload } from '../topology.ts'
import type { Decision } from '../verdict.ts'
import { refusedEgress } from './by-client-sidecar.ts'
import { branchTo } from './forward.ts'
import { ended, fromBranches, verdictAlong, type Walk } from './walk.ts'

/** A request to a pod's own address. No routes apply, and of waypoints only one for workloads is on the way, for clients that ztunnel captures. */
export function toPod(walk: Walk, { namespace, workload, port }: Extract<Request['address'], { kind: 'pod' }>): Decision {
  const { mesh, client, request, externalAllows } = walk
  const pod = findWorkload(mesh, namespace, workload)
  if (pod === undefined) return ended('undetermined', [], `the workload ${namespace}/${workload}`)
  if (client.proxy === 'sidecar') {
    const egress = podEgressFor(mesh, client, pod, port)
    if (egress.allowed !== true) return refusedEgress(walk, port, egress, 'connection closed')
  }
  const waypoint = client.proxy === 'ztunnel' && pod.dataPlane === 'ambient' ? boundWaypoint(mesh, pod, 'workload') : undefined
  if (waypoint === undefined) return fromBranches([branchTo(walk, pod, port, 1, request, { points: [] })])
  const leaving = decideTowardsWaypoint(mesh, client, waypoint)
  if (verdictAlong(leaving) === 'denied') return ended('denied', leaving)
  const admitted = decideAtWaypoint(
    mesh,
    waypoint,
    undefined,
    { port, protocol: 'auto' },
    request,
    client.identity,
    client.ip,
    externalAllows,
  )
  if (admitted.verdict === 'denied') return ended('denied', [...leaving, admitted])
  return fromBranches([branchTo(walk, pod, port, 1, request, { points: [...leaving, admitted], waypoint })])
}
