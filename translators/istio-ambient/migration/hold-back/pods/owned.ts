import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../../../src/diagnostics/place.ts'
import { controllerNamed, followsOwner } from '../../../../../src/resolve/routes/route-owner.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { boundServices, holdPodsOf } from './pods.ts'

/** Objects that would have to change but that a controller writes: Namespaces, pods, bound Services, and the policies of moving pods. */
export function ownedHoldBacks(migration: Migration): HoldBack[] {
  return [...ownedNamespaces(migration), ...ownedPods(migration), ...ownedServices(migration), ...ownedPolicies(migration)]
}

/** The finding about an object that a controller writes; undefined when nothing does. */
export function ownedBy(place: Place): Diagnostic | undefined {
  const [owner] = place.object.owners ?? []
  return owner === undefined
    ? undefined
    : diagnose(catalogue.ownedObject, place, { object: objectText(place.object), ...controllerNamed(owner) })
}

function ownedNamespaces(migration: Migration): HoldBack[] {
  return migration.mesh.namespaces.flatMap(({ name, place }) => {
    const cause = place === undefined || !migration.movesWhole(name) ? undefined : ownedBy(place)
    return cause === undefined ? [] : [{ subject: { namespace: name }, cause }]
  })
}

/** Pods whose labels speak of enrolment, that have to be labelled to keep their sidecar, or that move alone, cannot be left as they are. */
function ownedPods(migration: Migration): HoldBack[] {
  return migration.mesh.workloads.flatMap((workload) => {
    if (!migration.moves(workload.namespace) || followsOwner(workload.owners, workload.namespace, migration.mesh)) return []
    const whole = migration.movesWhole(workload.namespace)
    if (whole ? workload.ownDataPlane === undefined && !migration.stays(workload) : !migration.workloadMoves(workload)) return []
    const cause = ownedBy(workload.place)
    return cause === undefined ? [] : [{ subject: whole ? { namespace: workload.namespace } : { workload }, cause }]
  })
}

function ownedServices(migration: Migration): HoldBack[] {
  return boundServices(migration).flatMap((service) => {
    const cause = ownedBy(service.place)
    return cause === undefined ? [] : holdPodsOf(migration, service, cause)
  })
}

function ownedPolicies(migration: Migration): HoldBack[] {
  const owned = [...migration.mesh.authorization, ...migration.mesh.requestAuthentication].filter(
    ({ place }) => place.object.owners !== undefined,
  )
  if (owned.length === 0) return []
  const pods = migration.mesh.workloads.filter(migration.workloadMoves).flatMap((workload): HoldBack[] => {
    const { authorization, requests } = migration.policiesOfWorkload(workload)
    const policy = [...authorization, ...requests].find((candidate) => owned.includes(candidate))
    const cause = policy === undefined ? undefined : ownedBy(policy.place)
    return cause === undefined ? [] : [{ subject: { workload }, cause }]
  })
  const unknown = migration.mesh.services.flatMap((service): HoldBack[] => {
    if (!migration.moves(service.namespace) || migration.workloadsOf(service).length > 0) return []
    const { authorization, requests } = migration.policiesOf(service)
    const policy = [...authorization, ...requests].find((candidate) => owned.includes(candidate))
    const cause = policy === undefined ? undefined : ownedBy(policy.place)
    return cause === undefined ? [] : [{ subject: { namespace: service.namespace }, cause }]
  })
  return [...pods, ...unknown]
}
