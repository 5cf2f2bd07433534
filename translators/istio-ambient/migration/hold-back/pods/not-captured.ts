import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../../../src/diagnostics/place.ts'
import type { Workload } from '../../../../../src/model/workload.ts'
import { bypassInbound } from '../../../../../src/resolve/attach/enforcement.ts'
import { controllerOfPods } from '../../../../../src/resolve/controllers.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { modeLabel } from '../../pod-labels.ts'

/**
 * Pods that say of themselves that ztunnel does not capture them: beside a sidecar the words have no effect, and without one no proxy is left
 * that enforces a policy or STRICT. Pods follow the template of their controller.
 */
export function notCapturedHoldBacks(migration: Migration): HoldBack[] {
  return migration.mesh.workloads.flatMap((workload) => {
    if (!migration.workloadMoves(workload) || controllerOfPods(workload, migration.mesh) !== undefined) return []
    return saysNotCaptured(workload).map(({ setting, place }) => ({
      subject: { workload },
      cause: diagnose(catalogue.notCaptured, place, { workload: workload.name, setting }),
    }))
  })
}

function saysNotCaptured({ labels, annotations, templatePlace }: Workload): { setting: string; place: Place }[] {
  return [
    ...(labels[modeLabel] === 'none' ? [{ setting: `${modeLabel}: none`, place: templatePlace.field('labels').field(modeLabel) }] : []),
    ...(annotations[bypassInbound] === 'true'
      ? [{ setting: `${bypassInbound}: "true"`, place: templatePlace.field('annotations').field(bypassInbound) }]
      : []),
  ]
}
