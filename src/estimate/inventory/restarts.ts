import { objectKey } from '../../account/fates.ts'
import type { Emission } from '../../model/change.ts'
import type { Mesh } from '../../model/mesh.ts'

/** What loses its sidecar, and is made anew for it. */
export interface Restarts {
  readonly workloads: number
  /** Pods of the workloads whose number the input says or Kubernetes fills in. */
  readonly pods: number
  /** Workloads with as many pods as the cluster has nodes (DaemonSet), or as the moment asks for (Job, CronJob). */
  readonly uncounted: number
}

/** A template without `replicas` has one pod (kubernetes:pkg/apis/apps/v1/defaults.go SetDefaults_Deployment). */
export function restartsOf({ workloads }: Mesh, { leaves, moves }: Emission): Restarts {
  const moving = new Set((leaves ?? moves?.objects ?? []).map(objectKey))
  const found = workloads.filter(({ place }) => moving.has(objectKey(place.object)))
  const counted = found.filter(({ kind, batch }) => kind !== 'DaemonSet' && !batch)
  return {
    workloads: found.length,
    pods: counted.reduce((sum, { replicas = 1 }) => sum + replicas, 0),
    uncounted: found.length - counted.length,
  }
}
