import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { controllerOfPods } from '../../../../../src/resolve/controllers.ts'
import { proxyChanges } from '../../changed-proxy.ts'
import type { HoldBack, Migration } from '../../migration.ts'

/**
 * Pods whose annotations make another proxy of their sidecar than Istio's: what it lets pass, and what it sends, is in no manifest. Pods
 * follow the template of their controller.
 */
export function changedProxyHoldBacks(migration: Migration): HoldBack[] {
  if (migration.options.assume.includes('extensions-reviewed')) return []
  return migration.mesh.workloads.flatMap((workload) => {
    if (!migration.workloadMoves(workload) || controllerOfPods(workload, migration.mesh) !== undefined) return []
    return proxyChanges(workload).map(({ annotation, what }) => ({
      subject: { workload },
      cause: diagnose(catalogue.proxyChanged, workload.templatePlace.field('annotations').field(annotation), {
        workload: workload.name,
        annotation,
        what,
      }),
    }))
  })
}
