import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../src/diagnostics/place.ts'
import type { Emission } from '../../../../src/model/change.ts'
import { isCapturedByZtunnel } from '../../../../src/model/data-plane.ts'
import { meetsSelector } from '../../../../src/model/label-selector.ts'
import type { NetworkPolicy, NetworkRule } from '../../../../src/model/network-policy.ts'
import type { Labels, Workload } from '../../../../src/model/workload.ts'
import { proxiesSendHbone } from '../../../../src/resolve/attach/hbone.ts'
import { mayHaveSidecar } from '../../migration/enrolment.ts'
import type { Migration } from '../../migration/migration.ts'
import { labelsOf, reaches } from '../../migration/network-policy/egress-peers.ts'
import { admitsHbone, isInRange, podsSelectedBy } from '../../migration/network-policy/rules.ts'

/**
 * NetworkPolicies that let pods out to some ports only: what an ambient pod sends leaves for port 15008 of the destination, or of its
 * waypoint. For example a rule for port 8080 of `shop/cart` blocks every request to it once both are ambient. Nothing is written: admitting
 * port 15008 would let the clients ask for every port.
 */
export function emitEgressFindings(migration: Migration): Emission {
  const diagnostics = migration.mesh.networkPolicies.flatMap((policy): Diagnostic[] => {
    if (!policy.directions.includes('egress')) return []
    const clients = podsSelectedBy(policy, migration.mesh)
    const move = clients.length === 0 ? migration.movesWhole(policy.namespace) : clients.some((pod) => migration.workloadMoves(pod))
    if (!move && !clients.some((pod) => tunnelsFromProxy(pod, migration))) return []
    const together = rulesWith(policy, clients, migration)
    const blocked = policy.egress.flatMap((rule) => blockedBy(rule, policy, together, migration, move))
    return blocked.filter(({ code }, index) => blocked.findIndex((other) => other.code === code) === index)
  })
  return { changes: [], diagnostics }
}

/** Sidecars that stay, and gateways, send HBONE to pods that move as well. */
function tunnelsFromProxy(pod: Workload, { mesh }: Migration): boolean {
  return proxiesSendHbone(mesh.settings) && (mayHaveSidecar(pod) || pod.gateway)
}

/** The egress rules that hold for all of a policy's pods: its own, and those of policies that select them too. */
function rulesWith(policy: NetworkPolicy, clients: readonly Workload[], { mesh }: Migration): readonly NetworkRule[] {
  return mesh.networkPolicies
    .filter((other) => {
      if (other === policy) return true
      if (other.namespace !== policy.namespace || !other.directions.includes('egress')) return false
      const everyPod = Object.keys(other.pods.labels).length === 0 && other.pods.expressions.length === 0
      return everyPod || (clients.length > 0 && clients.every((pod) => meetsSelector(other.pods, pod.labels)))
    })
    .flatMap(({ egress }) => egress)
}

/** What a rule admits today and nothing admits for ambient traffic. Only ztunnel sends through waypoints, and to what was in ambient mode before. */
function blockedBy(
  rule: NetworkRule,
  policy: NetworkPolicy,
  together: readonly NetworkRule[],
  migration: Migration,
  fromZtunnel: boolean,
): Diagnostic[] {
  if (rule.ports.length === 0 && rule.peers.length === 0) return []
  const { namespace } = policy
  const admits = (labels: Labels, of: string): boolean =>
    together.some((other) => admitsHbone(other.ports) && reaches(other, namespace, labels, of, migration))
  const targets = migration.mesh.workloads.filter(
    (pod) =>
      (migration.workloadMoves(pod) || (fromZtunnel && isCapturedByZtunnel(pod.dataPlane))) &&
      !pod.hostNetwork &&
      reaches(rule, namespace, pod.labels, pod.namespace, migration) &&
      (rule.ports.length === 0 || rule.ports.some((port) => admitsPortOf(port, pod))),
  )
  const place = (rule.ports[0] ?? rule).place
  const name = objectText(policy.place.object)
  const direct = targets.find((pod) => !admits(pod.labels, pod.namespace))
  const bound = (fromZtunnel ? targets : [])
    .flatMap((pod) => migration.servicesOf(pod))
    .flatMap((service) => {
      const waypoint = migration.waypointOf(service)
      return waypoint === undefined || admits(labelsOf(waypoint), waypoint.namespace) ? [] : [{ service, waypoint }]
    })[0]
  return [
    ...(direct === undefined
      ? []
      : [diagnose(catalogue.networkPolicyBlocksEgress, place, { target: `${direct.namespace}/${direct.name}`, policy: name })]),
    ...(bound === undefined
      ? []
      : [
          diagnose(catalogue.networkPolicyBlocksEgressToWaypoint, place, {
            service: objectText(bound.service.place.object),
            waypoint: `${bound.waypoint.namespace}/${bound.waypoint.name}`,
            policy: name,
          }),
        ]),
  ]
}

function admitsPortOf(port: NetworkRule['ports'][number], pod: Workload): boolean {
  if (port.transport !== 'TCP') return false
  if (port.port === undefined || pod.ports.length === 0) return true
  return pod.ports.some((own) => isInRange(port, own.port) || own.name === port.port)
}
