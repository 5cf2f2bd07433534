import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../../src/diagnostics/place.ts'
import type { EndpointDirection, EndpointPolicy } from '../../../../../src/model/endpoint-policy.ts'
import type { Workload } from '../../../../../src/model/workload.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { governs } from '../../network-ends.ts'

/**
 * CiliumNetworkPolicies of pods that would move. The network sees HBONE in place of what is sent through it: port 15008 in place of 8080, and
 * the pods of a waypoint in place of the client or the destination. A rule that denies `web/front` the pods of `shop/cart` does not meet a
 * request that goes through the waypoint of `shop/cart`.
 */
export function endpointPolicyHoldBacks(migration: Migration): HoldBack[] {
  const policies = migration.mesh.endpointPolicies.filter(({ refused }) => refused === undefined)
  if (policies.length === 0) return []
  return migration.mesh.workloads.filter(migration.workloadMoves).flatMap((pod): HoldBack[] => {
    const policy = policies.find((candidate) => governs(migration.mesh, candidate, pod) && changesFor(migration, candidate, pod))
    if (policy === undefined) return []
    const params = { policy: objectText(policy.place.object), workload: `${pod.namespace}/${pod.name}` }
    return [{ subject: { workload: pod }, cause: diagnose(catalogue.endpointPolicyInAmbient, policy.place.field('spec'), params) }]
  })
}

function changesFor(migration: Migration, { ingress, egress }: EndpointPolicy, pod: Workload): boolean {
  const behindWaypoint = migration.servicesOf(pod).some((service) => migration.waypointOf(service) !== undefined)
  return changes(ingress, behindWaypoint) || changes(egress, migration.bound.length + migration.mesh.waypoints.length > 0)
}

function changes({ defaultDeny, allow, deny }: EndpointDirection, throughWaypoint: boolean): boolean {
  if (!defaultDeny && deny.length === 0) return false
  return throughWaypoint || [...allow, ...deny].some(({ traffic }) => traffic !== undefined)
}
