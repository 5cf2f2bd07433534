import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Emission } from '../../../../src/model/change.ts'
import type { Migration } from '../../migration/migration.ts'

/** Why workloads and namespaces stay on their sidecars. */
export function announceHoldBacks(migration: Migration): Emission {
  const direct = new Set(
    migration.holdBacks.flatMap((hold) => (hold.subject !== 'mesh' && 'workload' in hold.subject ? [hold.subject.workload] : [])),
  )
  const diagnostics = [...new Set(migration.holdBacks.map((hold) => hold.cause))]
  for (const workload of migration.stayingAlone) {
    if (direct.has(workload)) continue
    const shared = migration
      .servicesOf(workload)
      .find((service) => migration.workloadsOf(service).some((other) => other !== workload && migration.stayingAlone.includes(other)))
    diagnostics.push(diagnose(catalogue.staysWithPeers, workload.place, { workload: workload.name, service: shared?.name ?? '' }))
  }
  return { changes: [], diagnostics }
}
