import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { HoldBack, Plan } from '../plan.ts'

/** Pods that have their sidecar in their own manifest keep it, whatever labels say. */
export function writtenProxyHoldBacks(plan: Plan): HoldBack[] {
  return plan.mesh.workloads.flatMap((workload) => {
    if (workload.ownProxy === undefined || !plan.workloadMoves(workload)) return []
    return [{ subject: { workload }, cause: diagnose(catalogue.proxyWrittenOut, workload.ownProxy, { workload: workload.name }) }]
  })
}
