import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../src/diagnostics/place.ts'
import type { NetworkPolicy } from '../../../../src/model/network-policy.ts'
import type { Service } from '../../../../src/model/service.ts'
import { contradicts } from '../../../../src/model/workload.ts'
import { hbonePort, isInRange, podsSelectedBy } from '../../emit/network-policy/rules.ts'
import type { HoldBack, Plan } from '../plan.ts'

/**
 * NetworkPolicies that tell clients apart and would let the waypoint in: whoever may call the waypoint would then reach the pods. A policy
 * for all pods of the namespace selects the waypoint too, and goes on telling its clients apart there.
 */
export function networkPolicyHoldBacks(plan: Plan): HoldBack[] {
  return plan.mesh.networkPolicies.flatMap((policy) => {
    if (!policy.directions.includes('ingress') || selectsEveryPod(policy)) return []
    const peer = policy.ingress.flatMap(({ peers }) => peers).find(mayBeWaypoint)
    if (peer === undefined || policy.ingress.some(({ peers, ports }) => peers.length === 0 && ports.length === 0)) return []
    const known = podsSelectedBy(policy, plan.mesh).flatMap((pod) => plan.servicesOf(pod))
    const service = [...known, ...unknownServices(policy, plan)].find((candidate) => plan.waypointOf(candidate) !== undefined)
    if (service === undefined) return []
    const cause = diagnose(catalogue.networkPolicyAdmitsWaypoint, peer.place, { service: objectText(service.place.object) })
    return [{ subject: { namespace: policy.namespace }, cause }]
  })
}

/**
 * Rules that admit port 15008 among some ports, by a range around it or by its number: nothing listens there today, and their peers would reach
 * every port of the pods through HBONE. Example: ports 9090 and 15008 close port 8080 today. A rule that admits every port closes none.
 */
export function hboneRangeHoldBacks(plan: Plan): HoldBack[] {
  return plan.mesh.networkPolicies.flatMap((policy): HoldBack[] => {
    const pods = podsSelectedBy(policy, plan.mesh)
    if (!policy.directions.includes('ingress') || (pods.length > 0 && !pods.some((pod) => plan.workloadMoves(pod)))) return []
    const range = policy.ingress
      .flatMap(({ ports }) => (ports.some(({ port }) => port === undefined) ? [] : ports))
      .find((port) => port.transport === 'TCP' && isInRange(port, hbonePort))
    if (range === undefined) return []
    const ports = range.port === hbonePort ? 'port 15008' : `ports ${range.port} to ${range.endPort}`
    const cause = diagnose(catalogue.networkPolicyRangeAdmitsHbone, range.place, { ports })
    return [{ subject: { namespace: policy.namespace }, cause }]
  })
}

/** Services whose pods the input does not have, and that the policy may select. */
function unknownServices(policy: NetworkPolicy, plan: Plan): Service[] {
  return plan.mesh.services.filter(({ namespace, selector = {} }, index) => {
    if (namespace !== policy.namespace || plan.workloadsOf(plan.mesh.services[index]!).length > 0) return false
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
