import type { Attachment } from '../../../../src/model/authorization.ts'
import { labelsWithoutSidecar } from '../../../../src/model/injected-labels.ts'
import type { Service } from '../../../../src/model/service.ts'
import type { Labels, Workload } from '../../../../src/model/workload.ts'
import type { Migration, WaypointRef } from '../../migration/migration.ts'
import { coversPods, podsOf } from '../../migration/pods.ts'
import { mayGuardUnseen } from '../../migration/unseen-pods.ts'

/** Pods that a ztunnel policy selects: by labels, or a whole namespace. */
export interface PodScope {
  readonly namespace: string
  readonly labels?: Labels
}

/**
 * Where the ztunnel side of a policy belongs: its own scope in every namespace that moves, or workload by workload when gateways or
 * pods with sidecars are, or may be, in that scope too, which must not get it.
 */
export function ztunnelScopes(migration: Migration, attachment: Attachment): PodScope[] {
  const scopes: PodScope[] = []
  const own = 'namespace' in attachment ? attachment.namespace : undefined
  for (const namespace of own === undefined ? migration.movingNamespaces : [own].filter(migration.moves)) {
    const covered = (workload: Workload) => coversPods(attachment, podsOf(workload)) === 'yes'
    const pods = migration.workloadsIn(namespace)
    if (mayGuardUnseen(migration, attachment, namespace) || pods.some((workload) => migration.stays(workload) && covered(workload))) {
      for (const workload of pods.filter((candidate) => covered(candidate) && migration.workloadMoves(candidate))) {
        scopes.push({ namespace, labels: labelsWithoutSidecar(workload) })
      }
    } else {
      scopes.push(attachment.scope === 'workloads' ? { namespace, labels: attachment.labels } : { namespace })
    }
  }
  return scopes
}

export function podSelectorFields(scope: PodScope): Readonly<Record<string, unknown>> {
  return scope.labels === undefined ? {} : { selector: { matchLabels: scope.labels } }
}

/** The waypoints of some Services, each once, in the order of the Services. */
export function waypointsOf(migration: Migration, services: readonly Service[]): WaypointRef[] {
  const found = new Map<string, WaypointRef>()
  for (const service of services) {
    const waypoint = migration.waypointOf(service)
    if (waypoint !== undefined) found.set(`${waypoint.namespace}/${waypoint.name}`, waypoint)
  }
  return [...found.values()]
}
