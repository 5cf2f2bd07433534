import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../../src/diagnostics/place.ts'
import type { NetworkPolicy } from '../../../../../src/model/network-policy.ts'
import type { Workload } from '../../../../../src/model/workload.ts'
import { admitsEveryPort, hboneAmong, type RulePort } from '../../hbone-in-rules.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { labelsOf, reaches } from '../../network-policy/egress-peers.ts'
import { admitsHbone, podsSelectedBy } from '../../network-policy/rules.ts'

/**
 * Rules that admit port 15008 among some ports, by a range around it, by its number or by a name of it: nothing listens there today, and in
 * ambient mode every port of the pods can be reached through it. Example: ports 9090 and 15008 close port 8080 today. A rule that admits every
 * port closes none. Ingress opens the pods of the policy, egress lets them out to every port of the peers.
 */
export function hboneRangeHoldBacks(migration: Migration): HoldBack[] {
  return migration.mesh.networkPolicies.flatMap((policy): HoldBack[] => {
    const pods = podsSelectedBy(policy, migration.mesh)
    if (pods.length > 0 && !pods.some((pod) => migration.workloadMoves(pod))) return []
    return [...ingressHoldBacks(policy, pods), ...egressHoldBacks(policy, migration)]
  })
}

function ingressHoldBacks(policy: NetworkPolicy, pods: readonly Workload[]): HoldBack[] {
  const port = policy.directions.includes('ingress') ? hboneAmong(policy.ingress, pods)[0]?.port : undefined
  if (port === undefined) return []
  const cause = diagnose(catalogue.networkPolicyRangeAdmitsHbone, port.place, { ports: portText(port) })
  return [{ subject: { namespace: policy.namespace }, cause }]
}

function egressHoldBacks(policy: NetworkPolicy, migration: Migration): HoldBack[] {
  // A name is looked up at the pods on the other side.
  if (!policy.directions.includes('egress')) return []
  const port = hboneAmong(policy.egress, migration.mesh.workloads)[0]?.port
  if (port === undefined) return throughWaypoint(policy, migration)
  const params = { policy: objectText(policy.place.object), ports: portText(port) }
  return [{ subject: { namespace: policy.namespace }, cause: diagnose(catalogue.networkPolicyEgressAdmitsHbone, port.place, params) }]
}

/**
 * Egress to every port of a waypoint's pods, and not of the pods behind it: `app NotIn [vault]` means the waypoint of `vault` too, and lets
 * clients out to it.
 */
function throughWaypoint(policy: NetworkPolicy, migration: Migration): HoldBack[] {
  const { namespace, egress } = policy
  if (egress.some(({ peers, ports }) => peers.length === 0 && admitsEveryPort(ports))) return []
  for (const service of migration.mesh.services) {
    const waypoint = migration.waypointOf(service)
    if (waypoint === undefined) continue
    const rule = egress.find((one) => admitsHbone(one.ports) && reaches(one, namespace, labelsOf(waypoint), waypoint.namespace, migration))
    const behind = migration.workloadsOf(service).map(({ labels }) => labels)
    const closed = [...behind, ...(behind.length === 0 ? [service.selector ?? {}] : [])].some(
      (labels) => !egress.some((one) => admitsEveryPort(one.ports) && reaches(one, namespace, labels, service.namespace, migration)),
    )
    if (rule === undefined || !closed) continue
    const params = { policy: objectText(policy.place.object), service: objectText(service.place.object) }
    return [{ subject: { namespace }, cause: diagnose(catalogue.networkPolicyEgressReachesWaypoint, rule.place, params) }]
  }
  return []
}

export function portText({ port, endPort }: RulePort): string {
  if (typeof port === 'string') return `port \`${port}\`, which is 15008,`
  return endPort === undefined ? 'port 15008' : `ports ${port} to ${endPort}`
}
