import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { coversPods, near, podsBehind, podsOf } from '../../migration/pods.ts'
import type { PolicyContext } from './policy-context.ts'

/** Pods under a policy that no waypoint can stand before: workloads without a bound Service, and Services whose pods the input does not show. */
export function uncoveredPods({ migration, policy, cause }: PolicyContext): Diagnostic[] {
  const { workloads, services } = near(migration, policy.attachment)
  const bound = (service: (typeof services)[number]): boolean => migration.waypointOf(service) !== undefined
  const pods = workloads.filter(
    (workload) =>
      migration.workloadMoves(workload) &&
      coversPods(policy.attachment, podsOf(workload)) === 'yes' &&
      !migration.servicesOf(workload).some(bound),
  )
  const unshown = services.filter(
    (service) =>
      migration.movesWhole(service.namespace) &&
      migration.workloadsOf(service).length === 0 &&
      !bound(service) &&
      service.externalName === undefined &&
      coversPods(policy.attachment, podsBehind(service)) === 'yes',
  )
  return [...pods, ...unshown].map(({ name }) => diagnose(catalogue.noServiceStricter, cause, { policy: policy.name, workload: name }))
}
