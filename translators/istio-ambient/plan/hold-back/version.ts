import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { atLeast } from '../../../../src/model/dialect.ts'
import type { HoldBack, Migration } from '../migration.ts'
import { boundServices, holdPodsOf } from './pods.ts'

/** Services that would have to be bound to a waypoint by a control plane that does not know how. */
export function versionHoldBacks(plan: Migration): HoldBack[] {
  const version = plan.options.versions.istio
  if (atLeast(version, '1.22')) return []
  return boundServices(plan).flatMap((service) => {
    const [need] = plan.needsOf(service)
    if (need === undefined) return []
    return holdPodsOf(plan, service, diagnose(catalogue.waypointTooNew, need.cause, { service: service.name, version, why: need.why }))
  })
}
