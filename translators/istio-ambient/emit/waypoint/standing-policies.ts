import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText } from '../../../../src/diagnostics/place.ts'
import type { Emission } from '../../../../src/model/change.ts'
import { boundWaypoint, policiesAtWaypoint } from '../../../../src/resolve/waypoints.ts'
import { boundServices } from '../../migration/hold-back/pods/pods.ts'
import { standingAt } from '../../migration/hold-back/policies/standing-policies.ts'
import type { Migration } from '../../migration/migration.ts'

/** Policies that wait for a waypoint and come into force with it, where they only close. */
export function announceStandingPolicies(migration: Migration): Emission {
  const diagnostics = boundServices(migration).flatMap((service): Diagnostic[] =>
    standingAt(migration, service).closing.map((policy) => {
      const params = { policy: objectText(policy.place.object), service: service.name }
      const related = [{ place: service.place, message: 'this Service gets the waypoint' }]
      return diagnose(catalogue.standingPolicyCloses, policy.place, params, { related })
    }),
  )
  return { changes: [], diagnostics: [...diagnostics, ...passedOnes(migration)] }
}

/** Policies at waypoints that are there already, which clients begin to pass when they leave their sidecars. */
function passedOnes({ mesh, bound, movingNamespaces }: Migration): readonly Diagnostic[] {
  if (movingNamespaces.length === 0) return []
  return mesh.services.flatMap((service): Diagnostic[] => {
    const waypoint = bound.includes(service) ? undefined : boundWaypoint(mesh, service, 'service')
    if (waypoint === undefined) return []
    const { authorization, authentication } = policiesAtWaypoint(mesh, waypoint, service)
    const enforced = authorization.filter(({ dryRun, effect }) => !dryRun && effect !== 'audit')
    const checks = authentication.filter(({ issuers }) => issuers.length > 0)
    return [...enforced, ...checks].map((policy) => {
      const params = { policy: objectText(policy.place.object), service: service.name }
      const related = [{ place: service.place, message: 'this Service has the waypoint' }]
      return diagnose(catalogue.passedWaypointCloses, policy.place, params, { related })
    })
  })
}
