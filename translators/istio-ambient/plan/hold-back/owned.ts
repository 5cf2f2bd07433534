import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../../src/diagnostics/place.ts'
import { controllerNamed, followsOwner } from '../../routes/controller.ts'
import type { HoldBack, Migration } from '../migration.ts'
import { boundServices, holdPodsOf } from './pods.ts'

/** Objects that would have to change but that a controller writes: Namespaces, pods, bound Services, and the policies of moving pods. */
export function ownedHoldBacks(plan: Migration): HoldBack[] {
  return [...ownedNamespaces(plan), ...ownedPods(plan), ...ownedServices(plan), ...ownedPolicies(plan)]
}

/** The finding about an object that a controller writes; undefined when nobody does. */
export function ownedBy(place: Place): Diagnostic | undefined {
  const [owner] = place.object.owners ?? []
  return owner === undefined
    ? undefined
    : diagnose(catalogue.ownedObject, place, { object: objectText(place.object), ...controllerNamed(owner) })
}

function ownedNamespaces(plan: Migration): HoldBack[] {
  return plan.mesh.namespaces.flatMap(({ name, place }) => {
    const cause = place === undefined || !plan.movesWhole(name) ? undefined : ownedBy(place)
    return cause === undefined ? [] : [{ subject: { namespace: name }, cause }]
  })
}

/** Pods whose labels speak of enrolment, that have to be told to keep their sidecar, or that move alone, cannot be left as they are. */
function ownedPods(plan: Migration): HoldBack[] {
  return plan.mesh.workloads.flatMap((workload) => {
    if (!plan.moves(workload.namespace) || followsOwner(workload.owners, workload.namespace, plan.mesh)) return []
    const whole = plan.movesWhole(workload.namespace)
    if (whole ? workload.ownDataPlane === undefined && !plan.staying.includes(workload) : !plan.workloadMoves(workload)) return []
    const cause = ownedBy(workload.place)
    return cause === undefined ? [] : [{ subject: whole ? { namespace: workload.namespace } : { workload }, cause }]
  })
}

function ownedServices(plan: Migration): HoldBack[] {
  return boundServices(plan).flatMap((service) => {
    const cause = ownedBy(service.place)
    return cause === undefined ? [] : holdPodsOf(plan, service, cause)
  })
}

function ownedPolicies(plan: Migration): HoldBack[] {
  const owned = [...plan.mesh.authorization, ...plan.mesh.requestAuthentication].filter(({ place }) => place.object.owners !== undefined)
  if (owned.length === 0) return []
  const pods = plan.mesh.workloads.filter(plan.workloadMoves).flatMap((workload): HoldBack[] => {
    const { authorization, requests } = plan.policiesOfWorkload(workload)
    const policy = [...authorization, ...requests].find((candidate) => owned.includes(candidate))
    const cause = policy === undefined ? undefined : ownedBy(policy.place)
    return cause === undefined ? [] : [{ subject: { workload }, cause }]
  })
  const unknown = plan.mesh.services.flatMap((service): HoldBack[] => {
    if (!plan.moves(service.namespace) || plan.workloadsOf(service).length > 0) return []
    const { authorization, requests } = plan.policiesOf(service)
    const policy = [...authorization, ...requests].find((candidate) => owned.includes(candidate))
    const cause = policy === undefined ? undefined : ownedBy(policy.place)
    return cause === undefined ? [] : [{ subject: { namespace: service.namespace }, cause }]
  })
  return [...pods, ...unknown]
}
