import { isCapturedByZtunnel } from '../../../src/model/data-plane.ts'
import type { Mesh } from '../../../src/model/mesh.ts'
import { controllerOfPods } from '../../../src/resolve/controllers.ts'

/**
 * The mesh without Pods that still have a sidecar although their controller is in ambient mode already: the next restart takes it away, and
 * nothing is left to move.
 */
export function withoutPodsDueForRestart(mesh: Mesh): Mesh {
  const due = (workload: Mesh['workloads'][number]) =>
    workload.ownProxy !== undefined && workload.kind === 'Pod' && isCapturedByZtunnel(controllerOfPods(workload, mesh)?.dataPlane)
  return mesh.workloads.some(due) ? { ...mesh, workloads: mesh.workloads.filter((workload) => !due(workload)) } : mesh
}
