import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../src/diagnostics/place.ts'
import type { Emission } from '../../../../src/model/change.ts'
import type { EndpointPolicy } from '../../../../src/model/endpoint-policy.ts'
import type { NetworkPolicy } from '../../../../src/model/network-policy.ts'
import type { Workload } from '../../../../src/model/workload.ts'
import { sidecarsTakeHbone } from '../../../../src/resolve/attach/hbone.ts'
import { mayHaveSidecar } from '../../migration/enrolment.ts'
import { closedToHbone } from '../../migration/hbone-in-rules.ts'
import type { Migration } from '../../migration/migration.ts'
import { governs, mayBePeers } from '../../migration/network-ends.ts'
import { admitsHbone, mayBeOf, podsSelectedBy } from '../../migration/network-policy/rules.ts'

/**
 * Pods that keep their sidecar under a policy that admits some ports and not 15008: clients that move arrive there and are dropped. Example: a
 * NetworkPolicy admits `web` to port 8080 of `shop/cart`, which stays.
 */
export function announceBlockedSidecars(migration: Migration): Emission {
  const { networkPolicies, endpointPolicies, workloads, settings } = migration.mesh
  if (migration.movingNamespaces.length === 0 || !sidecarsTakeHbone(settings)) return { changes: [], diagnostics: [] }
  const staying = workloads.filter((pod) => mayHaveSidecar(pod) && !migration.workloadMoves(pod))
  const diagnostics = staying.flatMap((pod): Diagnostic[] => {
    const policy =
      networkPolicies.find((one) => podsSelectedBy(one, migration.mesh).includes(pod) && blocks(one, pod, migration)) ??
      endpointPolicies.find((one) => one.refused === undefined && governs(migration.mesh, one, pod) && blocksEndpoints(one, pod, migration))
    if (policy === undefined) return []
    const params = { policy: objectText(policy.place.object), pods: `${pod.namespace}/${pod.name}` }
    return [diagnose(catalogue.networkPolicyBlocksHboneOfSidecars, pod.place, params)]
  })
  return { changes: [], diagnostics }
}

/** Whether a rule admits pods that move to some ports, and no rule for these pods admits them to port 15008. */
function blocks({ namespace, directions, ingress }: NetworkPolicy, pod: Workload, migration: Migration): boolean {
  if (!directions.includes('ingress')) return false
  const together = migration.mesh.networkPolicies
    .filter((other) => other.directions.includes('ingress') && podsSelectedBy(other, migration.mesh).includes(pod))
    .flatMap((other) => other.ingress)
  return migration.movingNamespaces.some(
    (moving) =>
      ingress.some(
        ({ ports, ...rule }) =>
          ports.some(({ transport }) => transport === 'TCP') && mayBeOf({ ports, ...rule }, namespace, moving, migration),
      ) && !together.some((rule) => admitsHbone(rule.ports) && mayBeOf(rule, namespace, moving, migration)),
  )
}

function blocksEndpoints({ ingress }: EndpointPolicy, pod: Workload, migration: Migration): boolean {
  return closedToHbone(ingress, [pod]).some((rule) => migration.movingNamespaces.some((moving) => mayBePeers(migration.mesh, rule, moving)))
}
