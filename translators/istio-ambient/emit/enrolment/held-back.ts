import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Emission } from '../../../../src/model/change.ts'
import type { Migration } from '../../plan/migration.ts'

/** Why workloads and namespaces stay on their sidecars. */
export function announceHoldBacks(plan: Migration): Emission {
  const direct = new Set(
    plan.holdBacks.flatMap((hold) => (hold.subject !== 'mesh' && 'workload' in hold.subject ? [hold.subject.workload] : [])),
  )
  const diagnostics = [...new Set(plan.holdBacks.map((hold) => hold.cause))]
  for (const workload of plan.stayingAlone) {
    if (direct.has(workload)) continue
    const shared = plan
      .servicesOf(workload)
      .find((service) => plan.workloadsOf(service).some((other) => other !== workload && plan.stayingAlone.includes(other)))
    diagnostics.push(diagnose(catalogue.staysWithPeers, workload.place, { workload: workload.name, service: shared?.name ?? '' }))
  }
  return { changes: [], diagnostics }
}
