import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { HoldBack, Plan } from '../plan.ts'
import { covers, near, podsBehind, podsOf } from '../pods.ts'

/**
 * Policies with values that istiod cannot use. For a sidecar it leaves out the whole rule of an allow policy, for ztunnel the value alone; of
 * a denial it leaves the value out, and ztunnel never applies what nothing is left of. Neither can be written as the other reads it.
 */
export function unusableValueHoldBacks(plan: Plan): HoldBack[] {
  return plan.mesh.authorization.flatMap((policy): HoldBack[] => {
    const place = policy.rules.flatMap(({ unusable }) => unusable ?? [])[0]
    const { attachment } = policy
    if (place === undefined || policy.dryRun || policy.effect === 'audit' || attachment.scope === 'targets') return []
    const cause = (who: string) => diagnose(catalogue.unusableValueHolds, place, { policy: policy.name, who })
    const { workloads, services } = near(plan, attachment)
    const pods = workloads.filter((workload) => covers(attachment, podsOf(workload)) !== 'no')
    const moving = pods.filter(plan.workloadMoves)
    // Pods behind these Services are not in the input.
    const unseen = services.filter((service) => plan.moves(service.namespace) && plan.workloadsOf(service).length === 0)
    const namespaces = new Set(
      unseen.filter((service) => covers(attachment, podsBehind(service)) !== 'no').map(({ namespace }) => namespace),
    )
    return [
      ...moving.map((workload) => ({ subject: { workload }, cause: cause(`\`${workload.name}\``) })),
      ...[...namespaces].map((namespace) => ({ subject: { namespace }, cause: cause(`namespace \`${namespace}\``) })),
    ]
  })
}
