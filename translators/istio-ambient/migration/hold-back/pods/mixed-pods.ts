import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { boundServices, holdPodsOf, rehomed } from './pods.ts'

/** Services whose pods are not under the same policies. */
export function mixedPodsHoldBacks(migration: Migration): HoldBack[] {
  const holds: HoldBack[] = []
  for (const service of boundServices(migration)) {
    const [first, ...others] = migration.workloadsOf(service).filter(migration.workloadMoves)
    if (first === undefined) continue
    const decisive = (workload: typeof first) => {
      const { authorization, requests } = migration.policiesOfWorkload(workload)
      return [...authorization.filter((policy) => rehomed(policy) && policy.effect !== 'audit'), ...requests]
    }
    const mine = decisive(first)
    for (const other of others) {
      const theirs = decisive(other)
      const missing = mine.find((policy) => !theirs.includes(policy))
      const extra = theirs.find((policy) => !mine.includes(policy))
      const policy = missing ?? extra
      if (policy === undefined) continue
      const [covered, spared] = missing === undefined ? [other, first] : [first, other]
      const place = policy.attachment.scope === 'workloads' ? policy.attachment.place : policy.place
      const params = { policy: policy.name, service: service.name, with: covered.name, without: spared.name }
      holds.push(...holdPodsOf(migration, service, diagnose(catalogue.podsDisagree, place, params)))
      break
    }
  }
  return holds
}
