import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { blindToSource } from '../../policy/ztunnel-vocabulary.ts'

/** Pods whose own address leads through a waypoint that is there already: their ztunnel would take its identity for the client's. */
export function podWaypointHoldBacks(migration: Migration): HoldBack[] {
  const holds: HoldBack[] = []
  for (const workload of migration.mesh.workloads.filter(migration.workloadMoves)) {
    const inherited = migration.namespaceNamed(workload.namespace)?.waypoint
    const binding = workload.waypoint ?? inherited
    if (binding === undefined || binding.none) continue
    const waypoint = migration.mesh.waypoints.find(
      (candidate) => candidate.name === binding.name && candidate.namespace === binding.namespace,
    )
    if (waypoint === undefined || (waypoint.traffic !== 'all' && waypoint.traffic !== 'workload')) continue
    const { authorization, requests } = migration.policiesOfWorkload(workload)
    const policy = [
      ...authorization.filter((candidate) => !candidate.dryRun && candidate.effect !== 'audit' && !blindToSource(candidate)),
      ...requests,
    ][0]
    if (policy === undefined) continue
    const params = { workload: workload.name, waypoint: waypoint.name, policy: policy.name }
    holds.push({ subject: { workload }, cause: diagnose(catalogue.podWaypoint, binding.place, params) })
  }
  return holds
}
