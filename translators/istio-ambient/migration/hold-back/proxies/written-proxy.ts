import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import type { Workload } from '../../../../../src/model/workload.ts'
import { controllerOfPods } from '../../../../../src/resolve/controllers.ts'
import type { HoldBack, Migration } from '../../migration.ts'

/**
 * Pods that have their sidecar in their own manifest keep it, whatever labels say. The Pods of a live cluster all have it; those that a
 * controller of the input makes anew are what its template says, and stay only where it does.
 */
export function writtenProxyHoldBacks(migration: Migration): HoldBack[] {
  return migration.mesh.workloads.flatMap((workload) => {
    if (workload.ownProxy === undefined || !migration.workloadMoves(workload)) return []
    const controller = workload.kind === 'Pod' ? controllerOfPods(workload, migration.mesh) : undefined
    if (controller !== undefined && migration.workloadMoves(controller)) return []
    const ofController = controller === undefined ? [] : holdsOf(migration, controller)
    if (ofController.length > 0) return ofController.map(({ cause }) => ({ subject: { workload }, cause }))
    return [{ subject: { workload }, cause: diagnose(catalogue.proxyWrittenOut, workload.ownProxy, { workload: workload.name }) }]
  })
}

function holdsOf({ holdBacks }: Migration, controller: Workload): HoldBack[] {
  return holdBacks.filter(({ subject }) => subject !== 'mesh' && 'workload' in subject && subject.workload === controller)
}
