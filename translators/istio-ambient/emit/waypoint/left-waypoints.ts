import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText, type PathStep } from '../../../../src/diagnostics/place.ts'
import type { Change, Emission } from '../../../../src/model/change.ts'
import type { ExternalHost, Service } from '../../../../src/model/service.ts'
import { mayHaveSidecar } from '../../migration/enrolment.ts'
import { entryGuard } from '../../migration/hold-back/policies/entry-waypoints.ts'
import { podsOfTarget } from '../../migration/identity-reach.ts'
import type { Migration } from '../../migration/migration.ts'

/**
 * Services and ServiceEntries that a label binds to a waypoint, and that clients must not reach through it once they move: sidecars pass no waypoint, and
 * the pods behind see its identity in place of the client's. Their pods stay on sidecars, or have policies that this waypoint does not have.
 */
export function leftWaypoints(migration: Migration): Emission {
  const changes: Change[] = []
  const diagnostics: Diagnostic[] = []
  if (migration.movingNamespaces.length === 0) return { changes, diagnostics }
  for (const target of [...migration.mesh.services, ...migration.mesh.externalHosts]) {
    const binding = target.waypoint ?? migration.namespaceNamed(target.namespace)?.waypoint
    if (binding === undefined || binding.none || migration.waypointOf(target) !== undefined) continue
    const waypoint = `${binding.namespace}/${binding.name}`
    const found = reasonToLeave(migration, target, waypoint)
    if (found === undefined) continue
    const edits = [{ op: 'set' as const, path: labelPath(target, 'istio.io/use-waypoint'), value: 'none' }]
    changes.push({ kind: 'edit', target: target.place.object, edits, causes: [binding.place], why: found.why })
    diagnostics.push(found.diagnostic)
  }
  return { changes, diagnostics }
}

function reasonToLeave(
  migration: Migration,
  target: Service | ExternalHost,
  waypoint: string,
): { readonly why: string; readonly diagnostic: Diagnostic } | undefined {
  const { place, name } = target
  if (podsOfTarget(migration, target).some((workload) => mayHaveSidecar(workload) && !migration.workloadMoves(workload)))
    return { why: 'its pods stay on their sidecars', diagnostic: diagnose(catalogue.waypointLeft, place, { service: name, waypoint }) }
  const policy = 'resolution' in target ? entryGuard(migration, target) : undefined
  if (policy === undefined) return undefined
  const params = { entry: objectText(place.object), waypoint, policy: objectText(policy.place.object) }
  return { why: 'policies of its pods are not at this waypoint', diagnostic: diagnose(catalogue.waypointLeftByEntry, place, params) }
}

export function labelPath(target: Service | ExternalHost, label: string): readonly PathStep[] {
  return [...target.place.path, 'metadata', 'labels', label]
}
