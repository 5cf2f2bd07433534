import type { Diagnostic } from '../../../../../src/diagnostics/diagnostic.ts'
import type { AuthorizationPolicy } from '../../../../../src/model/authorization.ts'
import type { Service } from '../../../../../src/model/service.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { blindToSource } from '../../policy/ztunnel-vocabulary.ts'

/** Keeps the pods of a Service on their sidecars; when it is not known which they are, their whole namespace. */
export function holdPodsOf(migration: Migration, service: Service, cause: Diagnostic): HoldBack[] {
  const pods = migration.workloadsOf(service).filter(migration.workloadMoves)
  if (pods.length === 0) return [{ subject: { namespace: service.namespace }, cause }]
  return pods.map((workload) => ({ subject: { workload }, cause }))
}

/** Services bound to a waypoint (ServiceEntries have no pods). */
export function boundServices(migration: Migration): Service[] {
  return migration.bound.filter((target): target is Service => !('resolution' in target))
}

/**
 * Policies that have to be decided at the waypoint of their pods' Service: all but dry runs and denials that ztunnel decides exactly
 * whichever client asks, because it sees the pod's own address and port.
 */
export function rehomed(policy: AuthorizationPolicy): boolean {
  return !policy.dryRun && !(policy.effect === 'deny' && blindToSource(policy))
}
