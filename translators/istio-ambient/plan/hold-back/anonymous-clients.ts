import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { ExternalHost, Service } from '../../../../src/model/service.ts'
import type { Workload } from '../../../../src/model/workload.ts'
import { anonymityOf } from '../../../../src/resolve/anonymity.ts'
import { clientsThatCount, podsOfTarget } from '../identity-reach.ts'
import type { HoldBack, Migration } from '../migration.ts'

/**
 * Clients whose sidecars send plaintext to a Service are anonymous there, and have an identity once ztunnel carries them: where policies or
 * STRICT look at it, the namespaces of such clients stay. Holding the Service alone would change nothing, because its sidecar takes their
 * HBONE. Where the Service's own configuration makes its clients anonymous, its pods stay, too, so that nothing about them changes.
 */
export function anonymousClientHoldBacks(plan: Migration): HoldBack[] {
  return [
    ...plan.mesh.services.flatMap((service) => holdsFor(plan, service)),
    ...plan.mesh.externalHosts.flatMap((entry) => holdsFor(plan, entry)),
  ]
}

function holdsFor(plan: Migration, target: Service | ExternalHost): HoldBack[] {
  const pods = podsOfTarget(plan, target)
  const named = clientsThatCount(plan, target, pods)
  if (named === undefined) return []
  const holds: HoldBack[] = []
  for (const namespace of plan.movingNamespaces) {
    if (!named(namespace)) continue
    const found = anonymityOf(plan.mesh, namespace, target)
    if (found === undefined) continue
    const cause = diagnose(catalogue.anonymousClients, found.place, { namespace, service: target.name, what: found.what })
    holds.push({ subject: { namespace }, cause })
    if (found.ofService) holds.push(...heldWith(plan, target, pods, cause))
  }
  return holds
}

function heldWith(plan: Migration, target: Service | ExternalHost, pods: readonly Workload[], cause: Diagnostic): HoldBack[] {
  if (!plan.moves(target.namespace)) return []
  if (pods.length === 0) return [{ subject: { namespace: target.namespace }, cause }]
  return pods.filter(plan.workloadMoves).map((workload) => ({ subject: { workload }, cause }))
}
