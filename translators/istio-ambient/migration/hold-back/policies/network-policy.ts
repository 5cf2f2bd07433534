import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../../src/diagnostics/place.ts'
import type { NetworkPolicy } from '../../../../../src/model/network-policy.ts'
import type { Service } from '../../../../../src/model/service.ts'
import { contradicts } from '../../../../../src/model/workload.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { podsSelectedBy } from '../../network-policy/rules.ts'

/**
 * NetworkPolicies that tell clients apart and would let the waypoint in: every client that may call the waypoint would then reach the pods. A policy
 * for all pods of the namespace selects the waypoint too, and goes on telling its clients apart there.
 */
export function networkPolicyHoldBacks(migration: Migration): HoldBack[] {
  return migration.mesh.networkPolicies.flatMap((policy) => {
    if (!policy.directions.includes('ingress') || selectsEveryPod(policy)) return []
    const peer = policy.ingress.flatMap(({ peers }) => peers).find(mayBeWaypoint)
    if (peer === undefined || policy.ingress.some(({ peers, ports }) => peers.length === 0 && ports.length === 0)) return []
    const known = podsSelectedBy(policy, migration.mesh).flatMap((pod) => migration.servicesOf(pod))
    const service = [...known, ...unknownServices(policy, migration)].find((candidate) => migration.waypointOf(candidate) !== undefined)
    if (service === undefined) return []
    const cause = diagnose(catalogue.networkPolicyAdmitsWaypoint, peer.place, { service: objectText(service.place.object) })
    return [{ subject: { namespace: policy.namespace }, cause }]
  })
}

/** Services whose pods the input does not have, and that the policy may select. */
function unknownServices(policy: NetworkPolicy, migration: Migration): Service[] {
  return migration.mesh.services.filter(({ namespace, selector = {} }, index) => {
    if (namespace !== policy.namespace || migration.workloadsOf(migration.mesh.services[index]!).length > 0) return false
    return !contradicts(policy.pods.labels, selector)
  })
}

function selectsEveryPod({ pods }: NetworkPolicy): boolean {
  return Object.keys(pods.labels).length === 0 && pods.expressions.length === 0
}

/** Waypoint pods carry none of the labels that a selector of applications asks for; a selector without any, or a range, may mean them. */
function mayBeWaypoint(peer: NetworkPolicy['ingress'][number]['peers'][number]): boolean {
  return peer.kind === 'range' || Object.keys(peer.pods?.labels ?? {}).length === 0
}
