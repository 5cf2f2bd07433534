import type { Emission } from '../../../src/model/change.ts'
import { hasSidecar } from '../../../src/model/data-plane.ts'
import { mayHaveSidecar } from './enrolment.ts'
import type { HoldBack, Migration } from './migration.ts'

/** The workloads and namespaces that stay on sidecars, or are not known to have any, each with the finding that holds it back. */
export function heldObjects(migration: Migration): Pick<Emission, 'heldBack' | 'heldNamespaces'> {
  const everything = migration.holdBacks.find((hold) => hold.subject === 'mesh')
  const byNamespace = new Map<string, HoldBack>()
  const byWorkload = new Map<object, HoldBack>()
  for (const hold of migration.holdBacks) {
    if (hold.subject === 'mesh') continue
    if ('namespace' in hold.subject) byNamespace.set(hold.subject.namespace, hold)
    else byWorkload.set(hold.subject.workload, hold)
  }
  const workloads = migration.mesh.workloads.flatMap((workload) => {
    if (!mayHaveSidecar(workload) || migration.workloadMoves(workload)) return []
    // A workload that stays because it shares a Service with another one has that one's cause.
    const shared = migration.servicesOf(workload).flatMap((service) => migration.workloadsOf(service).map((other) => byWorkload.get(other)))
    const own = byWorkload.get(workload) ?? byNamespace.get(workload.namespace)
    const hold = (workload.dataPlane === 'unknown' ? (everything ?? own) : (own ?? everything)) ?? shared.find((one) => one !== undefined)
    return hold === undefined ? [] : [{ object: workload.place.object, cause: hold.cause }]
  })
  const namespaces = migration.mesh.namespaces.flatMap(({ name, place, dataPlane }) => {
    // A namespace that nothing shows to be in the mesh is held like the others where something holds the mesh.
    const hold = dataPlane === 'unknown' ? (everything ?? byNamespace.get(name)) : (byNamespace.get(name) ?? everything)
    const stays = hold !== undefined && (hasSidecar(dataPlane) || (dataPlane === 'unknown' && !migration.moves(name)))
    return stays ? [{ name, place, cause: hold.cause }] : []
  })
  return {
    heldBack: [...workloads, ...namespaces.flatMap(({ place, cause }) => (place === undefined ? [] : [{ object: place.object, cause }]))],
    heldNamespaces: namespaces.map(({ name, cause }) => ({ name, cause })),
  }
}
