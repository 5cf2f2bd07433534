import { catalogue } from '../../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../../src/diagnostics/place.ts'
import type { RequestAuthentication } from '../../../../../src/model/authentication.ts'
import type { AuthorizationPolicy } from '../../../../../src/model/authorization.ts'
import type { ExternalHost } from '../../../../../src/model/service.ts'
import { podsOfTarget } from '../../identity-reach.ts'
import type { HoldBack, Migration } from '../../migration.ts'
import { coversPods, type Pods } from '../../pods.ts'
import { rehomed } from '../pods/pods.ts'

/**
 * ServiceEntries that select guarded pods and get a waypoint: their hosts lead to the pods under its identity, and what is written has the
 * policies of pods at the waypoints of their Services alone.
 */
export function entryWaypointHoldBacks(migration: Migration): HoldBack[] {
  return migration.mesh.externalHosts.flatMap((entry): HoldBack[] => {
    const policy = migration.waypointOf(entry) === undefined ? undefined : entryGuard(migration, entry)
    if (policy === undefined) return []
    const params = { entry: objectText(entry.place.object), policy: objectText(policy.place.object) }
    const cause = diagnose(catalogue.entryBehindWaypoint, entry.waypoint?.place ?? entry.place, params)
    const pods = podsOfTarget(migration, entry).filter(migration.workloadMoves)
    return pods.length === 0
      ? [{ subject: { namespace: entry.namespace }, cause }]
      : pods.map((workload) => ({ subject: { workload }, cause }))
  })
}

/** A policy that guards pods which a ServiceEntry selects, and which move; of pods that the input does not have one that may. */
export function entryGuard(migration: Migration, entry: ExternalHost): AuthorizationPolicy | RequestAuthentication | undefined {
  const { namespace, workloadSelector } = entry
  if (workloadSelector === undefined || !migration.moves(namespace)) return undefined
  const guards = [
    ...migration.mesh.authorization.filter((policy) => rehomed(policy) && policy.effect !== 'audit'),
    ...migration.mesh.requestAuthentication,
  ]
  const pods = podsOfTarget(migration, entry)
  const unseen: Pods = { namespace, labels: workloadSelector, known: false, anyLabels: false }
  if (pods.length === 0) return guards.find(({ attachment }) => coversPods(attachment, unseen) !== 'no')
  return pods.filter(migration.workloadMoves).flatMap((workload) => {
    const { authorization, requests } = migration.policiesOfWorkload(workload)
    return [...authorization, ...requests].filter((policy) => (guards as readonly object[]).includes(policy))
  })[0]
}
