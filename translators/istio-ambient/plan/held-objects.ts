import type { Emission } from '../../../src/model/change.ts'
import { hasSidecar } from './draft.ts'
import type { HoldBack, Plan } from './plan.ts'

/** The workloads and Namespaces that stay on sidecars, each with the finding that holds it back. */
export function heldObjects(plan: Plan): NonNullable<Emission['heldBack']> {
  const everything = plan.holdBacks.find((hold) => hold.subject === 'mesh')
  const byNamespace = new Map<string, HoldBack>()
  const byWorkload = new Map<object, HoldBack>()
  for (const hold of plan.holdBacks) {
    if (hold.subject === 'mesh') continue
    if ('namespace' in hold.subject) byNamespace.set(hold.subject.namespace, hold)
    else byWorkload.set(hold.subject.workload, hold)
  }
  const workloads = plan.mesh.workloads.flatMap((workload) => {
    if (!hasSidecar(workload) || plan.workloadMoves(workload)) return []
    // A workload that stays because it shares a Service with another one has that one's cause.
    const shared = plan.servicesOf(workload).flatMap((service) => plan.workloadsOf(service).map((other) => byWorkload.get(other)))
    const hold = byWorkload.get(workload) ?? byNamespace.get(workload.namespace) ?? everything ?? shared.find((one) => one !== undefined)
    return hold === undefined ? [] : [{ object: workload.place.object, cause: hold.cause }]
  })
  const namespaces = plan.mesh.namespaces.flatMap(({ name, place, dataPlane }) => {
    const hold = byNamespace.get(name) ?? everything
    return place === undefined || dataPlane !== 'sidecar' || hold === undefined ? [] : [{ object: place.object, cause: hold.cause }]
  })
  return [...workloads, ...namespaces]
}
