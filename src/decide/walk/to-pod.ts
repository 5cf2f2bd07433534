import { isCapturedByZtunnel } from '../../model/data-plane.ts'
import type { Request } from '../../model/request.ts'
import type { Decision } from '../../model/verdict.ts'
import type { Workload } from '../../model/workload.ts'
import type { ClientTls } from '../../resolve/routes/client-tls.ts'
import { type EgressDecision, headlessServices, podEgressFor } from '../../resolve/routes/sidecar-scope.ts'
import { findWorkload } from '../../resolve/services.ts'
import { boundWaypoint } from '../../resolve/waypoints.ts'
import { decideTowardsWaypoint } from '../cilium/cilium-leg.ts'
import { decideAtWaypoint } from '../points/waypoint.ts'
import { clientPoint, plaintextReason, refusedEgress } from './by-client-sidecar.ts'
import { branchTo, tlsOf } from './forward.ts'
import { ended, fromBranches, sameOutcome, verdictAlong, type Walk } from './walk.ts'

/** A request to a pod's own address. No routes apply, and of waypoints only one for workloads is on the way, for clients that ztunnel captures. */
export function toPod(walk: Walk, { namespace, workload, port }: Extract<Request['address'], { kind: 'pod' }>): Decision {
  const { mesh, client, request, externalAllows } = walk
  const pod = findWorkload(mesh, namespace, workload)
  if (pod === undefined) return ended('undetermined', [], `the workload ${namespace}/${workload}`)
  const { proxy } = client
  if (proxy === 'sidecar') return bySidecar(walk, pod, port)
  const takesWaypoint = { ztunnel: isCapturedByZtunnel(pod.dataPlane), gateway: false, none: false }[proxy]
  const waypoint = takesWaypoint ? boundWaypoint(mesh, pod, 'workload') : undefined
  if (waypoint === undefined) return fromBranches([branchTo(walk, { pod, port }, 1, request, { points: [] })])
  const leaving = decideTowardsWaypoint(mesh, client, waypoint)
  if (verdictAlong(leaving) === 'denied') return ended('denied', leaving)
  const chain = { service: undefined, port, protocol: 'auto' } as const
  const admitted = decideAtWaypoint(mesh, waypoint, chain, { request, identity: client.identity, clientIp: client.ip, externalAllows })
  if (admitted.verdict === 'denied') return ended('denied', [...leaving, admitted])
  return fromBranches([branchTo(walk, { pod, port }, 1, request, { points: [...leaving, admitted], waypoint })])
}

/** Sidecars have a cluster for pods of headless Services, on the Services' own ports; everything else they send on in plaintext. */
function bySidecar(walk: Walk, pod: Workload, port: number): Decision {
  const { mesh, client, request } = walk
  const egress = podEgressFor(mesh, client, pod, port)
  if (egress.allowed !== true) return refusedEgress(walk, port, egress, 'connection closed')
  const to = (tls: readonly ClientTls[], reason: string, because: EgressDecision['because']): Decision =>
    fromBranches([branchTo(walk, { pod, port }, 1, request, { points: [clientPoint(walk, port, reason, because)], tls })])
  const past = () => to([walk.identified === true ? 'unset' : 'none'], plaintextReason, egress.because)
  const [headless] = headlessServices(mesh, pod, port)
  if (egress.known === false || headless === undefined) return past()
  const through = to(tlsOf(walk, headless, port, undefined), `known by the headless Service ${headless.namespace}/${headless.name}`, [])
  if (egress.known === true || sameOutcome(through, past())) return through
  return refusedEgress(walk, port, { ...egress, allowed: 'unknown' }, '')
}
