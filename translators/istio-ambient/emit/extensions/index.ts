import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Change, Edit, Emission } from '../../../../src/model/change.ts'
import type { Extension } from '../../../../src/model/extension.ts'
import type { Service } from '../../../../src/model/service.ts'
import { selects } from '../../../../src/model/workload.ts'
import { holdsBack } from '../../migration/hold-back/proxies/extensions.ts'
import type { Migration } from '../../migration/migration.ts'
import { egressFindings } from './egress.ts'

/** Extensions of sidecars: attached to Services behind a waypoint where that says the same, otherwise reported. */
export function emitExtensions(migration: Migration): Emission {
  const changes: Change[] = []
  const diagnostics: Diagnostic[] = [...egressFindings(migration)]
  for (const extension of migration.mesh.extensions) {
    if (!concerns(extension, migration)) continue
    if (extension.kind === 'proxy-config' && !holdsBack(extension)) {
      diagnostics.push(diagnose(catalogue.proxySettingsLost, extension.place, {}))
      continue
    }
    // Telemetry without a selector also holds for the waypoints of its namespaces.
    if (extension.kind === 'telemetry' && extension.attachment.scope !== 'workloads') continue
    const kind = extension.place.object.kind
    const services = servicesOf(extension, migration)
    if (services === undefined || extension.kind === 'envoy-filter' || holdsBack(extension)) {
      diagnostics.push(diagnose(catalogue.extensionNotApplied, extension.place, { kind }))
      continue
    }
    changes.push(retargeted(extension, services))
    diagnostics.push(diagnose(catalogue.extensionRetargeted, extension.place.field('spec').field('selector'), { kind }))
  }
  return { changes, diagnostics }
}

/** Whether it touches pods that leave their sidecar. */
function concerns({ attachment, contexts }: Extension, migration: Migration): boolean {
  if (contexts.length === 0 || contexts.every((context) => context === 'gateway')) return false
  switch (attachment.scope) {
    case 'targets':
      return false
    case 'mesh':
      return migration.movingNamespaces.length > 0
    case 'namespace':
      return migration.moves(attachment.namespace)
    case 'workloads': {
      const { namespace, labels } = attachment
      if (namespace !== undefined && !migration.moves(namespace)) return false
      const candidates = namespace === undefined ? migration.mesh.workloads : migration.workloadsIn(namespace)
      const pods = candidates.filter((pod) => selects(labels, pod.labels))
      return pods.length === 0 ? migration.movingNamespaces.length > 0 : pods.some((pod) => migration.workloadMoves(pod))
    }
  }
}

/** The bound Services that have exactly the pods which are selected; undefined when there is no such set or something else stands in the way. */
function servicesOf({ attachment, namespace, contexts }: Extension, migration: Migration): readonly Service[] | undefined {
  // A waypoint handles what arrives: whatever is meant for requests that leave never matches there.
  if (attachment.scope !== 'workloads' || attachment.namespace !== namespace || contexts.includes('outbound')) return undefined
  const pods = migration.workloadsIn(namespace).filter((pod) => selects(attachment.labels, pod.labels))
  if (pods.length === 0 || !pods.every((pod) => migration.workloadMoves(pod))) return undefined
  const services = [...new Set(pods.flatMap((pod) => migration.servicesOf(pod)))]
  const exact = services.every(
    (service) => migration.waypointOf(service) !== undefined && migration.workloadsOf(service).every((pod) => pods.includes(pod)),
  )
  const all = pods.every((pod) => migration.servicesOf(pod).length > 0)
  return services.length > 0 && services.length <= 16 && exact && all ? services : undefined
}

function retargeted(extension: Extension, services: readonly Service[]): Change {
  const names = services.map(({ name }) => name).sort()
  const edits: Edit[] = [
    { op: 'delete', path: ['spec', 'selector'] },
    { op: 'set', path: ['spec', 'targetRefs'], value: names.map((name) => ({ group: '', kind: 'Service', name })) },
  ]
  const causes = [extension.place.field('spec').field('selector')]
  return { kind: 'edit', target: extension.place.object, edits, causes, why: 'waypoints read extensions by targetRefs only' }
}
